package dev.assay.agents.tool;

/// What a tool does.
///
/// @param <A> its arguments
@FunctionalInterface
public interface ToolFunction<A extends Record> {

    /// What the model is told.
    ///
    /// @throws Exception as {@link Tool#call}
    String call(A arguments) throws Exception;
}
