package dev.assay.engine.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Jinja's filters, as far as chat templates use them.
final class Filters {

    private Filters() {}

    /// @throws IllegalArgumentException if there is no such filter or it does not apply
    static Object apply(String name, Object value, List<Object> a, Map<String, Object> named) {
        return switch (name) {
            case "trim" ->
                a.isEmpty()
                        ? Strings.strip(Values.text(value))
                        : Strings.stripRight(
                                Strings.stripLeft(Values.text(value), Methods.text(a, 0)), Methods.text(a, 0));
            case "tojson" -> Json.write(value, a, named);
            case "length", "count" -> (long) Values.length(value);
            case "upper" -> Values.text(value).toUpperCase(Locale.ROOT);
            case "lower" -> Values.text(value).toLowerCase(Locale.ROOT);
            case "capitalize" -> Strings.capitalize(Values.text(value));
            case "title" -> Strings.title(Values.text(value));
            case "string" -> Values.text(value);
            case "safe" -> value;
            case "default", "d" -> otherwise(value, a, named);
            case "join" -> join(value, a, named);
            case "replace" ->
                Strings.replace(
                        Values.text(value),
                        Methods.text(a, 0),
                        Methods.text(a, 1),
                        a.size() > 2 ? Values.toLong(a.get(2)) : -1);
            case "first" -> end(Values.items(value), true);
            case "last" -> end(Values.items(value), false);
            case "list" -> Values.items(value);
            case "reverse" -> reverse(value);
            case "sort" -> sort(value, named);
            case "unique" -> unique(value);
            case "items" ->
                Methods.find(value, "items")
                        .map(method -> method.call(List.of(), Map.of()))
                        .orElseGet(List::of);
            case "dictsort" -> sortedItems(value);
            case "sum" -> sum(value);
            case "min" -> extreme(value, -1);
            case "max" -> extreme(value, 1);
            case "abs" ->
                value instanceof Double d ? (Object) Math.abs(d) : (Object) Math.absExact(Values.toLong(value));
            case "int" -> whole(value, a);
            case "float" -> real(value);
            case "indent" -> indent(Values.text(value), a, named);
            case "map", "select", "reject", "selectattr", "rejectattr" -> Selections.apply(name, value, a, named);
            default -> throw new IllegalArgumentException("The filter '%s' is not known here".formatted(name));
        };
    }

    private static Object otherwise(Object value, List<Object> a, Map<String, Object> named) {
        var replacement = a.isEmpty() ? named.getOrDefault("default_value", "") : a.get(0);
        var falseToo = Values.truth(a.size() > 1 ? a.get(1) : named.getOrDefault("boolean", false));
        return value instanceof Values.Undefined || falseToo && !Values.truth(value) ? replacement : value;
    }

    private static Object join(Object value, List<Object> a, Map<String, Object> named) {
        var separator = Values.text(a.isEmpty() ? named.getOrDefault("d", "") : a.get(0));
        var attribute = a.size() > 1 ? a.get(1) : named.get("attribute");
        return Strings.join(
                separator,
                Values.items(value).stream()
                        .map(item -> Values.text(
                                attribute == null ? item : Selections.attribute(item, Values.text(attribute))))
                        .toList());
    }

    private static Object end(List<Object> items, boolean first) {
        if (items.isEmpty()) {
            return new Values.Undefined(first ? "first" : "last");
        }
        return first ? items.getFirst() : items.getLast();
    }

    private static Object reverse(Object value) {
        if (value instanceof String s) {
            return new StringBuilder(s).reverse().toString();
        }
        var items = Values.items(value);
        Collections.reverse(items);
        return items;
    }

    private static Object sort(Object value, Map<String, Object> named) {
        var items = Values.items(value);
        var attribute = named.get("attribute");
        items.sort((left, right) -> Values.compare(
                fold(attribute == null ? left : Selections.attribute(left, Values.text(attribute))),
                fold(attribute == null ? right : Selections.attribute(right, Values.text(attribute)))));
        if (Values.truth(named.getOrDefault("reverse", false))) {
            Collections.reverse(items);
        }
        return items;
    }

    private static Object fold(Object value) {
        return value instanceof String s ? s.toLowerCase(Locale.ROOT) : value;
    }

    private static Object unique(Object value) {
        var kept = new ArrayList<Object>();
        for (var item : Values.items(value)) {
            if (kept.stream().noneMatch(other -> Values.equal(fold(other), fold(item)))) {
                kept.add(item);
            }
        }
        return kept;
    }

    private static Object sortedItems(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("dictsort needs a map, not %s".formatted(Values.type(value)));
        }
        var pairs = new ArrayList<List<Object>>();
        map.forEach((key, item) -> pairs.add(new Tuple(List.of(key, item))));
        pairs.sort((left, right) -> Values.compare(fold(left.get(0)), fold(right.get(0))));
        return new ArrayList<Object>(pairs);
    }

    private static Object sum(Object value) {
        Object sum = 0L;
        for (var item : Values.items(value)) {
            sum = Arithmetic.apply("+", sum, item);
        }
        return sum;
    }

    private static Object extreme(Object value, int sign) {
        return Values.items(value).stream()
                .reduce((left, right) -> sign * Values.compare(fold(left), fold(right)) >= 0 ? left : right)
                .orElse(new Values.Undefined("min or max"));
    }

    private static Object whole(Object value, List<Object> a) {
        try {
            return switch (value) {
                case String s -> (long) Double.parseDouble(Strings.strip(s));
                case Double d -> d.longValue();
                default -> Values.toLong(value);
            };
        } catch (IllegalArgumentException e) {
            return a.isEmpty() ? 0L : a.get(0);
        }
    }

    private static Object real(Object value) {
        try {
            return value instanceof String s ? Double.parseDouble(Strings.strip(s)) : Values.toDouble(value);
        } catch (IllegalArgumentException e) {
            return 0.0;
        }
    }

    private static Object indent(String text, List<Object> a, Map<String, Object> named) {
        var width = a.isEmpty() ? named.getOrDefault("width", 4L) : a.get(0);
        var first = Values.truth(a.size() > 1 ? a.get(1) : named.getOrDefault("first", false));
        var space = width instanceof String s ? s : " ".repeat((int) Math.clamp(Values.toLong(width), 0L, 64L));
        var out = new StringBuilder();
        var lines = text.split("\n", -1);
        for (var i = 0; i < lines.length; i++) {
            out.append(i > 0 ? "\n" : "")
                    .append((i > 0 ? !lines[i].isEmpty() : first) ? space : "")
                    .append(lines[i]);
        }
        return out.toString();
    }
}
