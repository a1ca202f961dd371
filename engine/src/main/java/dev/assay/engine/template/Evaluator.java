package dev.assay.engine.template;

import dev.assay.engine.template.Expression.Arguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Computes expressions.
final class Evaluator {

    private final Interpreter interpreter;

    /// @param interpreter counts the levels
    Evaluator(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    Object eval(Expression expression, Scope scope) {
        interpreter.down();
        try {
            return switch (expression) {
                case Expression.Constant(var value) -> value;
                case Expression.Name(var name) -> scope.get(name);
                case Expression.ListOf(var items) -> all(items, scope);
                case Expression.TupleOf(var items) -> new Tuple(all(items, scope));
                case Expression.DictOf(var keys, var values) -> {
                    var map = new LinkedHashMap<Object, Object>();
                    for (var i = 0; i < keys.size(); i++) {
                        map.put(Values.key(eval(keys.get(i), scope)), eval(values.get(i), scope));
                    }
                    yield map;
                }
                case Expression.Attribute(var object, var name) -> Lookup.attribute(plain(object, scope), name);
                case Expression.Item(var object, var key) -> Lookup.item(plain(object, scope), plain(key, scope));
                case Expression.Slice slice ->
                    Lookup.slice(
                            plain(slice.object(), scope),
                            slice.from().map(from -> eval(from, scope)),
                            slice.to().map(to -> eval(to, scope)),
                            slice.step().map(by -> eval(by, scope)));
                case Expression.Call call -> call(call, scope, Optional.empty());
                case Expression.Filter(var value, var name, var arguments) ->
                    Filters.apply(name, plain(value, scope), given(arguments, scope));
                case Expression.Test(var value, var name, var arguments) ->
                    Tests.holds(name, plain(value, scope), given(arguments, scope));
                case Expression.Not(var value) -> !Values.truth(eval(value, scope));
                case Expression.Negate(var value) -> negated(eval(value, scope));
                case Expression.And(var left, var right) -> {
                    var value = eval(left, scope);
                    yield Values.truth(value) ? eval(right, scope) : value;
                }
                case Expression.Or(var left, var right) -> {
                    var value = eval(left, scope);
                    yield Values.truth(value) ? value : eval(right, scope);
                }
                case Expression.Binary(var operator, var left, var right) ->
                    binary(operator, eval(left, scope), eval(right, scope));
                case Expression.Compare compare -> compare(compare, scope);
                case Expression.Conditional(var condition, var then, var otherwise) -> {
                    if (Values.truth(eval(condition, scope))) {
                        yield eval(then, scope);
                    }
                    yield otherwise.isPresent() ? eval(otherwise.get(), scope) : new Values.Undefined("else");
                }
            };
        } finally {
            interpreter.up();
        }
    }

    private Object plain(Expression expression, Scope scope) {
        return Markup.plain(eval(expression, scope));
    }

    private static Object binary(String operator, Object left, Object right) {
        var ofMarkup = left instanceof Markup && (right instanceof Markup || right instanceof String)
                || right instanceof Markup && left instanceof String;
        return operator.equals("+") && ofMarkup
                ? Markup.add(left, right)
                : Arithmetic.apply(operator, Markup.plain(left), Markup.plain(right));
    }

    private static Object negated(Object value) {
        return value instanceof Double d ? -d : Arithmetic.apply("-", 0L, value);
    }

    /// @param caller what a block of a call hands over
    Object call(Expression.Call call, Scope scope, Optional<Macro> caller) {
        if (!(eval(call.function(), scope) instanceof Values.Function function)) {
            throw new IllegalArgumentException("%s cannot be called".formatted(describe(call.function())));
        }
        var given = given(call.arguments(), scope);
        if (caller.isPresent()) {
            var named = new LinkedHashMap<>(given.named());
            named.put("caller", caller.get());
            given = new Given(given.positional(), named);
        }
        return function.call(given);
    }

    private static String describe(Expression function) {
        return switch (function) {
            case Expression.Name(var name) -> "'" + name + "'";
            case Expression.Attribute attribute -> "'" + attribute.name() + "'";
            default -> "This value";
        };
    }

    Given given(Arguments arguments, Scope scope) {
        if (arguments == Arguments.NONE) {
            return Given.NOTHING;
        }
        var positional = all(arguments.positional(), scope);
        arguments.spread().ifPresent(list -> positional.addAll(Values.items(eval(list, scope))));
        var named = new LinkedHashMap<String, Object>();
        arguments.named().forEach((name, expression) -> named.put(name, eval(expression, scope)));
        arguments.spreadNamed().ifPresent(map -> {
            if (!(eval(map, scope) instanceof Map<?, ?> values)) {
                throw new IllegalArgumentException("Only a map can give arguments by name");
            }
            Budget.spendOn(values);
            values.forEach((name, value) -> named.put(Values.text(name), value));
        });
        return new Given(positional, named);
    }

    /// The values of several expressions, in a new list.
    private List<Object> all(List<Expression> expressions, Scope scope) {
        var values = new ArrayList<Object>(expressions.size());
        for (var expression : expressions) {
            values.add(eval(expression, scope));
        }
        return values;
    }

    private Object compare(Expression.Compare compare, Scope scope) {
        var left = plain(compare.first(), scope);
        for (var i = 0; i < compare.operators().size(); i++) {
            var right = plain(compare.others().get(i), scope);
            var holds = switch (compare.operators().get(i)) {
                case "==" -> Comparison.equal(left, right);
                case "!=" -> !Comparison.equal(left, right);
                case "in" -> Comparison.contains(right, left);
                case "not in" -> !Comparison.contains(right, left);
                case "<" -> Comparison.compare(left, right) < 0;
                case "<=" -> Comparison.compare(left, right) <= 0;
                case ">" -> Comparison.compare(left, right) > 0;
                default -> Comparison.compare(left, right) >= 0;
            };
            if (!holds) {
                return false;
            }
            left = right;
        }
        return true;
    }
}
