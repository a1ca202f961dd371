package dev.assay.engine.architecture;

/// How a row is normalised.
public enum NormKind {
    /// `x / sqrt(mean(x^2) + epsilon) * weight` (RMSNorm, Zhang and Sennrich 2019).
    RMS,
    /// RMSNorm whose weight is kept as its difference from one: Gemma's.
    RMS_PLUS_ONE,
    /// `(x - mean) / sqrt(variance + epsilon) * weight + bias` (LayerNorm, Ba et al. 2016).
    LAYER
}
