package dev.assay.engine.template;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Jinja's tests, the words after `is`.
final class Tests {

    private Tests() {}

    /// @throws IllegalArgumentException if there is no such test or it does not apply
    static boolean holds(String name, Object value, List<Object> a) {
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
                        || value instanceof Values.Undefined;
            case "callable" -> value instanceof Values.Function;
            case "odd" -> Math.floorMod(Values.toLong(value), 2) == 1;
            case "even" -> Math.floorMod(Values.toLong(value), 2) == 0;
            case "divisibleby" -> Math.floorMod(Values.toLong(value), Values.toLong(Methods.argument(a, 0))) == 0;
            case "eq", "equalto", "==" -> Values.equal(value, Methods.argument(a, 0));
            case "ne", "!=" -> !Values.equal(value, Methods.argument(a, 0));
            case "lt", "lessthan", "<" -> Values.compare(value, Methods.argument(a, 0)) < 0;
            case "le", "<=" -> Values.compare(value, Methods.argument(a, 0)) <= 0;
            case "gt", "greaterthan", ">" -> Values.compare(value, Methods.argument(a, 0)) > 0;
            case "ge", ">=" -> Values.compare(value, Methods.argument(a, 0)) >= 0;
            case "in" -> Values.contains(Methods.argument(a, 0), value);
            case "sameas" -> value == Methods.argument(a, 0) || value instanceof Boolean && value.equals(a.get(0));
            case "lower" -> value instanceof String s && s.equals(s.toLowerCase(Locale.ROOT));
            case "upper" -> value instanceof String s && s.equals(s.toUpperCase(Locale.ROOT));
            default -> throw new IllegalArgumentException("The test '%s' is not known here".formatted(name));
        };
    }
}
