package dev.assay.core.model;

/// Whether a model may, must or must not call a tool.
public sealed interface ToolChoice {

    /// The model decides.
    ToolChoice AUTO = new Auto();
    /// It must call some tool.
    ToolChoice ANY = new Any();
    /// It must call none.
    ToolChoice NONE = new None();

    /// The model decides.
    record Auto() implements ToolChoice {}

    /// It must call some tool.
    record Any() implements ToolChoice {}

    /// It must call none.
    record None() implements ToolChoice {}

    /// It must call this tool.
    record Named(String function) implements ToolChoice {}
}
