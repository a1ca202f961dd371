package dev.assay.core.model;

/// Why an answer ended.
public enum StopReason {
    /// The model ended its turn, or a stop string was met.
    STOP,
    /// The limit of generated tokens was reached.
    MAX_TOKENS,
    /// The context window was full.
    MODEL_LENGTH,
    /// The model wants tools called.
    TOOL_CALLS,
    /// A filter of the provider cut the answer or replaced it.
    CONTENT_FILTER,
    /// The endpoint gave no reason, or one that is not known here.
    UNKNOWN
}
