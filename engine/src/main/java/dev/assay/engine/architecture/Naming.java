package dev.assay.engine.architecture;

/// How a checkpoint names and joins its weights.
enum Naming {
    /// Llama's names, every projection a tensor of its own.
    LLAMA,
    /// Llama's names, with query, key and value in one tensor, and gate and up in another: Phi 3.
    LLAMA_FUSED,
    /// GPT-NeoX: query, key and value in one tensor, side by side for each head.
    GPT_NEOX,
    /// GPT-2: query, key and value in one tensor, and every matrix transposed.
    GPT2
}
