package dev.assay.engine.template;

import java.util.ArrayList;
import java.util.List;

/// Operators between two values, as Python has them.
final class Arithmetic {

    private Arithmetic() {}

    /// @throws IllegalArgumentException if the operator does not apply, or the result would be too long
    /// @throws ArithmeticException if a whole number leaves 64 bits or is divided by zero
    static Object apply(String operator, Object left, Object right) {
        if (operator.equals("~")) {
            return concatenate(Values.text(left), Values.text(right));
        }
        if (operator.equals("+") && left instanceof String a && right instanceof String b) {
            return concatenate(a, b);
        }
        if (operator.equals("+")
                && left instanceof List<?> a
                && right instanceof List<?> b
                && a instanceof Tuple == b instanceof Tuple) {
            return join(a, b);
        }
        if (operator.equals("*") && (left instanceof String || left instanceof List<?>)) {
            return repeat(left, Values.toLong(right));
        }
        if (operator.equals("*") && (right instanceof String || right instanceof List<?>)) {
            return repeat(right, Values.toLong(left));
        }
        if (operator.equals("%") && left instanceof String pattern) {
            return Formats.percent(pattern, right);
        }
        return numbers(operator, left, right);
    }

    private static String concatenate(String a, String b) {
        Budget.checkLength((long) a.length() + b.length());
        Budget.spend((long) a.length() + b.length());
        return a + b;
    }

    private static Object join(List<?> a, List<?> b) {
        Budget.checkSize((long) a.size() + b.size());
        Budget.spend(8L * (a.size() + b.size()));
        var both = new ArrayList<Object>(a);
        both.addAll(b);
        return a instanceof Tuple ? new Tuple(both) : both;
    }

    private static Object repeat(Object value, long times) {
        var count = Math.clamp(times, 0, Integer.MAX_VALUE);
        if (value instanceof String text) {
            Budget.checkLength((long) count * text.length());
            Budget.spend((long) count * text.length());
            return text.repeat(count);
        }
        var list = (List<?>) value;
        Budget.checkSize((long) count * list.size());
        Budget.spend(8L * count * list.size());
        var all = new ArrayList<Object>();
        for (var i = 0; i < count && !list.isEmpty(); i++) {
            all.addAll(list);
        }
        return value instanceof Tuple ? new Tuple(all) : all;
    }

    private static Object numbers(String operator, Object left, Object right) {
        if (!Values.isNumber(left) || !Values.isNumber(right)) {
            throw new IllegalArgumentException(
                    "'%s' does not apply to %s and %s".formatted(operator, Values.type(left), Values.type(right)));
        }
        return left instanceof Double || right instanceof Double || operator.equals("/")
                ? ofDoubles(operator, Values.toDouble(left), Values.toDouble(right))
                : ofLongs(operator, Values.toLong(left), Values.toLong(right));
    }

    private static Object ofDoubles(String operator, double a, double b) {
        if (b == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
            throw new ArithmeticException("division by zero");
        }
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "//" -> Math.floor(a / b);
            case "%" -> a - b * Math.floor(a / b);
            case "**" -> Math.pow(a, b);
            default -> throw new IllegalArgumentException("'" + operator + "' is not known here");
        };
    }

    private static Object ofLongs(String operator, long a, long b) {
        return switch (operator) {
            case "+" -> Math.addExact(a, b);
            case "-" -> Math.subtractExact(a, b);
            case "*" -> Math.multiplyExact(a, b);
            case "//" -> Math.floorDiv(a, b);
            case "%" -> Math.floorMod(a, b);
            case "**" -> power(a, b);
            default -> throw new IllegalArgumentException("'" + operator + "' is not known here");
        };
    }

    private static Object power(long a, long b) {
        if (b < 0) {
            return Math.pow(a, b);
        }
        if (a == 0 || a == 1) {
            return b == 0 ? 1L : a;
        }
        if (a == -1) {
            return b % 2 == 0 ? 1L : -1L;
        }
        var power = 1L;
        for (var i = 0L; i < b; i++) {
            power = Math.multiplyExact(power, a);
        }
        return power;
    }
}
