package dev.assay.engine.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An expression of a template.
sealed interface Expression {

    record Constant(Object value) implements Expression {}

    record Name(String name) implements Expression {}

    record ListOf(List<Expression> items) implements Expression {}

    record TupleOf(List<Expression> items) implements Expression {}

    record DictOf(List<Expression> keys, List<Expression> values) implements Expression {}

    record Attribute(Expression object, String name) implements Expression {}

    record Item(Expression object, Expression key) implements Expression {}

    record Slice(Expression object, Optional<Expression> from, Optional<Expression> to, Optional<Expression> step)
            implements Expression {}

    record Call(Expression function, Arguments arguments) implements Expression {}

    record Filter(Expression value, String name, Arguments arguments) implements Expression {}

    record Test(Expression value, String name, Arguments arguments) implements Expression {}

    record Not(Expression value) implements Expression {}

    record Negate(Expression value) implements Expression {}

    record And(Expression left, Expression right) implements Expression {}

    record Or(Expression left, Expression right) implements Expression {}

    record Binary(String operator, Expression left, Expression right) implements Expression {}

    /// `a < b <= c`: true if each neighbour comparison holds.
    record Compare(Expression first, List<String> operators, List<Expression> others) implements Expression {}

    /// `then if condition else otherwise`
    record Conditional(Expression condition, Expression then, Optional<Expression> otherwise) implements Expression {}

    /// Arguments of a call, a filter or a test.
    ///
    /// @param spread `*list`, whose items come after the positional ones
    /// @param spreadNamed `**map`
    record Arguments(
            List<Expression> positional,
            Map<String, Expression> named,
            Optional<Expression> spread,
            Optional<Expression> spreadNamed) {

        static final Arguments NONE = of(List.of());

        static Arguments of(List<Expression> positional) {
            return new Arguments(positional, Map.of(), Optional.empty(), Optional.empty());
        }
    }
}
