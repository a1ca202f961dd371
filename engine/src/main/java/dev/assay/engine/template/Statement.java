package dev.assay.engine.template;

import java.util.List;
import java.util.Optional;

/// A statement of a template; `line` is where it starts.
sealed interface Statement {

    int line();

    record Data(int line, String text) implements Statement {}

    record Output(int line, Expression value) implements Statement {}

    /// The conditions in order, each with its body; the body without a condition comes last.
    record If(int line, List<Expression> conditions, List<List<Statement>> bodies, List<Statement> otherwise)
            implements Statement {}

    /// @param recursive whether the body may call `loop` with other items
    record For(
            int line,
            Target target,
            Expression items,
            Optional<Expression> filter,
            boolean recursive,
            List<Statement> body,
            List<Statement> otherwise)
            implements Statement {}

    /// What is given a value: a name, an attribute of a namespace, or several of them.
    sealed interface Target {

        record Name(String name) implements Target {}

        record Attribute(String object, String name) implements Target {}

        record Several(List<Target> targets) implements Target {}
    }

    /// `set a, b = value`
    record Set(int line, Target target, Expression value) implements Statement {}

    /// `set name` ... `endset`
    record SetBlock(int line, Target target, List<Filtering> filters, List<Statement> body) implements Statement {}

    /// A filter that a block goes through.
    record Filtering(String name, Expression.Arguments arguments) {}

    /// `macro name(parameters)` ... `endmacro`
    record Macro(int line, String name, Signature signature, List<Statement> body) implements Statement {}

    /// Parameters of a macro or of the block of a call, each with its default if it has one.
    ///
    /// @param takes which of `varargs`, `kwargs` and `caller` the body names
    record Signature(List<String> parameters, List<Optional<Expression>> defaults, java.util.Set<String> takes) {}

    /// `call(parameters) macro(...)` ... `endcall`
    record CallBlock(int line, Signature signature, Expression.Call call, List<Statement> body) implements Statement {}

    /// `filter name` ... `endfilter`
    record FilterBlock(int line, List<Filtering> filters, List<Statement> body) implements Statement {}

    /// `with a = b` ... `endwith`
    record With(int line, List<Target> targets, List<Expression> values, List<Statement> body) implements Statement {}

    /// `generation` ... `endgeneration`: marks what the assistant said; rendered as it stands.
    record Generation(int line, List<Statement> body) implements Statement {}

    record Break(int line) implements Statement {}

    record Continue(int line) implements Statement {}
}
