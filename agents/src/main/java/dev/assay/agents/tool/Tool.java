package dev.assay.agents.tool;

import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolInfo;

/// Something that a model may call. Unless it belongs to one sample alone, it is used by many threads at
/// once.
public interface Tool {

    /// The tool as a model is told of it.
    ToolInfo info();

    /// Does what `call` asks for. Its arguments are hostile.
    ///
    /// @return what the model is told; cut to the limit of {@link ToolLimits}
    /// @throws ToolException if the model should be told of a failure; so it is of
    ///     {@link java.nio.file.NoSuchFileException}, {@link java.io.FileNotFoundException},
    ///     {@link java.nio.file.AccessDeniedException}, {@link java.nio.charset.CharacterCodingException} and
    ///     {@link java.util.concurrent.TimeoutException}
    /// @throws Exception any other, which ends the sample as errored
    String call(ToolCall call) throws Exception;

    /// Whether it may run beside other calls of the same message. By default `false`: calls run one after
    /// the other, in the order in which the model wrote them.
    default boolean isParallel() {
        return false;
    }

    /// A tool of a Java function. The schema is made of the record `arguments`: its components are the
    /// properties, {@link Description}, {@link Range} and {@link Length} say more, an `Optional` may be left
    /// out. What the model writes is read by the same rules: an unknown property, a wrong type, a value out
    /// of range or no JSON is a `parsing` error that goes back to the model, and `function` is not called. So
    /// is an {@link IllegalArgumentException} of the record's constructor.
    ///
    /// Components may be `String`, `int`, `long`, `double`, `boolean`, `BigDecimal`, enums, records, `List`,
    /// `Map` with `String` keys, and `Optional` of those. It runs beside other calls of the same message.
    ///
    /// @throws IllegalArgumentException if `arguments` has a component of another type, contains itself, or
    ///     cannot be reached
    static <A extends Record> Tool of(String name, String description, Class<A> arguments, ToolFunction<A> function) {
        return new FunctionTool<>(name, description, arguments, function, true);
    }

    /// As {@link #of}, but its calls never run beside others of the same message.
    static <A extends Record> Tool sequential(
            String name, String description, Class<A> arguments, ToolFunction<A> function) {
        return new FunctionTool<>(name, description, arguments, function, false);
    }
}
