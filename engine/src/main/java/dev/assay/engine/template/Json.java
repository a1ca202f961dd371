package dev.assay.engine.template;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `tojson` as transformers defines it: Python's `json.dumps` with `ensure_ascii=False`.
final class Json {

    private final StringBuilder out = new StringBuilder();
    private final int indent;
    private final boolean sorted;
    private final boolean ascii;
    private final String comma;
    private final String colon;

    private Json(int indent, boolean sorted, boolean ascii, String comma, String colon) {
        this.indent = indent;
        this.sorted = sorted;
        this.ascii = ascii;
        this.comma = comma;
        this.colon = colon;
    }

    /// @param named may hold `indent`, `sort_keys`, `ensure_ascii` and `separators`
    static String write(Object value, List<Object> positional, Map<String, Object> named) {
        var indent = option(positional, named, 1, "indent", Values.NONE);
        var wide = indent == Values.NONE;
        var comma = wide ? ", " : ",";
        var colon = ": ";
        if (option(positional, named, 2, "separators", Values.NONE) instanceof List<?> separators
                && separators.size() == 2) {
            comma = Values.text(separators.get(0));
            colon = Values.text(separators.get(1));
        }
        var json = new Json(
                wide ? -1 : Math.toIntExact(Math.clamp(Values.toLong(indent), 0L, 16L)),
                Values.truth(option(positional, named, 3, "sort_keys", false)),
                Values.truth(option(positional, named, 0, "ensure_ascii", false)),
                comma,
                colon);
        json.value(value, 0);
        return json.out.toString();
    }

    private static Object option(
            List<Object> positional, Map<String, Object> named, int at, String name, Object otherwise) {
        return positional.size() > at ? positional.get(at) : named.getOrDefault(name, otherwise);
    }

    private void value(Object value, int depth) {
        if (out.length() > Interpreter.LONGEST) {
            throw new IllegalArgumentException("The text grows beyond %d characters".formatted(Interpreter.LONGEST));
        }
        switch (value) {
            case String s -> string(s);
            case Boolean b -> out.append(b);
            case Long n -> out.append(n);
            case Double d ->
                out.append(
                        Double.isNaN(d)
                                ? "NaN"
                                : Double.isInfinite(d) ? d > 0 ? "Infinity" : "-Infinity" : Values.number(d));
            case List<?> list -> container('[', ']', list, depth, item -> value(item, depth + 1));
            case Map<?, ?> map -> {
                var entries = sorted ? new TreeMap<Object, Object>(map) : map;
                container('{', '}', entries.entrySet(), depth, entry -> {
                    string(Values.text(entry.getKey()));
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
        if (indent >= 0) {
            out.append('\n').repeat(' ', indent * depth);
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
