package dev.assay.core.model;

/// A piece of an answer as it is streamed.
///
/// @param kind what it is a piece of
/// @param text the piece; hostile until escaped
public record ModelDelta(Kind kind, String text) {

    /// What a piece belongs to.
    public enum Kind {
        TEXT,
        REASONING,
        TOOL_ARGUMENTS
    }
}
