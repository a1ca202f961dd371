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

    record For(
            int line,
            List<String> targets,
            Expression items,
            Optional<Expression> filter,
            List<Statement> body,
            List<Statement> otherwise)
            implements Statement {}

    /// `set a, b = value`
    record Set(int line, List<String> names, Expression value) implements Statement {}

    /// `set namespace.name = value`
    record SetAttribute(int line, String object, String name, Expression value) implements Statement {}

    /// `set name` ... `endset`
    record SetBlock(int line, String name, List<Statement> body) implements Statement {}

    record Macro(
            int line, String name, List<String> parameters, List<Optional<Expression>> defaults, List<Statement> body)
            implements Statement {}

    /// `generation` ... `endgeneration`: marks what the assistant said; rendered as it stands.
    record Body(int line, List<Statement> statements) implements Statement {}

    record Break(int line) implements Statement {}

    record Continue(int line) implements Statement {}
}
