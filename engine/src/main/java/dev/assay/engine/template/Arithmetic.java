package dev.assay.engine.template;

import java.util.ArrayList;
import java.util.List;

/// Operators between two values, as Python has them.
final class Arithmetic {

    private static final int LONGEST_LIST = 1_000_000;

    private Arithmetic() {}

    /// @throws IllegalArgumentException if the operator does not apply
    /// @throws ArithmeticException if a whole number leaves 64 bits or is divided by zero
    static Object apply(String operator, Object left, Object right) {
        if (operator.equals("+") && left instanceof String a && right instanceof String b) {
            return a + b;
        }
        if (operator.equals("+") && left instanceof List<?> a && right instanceof List<?> b) {
            if (a.size() + b.size() > LONGEST_LIST) {
                throw new IllegalArgumentException("The list grows beyond %d items".formatted(LONGEST_LIST));
            }
            var both = new ArrayList<Object>(a);
            both.addAll(b);
            return both;
        }
        if (operator.equals("*") && (left instanceof String || right instanceof String)) {
            var text = left instanceof String s ? s : (String) right;
            var count = Math.max(0, Values.toLong(left instanceof String ? right : left));
            if (count * text.length() > Interpreter.LONGEST) {
                throw new IllegalArgumentException(
                        "The text grows beyond %d characters".formatted(Interpreter.LONGEST));
            }
            return text.repeat((int) count);
        }
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
            case "**" -> {
                if (b < 0) {
                    yield Math.pow(a, b);
                }
                var power = 1L;
                for (var i = 0L; i < b && power != 0 && (power != 1 || i == 0 || a != 1); i++) {
                    power = Math.multiplyExact(power, a);
                }
                yield power;
            }
            default -> throw new IllegalArgumentException("'" + operator + "' is not known here");
        };
    }
}
