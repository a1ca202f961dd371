package dev.assay.agents.tool;

import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolInfo;
import java.util.Objects;

/// A tool of a Java function.
///
/// @param <A> its arguments
final class FunctionTool<A extends Record> implements Tool {

    private final ToolInfo info;
    private final Arguments<A> arguments;
    private final ToolFunction<A> function;
    private final boolean parallel;

    FunctionTool(String name, String description, Class<A> type, ToolFunction<A> function, boolean parallel) {
        this.arguments = Arguments.of(type);
        this.info = new ToolInfo(name, description, arguments.schema());
        this.function = Objects.requireNonNull(function, "function");
        this.parallel = parallel;
    }

    @Override
    public ToolInfo info() {
        return info;
    }

    @Override
    public String call(ToolCall call) throws Exception {
        return function.call(arguments.read(call));
    }

    @Override
    public boolean isParallel() {
        return parallel;
    }

    @Override
    public String toString() {
        return info.name();
    }
}
