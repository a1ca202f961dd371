package dev.assay.engine.template;

import java.util.List;
import java.util.Map;

/// Jinja's tests, the words after `is`.
final class Tests {

    private Tests() {}

    /// @throws IllegalArgumentException if there is no such test or it does not apply
    static boolean holds(String name, Object value, Given given) {
        Budget.spend(Budget.STEP);
        return switch (name) {
            case "divisibleby",
                    "eq",
                    "equalto",
                    "==",
                    "ne",
                    "!=",
                    "lt",
                    "lessthan",
                    "<",
                    "le",
                    "<=",
                    "gt",
                    "greaterthan",
                    ">",
                    "ge",
                    ">=",
                    "in",
                    "sameas" -> ofTwo(name, value, given.bind(1, "").get(0));
            default -> {
                given.bind(0);
                yield ofOne(name, value);
            }
        };
    }

    private static boolean ofTwo(String name, Object value, Object other) {
        return switch (name) {
            case "divisibleby" -> {
                var divisor = Values.toLong(other);
                yield Math.floorMod(Values.toLong(value), divisor) == 0;
            }
            case "eq", "equalto", "==" -> Comparison.equal(value, other);
            case "ne", "!=" -> !Comparison.equal(value, other);
            case "lt", "lessthan", "<" -> Comparison.compare(value, other) < 0;
            case "le", "<=" -> Comparison.compare(value, other) <= 0;
            case "gt", "greaterthan", ">" -> Comparison.compare(value, other) > 0;
            case "ge", ">=" -> Comparison.compare(value, other) >= 0;
            case "in" -> Comparison.contains(other, value);
            default -> same(value, other);
        };
    }

    /// Python's `is`, where small numbers and truth values are the same thing each time.
    private static boolean same(Object value, Object other) {
        return value == other
                || value instanceof Boolean && value.equals(other)
                || value instanceof Long && value.equals(other)
                || value instanceof String && value.equals(other);
    }

    private static boolean ofOne(String name, Object value) {
        return switch (name) {
            case "defined" -> !(value instanceof Values.Undefined);
            case "undefined" -> value instanceof Values.Undefined;
            case "none" -> value == Values.NONE;
            case "string" -> value instanceof String;
            case "number" -> Values.isNumber(value);
            case "integer" -> value instanceof Long;
            case "float" -> value instanceof Double;
            case "boolean" -> value instanceof Boolean;
            case "true" -> value.equals(true);
            case "false" -> value.equals(false);
            case "mapping" -> value instanceof Map<?, ?>;
            case "sequence" ->
                value instanceof String
                        || value instanceof List<?>
                        || value instanceof Map<?, ?>
                        || value instanceof Values.Undefined;
            case "iterable" ->
                value instanceof String
                        || value instanceof List<?>
                        || value instanceof Map<?, ?>
                        || value instanceof View
                        || value instanceof Lazy
                        || value instanceof Values.Undefined;
            case "callable" -> value instanceof Values.Function;
            case "escaped" -> false;
            case "odd" -> Math.floorMod(Values.toLong(value), 2) == 1;
            case "even" -> Math.floorMod(Values.toLong(value), 2) == 0;
            case "lower" -> StringMethods.isLower(Values.text(value));
            case "upper" -> StringMethods.isUpper(Values.text(value));
            default -> throw new IllegalArgumentException("The test '%s' is not known here".formatted(name));
        };
    }
}
