package dev.assay.engine.decoder;

/// A place in the computation of a decoder, named as in TransformerLens. At each, a row a token.
public enum Site {
    /// Embeddings, scaled, with learned positions: `hiddenSize` wide.
    EMBED,
    /// The residual stream before a layer: `hiddenSize` wide.
    RESID_PRE,
    /// Queries before they are normalised and turned: `heads * headDim` wide.
    ATTN_Q,
    /// Keys before they are normalised and turned: `keyValueHeads * headDim` wide.
    ATTN_K,
    /// Values: `keyValueHeads * headDim` wide.
    ATTN_V,
    /// Values mixed by attention, before the output projection: `heads * headDim` wide.
    ATTN_Z,
    /// What attention adds to the residual stream: `hiddenSize` wide.
    ATTN_OUT,
    /// The residual stream between attention and MLP; not in a parallel block: `hiddenSize` wide.
    RESID_MID,
    /// What the non-linear function reads, gate or only projection: `intermediateSize` wide.
    MLP_PRE,
    /// What the last projection reads: `intermediateSize` wide.
    MLP_POST,
    /// What the MLP adds to the residual stream: `hiddenSize` wide.
    MLP_OUT,
    /// The residual stream after a layer: `hiddenSize` wide.
    RESID_POST,
    /// What the head reads, for the rows whose logits are wanted: `hiddenSize` wide.
    FINAL_NORM
}
