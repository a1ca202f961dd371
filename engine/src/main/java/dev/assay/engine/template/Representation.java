package dev.assay.engine.template;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/// Values as Python's `repr` writes them.
final class Representation {

    private final StringBuilder out = new StringBuilder();

    private Representation() {}

    /// @throws IllegalArgumentException if it would be too long or too deep
    static String of(Object value) {
        var writer = new Representation();
        writer.write(value, 0);
        return writer.out.toString();
    }

    private void write(Object value, int depth) {
        Budget.spend(8);
        Budget.checkLength(out.length());
        Budget.checkDepth(depth);
        switch (value) {
            case Boolean b -> out.append(b ? "True" : "False");
            case Double d -> out.append(number(d));
            case String s -> {
                Budget.spend(s.length());
                out.append(quoted(s));
            }
            case Markup(var text) -> {
                out.append("Markup(");
                write(text, depth);
                out.append(')');
            }
            case Values.Undefined _ -> out.append("Undefined");
            case Values.Namespace(var attributes) -> {
                out.append("<Namespace ");
                write(attributes, depth + 1);
                out.append('>');
            }
            case Values.Function _ -> out.append("<function>");
            case Values.Range range -> out.append(range);
            case View(var name, var items) -> {
                out.append(name).append('(');
                all(items, '[', "]", depth);
                out.append(')');
            }
            case Tuple tuple -> all(tuple, '(', tuple.size() == 1 ? ",)" : ")", depth);
            case List<?> list -> all(list, '[', "]", depth);
            case Map<?, ?> map -> {
                out.append('{');
                var separator = "";
                for (var entry : map.entrySet()) {
                    out.append(separator);
                    write(entry.getKey(), depth + 1);
                    out.append(": ");
                    write(entry.getValue(), depth + 1);
                    separator = ", ";
                }
                out.append('}');
            }
            default -> out.append(value);
        }
    }

    private void all(List<?> items, char open, String close, int depth) {
        out.append(open);
        var separator = "";
        for (var item : items) {
            out.append(separator);
            write(item, depth + 1);
            separator = ", ";
        }
        out.append(close);
    }

    /// A float as Python writes it: the shortest digits that read back as the same number.
    static String number(double d) {
        if (Double.isNaN(d)) {
            return "nan";
        }
        if (Double.isInfinite(d)) {
            return d > 0 ? "inf" : "-inf";
        }
        var size = Math.abs(d);
        if (size != 0 && (size < 1e-4 || size >= 1e16)) {
            var text = Double.toString(d).replace(".0E", "E").replace("E", size < 1 ? "e" : "e+");
            return text.replace("e+-", "e-").replaceAll("e([+-])(\\d)$", "e$10$2");
        }
        var plain = new BigDecimal(Double.toString(size)).toPlainString();
        return (Double.compare(d, 0.0) < 0 ? "-" : "") + plain + (plain.contains(".") ? "" : ".0");
    }

    private static String quoted(String s) {
        var quote = s.indexOf('\'') >= 0 && s.indexOf('"') < 0 ? '"' : '\'';
        var out = new StringBuilder().append(quote);
        s.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c == quote) {
                        out.append('\\').appendCodePoint(c);
                    } else if (printable(c)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(
                                c < 0x100
                                        ? "\\x%02x".formatted(c)
                                        : c < 0x10000 ? "\\u%04x".formatted(c) : "\\U%08x".formatted(c));
                    }
                }
            }
        });
        return out.append(quote).toString();
    }

    private static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}
