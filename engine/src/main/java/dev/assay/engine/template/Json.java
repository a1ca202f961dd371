package dev.assay.engine.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// `tojson` as transformers defines it: Python's `json.dumps` with `ensure_ascii=False`.
final class Json {

    private final StringBuilder out = new StringBuilder();
    private final String indent;
    private final boolean lines;
    private final boolean sorted;
    private final boolean ascii;
    private final String comma;
    private final String colon;

    private Json(String indent, boolean lines, boolean sorted, boolean ascii, String comma, String colon) {
        this.indent = indent;
        this.lines = lines;
        this.sorted = sorted;
        this.ascii = ascii;
        this.comma = comma;
        this.colon = colon;
    }

    /// @param given may hold `ensure_ascii`, `indent`, `separators` and `sort_keys`
    /// @throws IllegalArgumentException if the value cannot be written, or would be too long or too deep
    static String write(Object value, Given given) {
        var a = given.bind(0, "ensure_ascii", "indent", "separators", "sort_keys");
        var comma = a.has(1) ? "," : ", ";
        var colon = ": ";
        if (a.has(2)) {
            if (!(a.get(2) instanceof List<?> separators) || separators.size() != 2) {
                throw new IllegalArgumentException(
                        "The separators of tojson are a pair, not %s".formatted(Values.type(a.get(2))));
            }
            comma = Values.text(separators.get(0));
            colon = Values.text(separators.get(1));
        }
        var json = new Json(
                a.has(1) ? indent(a.get(1)) : "", a.has(1), a.truth(3, false), a.truth(0, false), comma, colon);
        json.value(value, 0);
        return json.out.toString();
    }

    private static String indent(Object indent) {
        return indent instanceof String text ? text : " ".repeat((int) Math.clamp(Values.toLong(indent), 0L, 1000L));
    }

    private void value(Object value, int depth) {
        Budget.spend(8);
        Budget.checkLength(out.length());
        Budget.checkDepth(depth);
        switch (Markup.plain(value)) {
            case String s -> {
                Budget.spend(s.length());
                string(s);
            }
            case Boolean b -> out.append(b);
            case Long n -> out.append(n);
            case Double d ->
                out.append(
                        Double.isNaN(d)
                                ? "NaN"
                                : Double.isInfinite(d) ? d > 0 ? "Infinity" : "-Infinity" : Representation.number(d));
            case List<?> list
            when !(list instanceof Values.Range) -> container('[', ']', list, depth, item -> value(item, depth + 1));
            case Map<?, ?> map -> {
                var entries = new ArrayList<Map.Entry<?, ?>>(map.entrySet());
                if (sorted) {
                    entries.sort((left, right) -> Comparison.compare(left.getKey(), right.getKey()));
                }
                container('{', '}', entries, depth, entry -> {
                    string(key(entry.getKey()));
                    out.append(colon);
                    value(entry.getValue(), depth + 1);
                });
            }
            default -> {
                if (value != Values.NONE) {
                    throw new IllegalArgumentException("%s cannot be written as JSON".formatted(Values.type(value)));
                }
                out.append("null");
            }
        }
    }

    private static String key(Object key) {
        return switch (key) {
            case String s -> s;
            case Boolean b -> b.toString();
            case Long n -> n.toString();
            case Double d -> Representation.number(d);
            default -> {
                if (key != Values.NONE) {
                    throw new IllegalArgumentException("%s can be no key in JSON".formatted(Values.type(key)));
                }
                yield "null";
            }
        };
    }

    private <T> void container(
            char open, char close, Collection<T> items, int depth, java.util.function.Consumer<T> write) {
        out.append(open);
        var first = true;
        for (var item : items) {
            if (!first) {
                out.append(comma);
            }
            first = false;
            newLine(depth + 1);
            write.accept(item);
        }
        if (!first) {
            newLine(depth);
        }
        out.append(close);
    }

    private void newLine(int depth) {
        if (lines) {
            Budget.checkLength((long) indent.length() * depth);
            out.append('\n').repeat(indent, depth);
        }
    }

    private void string(String s) {
        out.append('"');
        for (var i = 0; i < s.length(); i++) {
            var c = s.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < 0x20 || ascii && c > 0x7E) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
