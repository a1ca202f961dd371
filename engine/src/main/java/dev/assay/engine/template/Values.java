package dev.assay.engine.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a template's values are here, and what Python does with them: `Boolean`, `Long`, `Double`,
/// `String`, `List`, `Map` with string keys, [#NONE], [Undefined], [Namespace] and [Function].
final class Values {

    /// Python's `None`.
    static final Object NONE = new Object() {
        @Override
        public String toString() {
            return "None";
        }
    };

    /// A name, a key or an attribute that does not exist.
    record Undefined(String name) {}

    /// Made by `namespace()`: the one value that a template may change.
    record Namespace(Map<String, Object> attributes) {}

    /// Something that can be called.
    @FunctionalInterface
    interface Function {
        Object call(List<Object> positional, Map<String, Object> named);
    }

    private Values() {}

    static boolean truth(Object value) {
        return switch (value) {
            case Boolean b -> b;
            case Long n -> n != 0;
            case Double d -> d != 0;
            case String s -> !s.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case Undefined _ -> false;
            default -> value != NONE;
        };
    }

    /// What a tag prints.
    static String text(Object value) {
        return switch (value) {
            case String s -> s;
            case Undefined _ -> "";
            default -> represent(value);
        };
    }

    /// Python's `repr`.
    ///
    /// @throws IllegalArgumentException if it would be too long
    static String represent(Object value) {
        var out = new StringBuilder();
        represent(value, out);
        return out.toString();
    }

    private static void represent(Object value, StringBuilder out) {
        if (out.length() > Interpreter.LONGEST) {
            throw new IllegalArgumentException("The text grows beyond %d characters".formatted(Interpreter.LONGEST));
        }
        switch (value) {
            case Boolean b -> out.append(b ? "True" : "False");
            case Double d -> out.append(number(d));
            case String s -> out.append(quoted(s));
            case Undefined _ -> out.append("Undefined");
            case Namespace _ -> out.append("<Namespace>");
            case Function _ -> out.append("<function>");
            case List<?> list -> {
                var tuple = list instanceof Tuple;
                out.append(tuple ? '(' : '[');
                for (var i = 0; i < list.size(); i++) {
                    out.append(i > 0 ? ", " : "");
                    represent(list.get(i), out);
                }
                out.append(tuple ? list.size() == 1 ? ",)" : ")" : "]");
            }
            case Map<?, ?> map -> {
                out.append('{');
                var separator = "";
                for (var entry : map.entrySet()) {
                    out.append(separator);
                    represent(entry.getKey(), out);
                    out.append(": ");
                    represent(entry.getValue(), out);
                    separator = ", ";
                }
                out.append('}');
            }
            default -> out.append(value);
        }
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
            return text.replaceAll("e([+-])(\\d)$", "e$10$2");
        }
        var plain = new java.math.BigDecimal(Double.toString(d)).toPlainString();
        return plain.contains(".") ? plain : plain + ".0";
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
                    } else if (c < 0x20 || c >= 0x7F && c <= 0xA0 || c == 0xAD) {
                        out.append("\\x%02x".formatted(c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.append(quote).toString();
    }

    /// Python's `==`.
    static boolean equal(Object left, Object right) {
        if (left == right) {
            return true;
        }
        if (isNumber(left) && isNumber(right)) {
            return left instanceof Double || right instanceof Double
                    ? toDouble(left) == toDouble(right)
                    : toLong(left) == toLong(right);
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            if (a.size() != b.size() || a instanceof Tuple != b instanceof Tuple) {
                return false;
            }
            for (var i = 0; i < a.size(); i++) {
                if (!equal(a.get(i), b.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return left instanceof Undefined && right instanceof Undefined || left.equals(right);
    }

    /// Python's order.
    ///
    /// @throws IllegalArgumentException if the two have none
    static int compare(Object left, Object right) {
        if (isNumber(left) && isNumber(right)) {
            return left instanceof Double || right instanceof Double
                    ? Double.compare(toDouble(left), toDouble(right))
                    : Long.compare(toLong(left), toLong(right));
        }
        if (left instanceof String a && right instanceof String b) {
            return a.compareTo(b);
        }
        throw new IllegalArgumentException("%s and %s have no order".formatted(type(left), type(right)));
    }

    /// Whether a value is a number; truth values are, in Python.
    static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Boolean;
    }

    static long toLong(Object value) {
        return switch (value) {
            case Long n -> n;
            case Boolean b -> b ? 1 : 0;
            default -> throw new IllegalArgumentException("%s is no whole number".formatted(type(value)));
        };
    }

    static double toDouble(Object value) {
        return value instanceof Double d ? d : toLong(value);
    }

    /// The items that a loop runs over: of a list its items, of a map its keys, of a string its characters.
    static List<Object> items(Object value) {
        return switch (value) {
            case List<?> list -> new ArrayList<>(list);
            case Map<?, ?> map -> new ArrayList<>(map.keySet());
            case String s ->
                s.codePoints().mapToObj(Character::toString).collect(ArrayList::new, List::add, List::addAll);
            case Undefined _ -> List.of();
            default -> throw new IllegalArgumentException("%s cannot be looped over".formatted(type(value)));
        };
    }

    static int length(Object value) {
        return switch (value) {
            case String s -> s.codePointCount(0, s.length());
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case Undefined _ -> 0;
            default -> throw new IllegalArgumentException("%s has no length".formatted(type(value)));
        };
    }

    static boolean contains(Object container, Object item) {
        return switch (container) {
            case String s -> item instanceof String part && s.contains(part);
            case Map<?, ?> map -> map.containsKey(item);
            case Namespace namespace -> namespace.attributes().containsKey(item);
            default -> items(container).stream().anyMatch(candidate -> equal(candidate, item));
        };
    }

    /// What a value is called in a message.
    static String type(Object value) {
        return switch (value) {
            case String _ -> "a string";
            case Boolean _ -> "a truth value";
            case Long _ -> "a whole number";
            case Double _ -> "a number";
            case List<?> _ -> "a list";
            case Map<?, ?> _ -> "a map";
            case Namespace _ -> "a namespace";
            case Function _ -> "a function";
            case Undefined(var name) -> "'" + name + "', which is not defined,";
            default -> value == NONE ? "none" : "a value";
        };
    }
}
