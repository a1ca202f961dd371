package dev.assay.engine.template;

import java.util.List;
import java.util.Map;

/// Python's `==`, `<` and `in`.
final class Comparison {

    private Comparison() {}

    static boolean equal(Object left, Object right) {
        return equal(Markup.plain(left), Markup.plain(right), 0);
    }

    private static boolean equal(Object left, Object right, int depth) {
        Budget.spend(4);
        Budget.checkDepth(depth);
        if (left == right) {
            return true;
        }
        if (Values.isNumber(left) && Values.isNumber(right)) {
            return compare(left, right) == 0;
        }
        if (left instanceof String a && right instanceof String b) {
            Budget.spend(Math.min(a.length(), b.length()));
            return a.equals(b);
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            return a.size() == b.size() && a instanceof Tuple == b instanceof Tuple && equalItems(a, b, depth);
        }
        if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
            return a.size() == b.size()
                    && a.entrySet().stream()
                            .allMatch(entry -> b.get(entry.getKey()) instanceof Object other
                                    && equal(entry.getValue(), other, depth + 1));
        }
        return left instanceof Values.Undefined && right instanceof Values.Undefined;
    }

    private static boolean equalItems(List<?> left, List<?> right, int depth) {
        for (var i = 0; i < left.size(); i++) {
            if (!equal(left.get(i), right.get(i), depth + 1)) {
                return false;
            }
        }
        return true;
    }

    /// @throws IllegalArgumentException if the two have no order
    static int compare(Object left, Object right) {
        return compare(left, right, 0);
    }

    private static int compare(Object left, Object right, int depth) {
        Budget.spend(4);
        Budget.checkDepth(depth);
        if (Values.isNumber(left) && Values.isNumber(right)) {
            return left instanceof Double || right instanceof Double
                    ? Double.compare(Values.toDouble(left) + 0.0, Values.toDouble(right) + 0.0)
                    : Long.compare(Values.toLong(left), Values.toLong(right));
        }
        if (left instanceof String a && right instanceof String b) {
            Budget.spend(Math.min(a.length(), b.length()));
            return compareCodePoints(a, b);
        }
        if (left instanceof List<?> a && right instanceof List<?> b && a instanceof Tuple == b instanceof Tuple) {
            for (var i = 0; i < Math.min(a.size(), b.size()); i++) {
                if (!equal(a.get(i), b.get(i), depth + 1)) {
                    return compare(a.get(i), b.get(i), depth + 1);
                }
            }
            return Integer.compare(a.size(), b.size());
        }
        throw new IllegalArgumentException("%s and %s have no order".formatted(Values.type(left), Values.type(right)));
    }

    private static int compareCodePoints(String a, String b) {
        var i = 0;
        while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        if (i == a.length() || i == b.length()) {
            return Integer.compare(a.length(), b.length());
        }
        var inPair = i > 0 && Character.isHighSurrogate(a.charAt(i - 1)) ? i - 1 : i;
        return Integer.compare(a.codePointAt(inPair), b.codePointAt(inPair));
    }

    /// `item in container`
    ///
    /// @throws IllegalArgumentException if nothing can be in it
    static boolean contains(Object container, Object item) {
        return switch (container) {
            case String s -> {
                if (!(item instanceof String part)) {
                    throw new IllegalArgumentException("%s cannot be in a string".formatted(Values.type(item)));
                }
                Budget.spend(s.length());
                yield Strings.indexOf(s, part, 0) >= 0;
            }
            case Map<?, ?> map -> map.containsKey(Values.key(item));
            default -> Values.items(container).stream().anyMatch(candidate -> equal(candidate, item));
        };
    }
}
