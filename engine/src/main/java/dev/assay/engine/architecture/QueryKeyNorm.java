package dev.assay.engine.architecture;

/// Whether queries and keys are normalised before they are turned.
public enum QueryKeyNorm {
    /// They are not.
    NONE,
    /// Each head by itself, with one weight for all heads: Qwen 3 and Gemma 3.
    PER_HEAD,
    /// All heads together: OLMo 2.
    WHOLE
}
