package dev.assay.audit.detect;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;

/// A program of one whole number `x`, in a grammar so small that running it can do nothing else: it ends,
/// and it reads and writes nothing.
///
/// ```
/// program    = sum [ "if" sum ("==" | "!=" | "<" | "<=" | ">" | ">=") sum "else" program ]
/// sum        = product { ("+" | "-") product }
/// product    = factor { "*" factor }
/// factor     = "-" factor | "(" program ")" | "x" | whole number of at most nine digits
/// ```
///
/// @param source as written, without blanks around it
/// @param run what it gives for an x; throws [ArithmeticException] beyond 64 bits
public record Formula(String source, LongUnaryOperator run) {

    private static final int MOST_CHARACTERS = 400;
    private static final int MOST_DEPTH = 32;
    private static final int MOST_DIGITS = 9;

    /// A whole text as a program; empty if it is none, or longer than 400 characters.
    public static Optional<Formula> parse(String text) {
        return startOf(text, 0)
                .filter(start -> text.substring(start.end()).isBlank())
                .map(Start::formula);
    }

    /// @param formula the longest program from the start on
    /// @param end one past its last character
    record Start(Formula formula, int end) {}

    /// The program that a text holds from a place on, whatever follows it; empty if there is none.
    static Optional<Start> startOf(String text, int from) {
        Reader reader = new Reader(text, from, Math.min(text.length(), from + MOST_CHARACTERS));
        try {
            LongUnaryOperator run = reader.program(0);
            return Optional.of(
                    new Start(new Formula(text.substring(from, reader.at).strip(), run), reader.at));
        } catch (NoProgramException e) {
            return Optional.empty();
        }
    }

    /// What it gives for an x; empty where that needs more than 64 bits.
    public OptionalLong at(long x) {
        try {
            return OptionalLong.of(run.applyAsLong(x));
        } catch (ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    private static final class NoProgramException extends RuntimeException {
        NoProgramException() {
            super("There is no program here.", null, false, false);
        }
    }

    /// Recursive descent; `at` is behind the last token taken.
    private static final class Reader {
        private final String text;
        private final int end;
        private int at;

        Reader(String text, int from, int end) {
            this.text = text;
            this.at = from;
            this.end = end;
        }

        LongUnaryOperator program(int depth) {
            if (depth > MOST_DEPTH) {
                throw new NoProgramException();
            }
            LongUnaryOperator then = sum(depth);
            if (!takes("if")) {
                return then;
            }
            LongUnaryOperator left = sum(depth);
            String comparison = comparison();
            LongUnaryOperator right = sum(depth);
            if (!takes("else")) {
                throw new NoProgramException();
            }
            LongUnaryOperator otherwise = program(depth + 1);
            return x -> holds(left.applyAsLong(x), comparison, right.applyAsLong(x))
                    ? then.applyAsLong(x)
                    : otherwise.applyAsLong(x);
        }

        private String comparison() {
            for (String sign : new String[] {"==", "!=", "<=", ">=", "<", ">"}) {
                if (takes(sign)) {
                    return sign;
                }
            }
            throw new NoProgramException();
        }

        private static boolean holds(long left, String comparison, long right) {
            return switch (comparison) {
                case "==" -> left == right;
                case "!=" -> left != right;
                case "<=" -> left <= right;
                case ">=" -> left >= right;
                case "<" -> left < right;
                default -> left > right;
            };
        }

        private LongUnaryOperator sum(int depth) {
            LongUnaryOperator left = product(depth);
            while (true) {
                LongUnaryOperator so = left;
                if (takes("+")) {
                    LongUnaryOperator right = product(depth);
                    left = x -> Math.addExact(so.applyAsLong(x), right.applyAsLong(x));
                } else if (takes("-")) {
                    LongUnaryOperator right = product(depth);
                    left = x -> Math.subtractExact(so.applyAsLong(x), right.applyAsLong(x));
                } else {
                    return left;
                }
            }
        }

        private LongUnaryOperator product(int depth) {
            LongUnaryOperator left = factor(depth);
            while (takes("*")) {
                LongUnaryOperator so = left;
                LongUnaryOperator right = factor(depth);
                left = x -> Math.multiplyExact(so.applyAsLong(x), right.applyAsLong(x));
            }
            return left;
        }

        private LongUnaryOperator factor(int depth) {
            if (depth > MOST_DEPTH) {
                throw new NoProgramException();
            }
            if (takes("-")) {
                LongUnaryOperator of = factor(depth + 1);
                return x -> Math.negateExact(of.applyAsLong(x));
            }
            if (takes("(")) {
                LongUnaryOperator inner = program(depth + 1);
                if (!takes(")")) {
                    throw new NoProgramException();
                }
                return inner;
            }
            return takes("x") ? x -> x : number();
        }

        private LongUnaryOperator number() {
            int from = afterBlanks();
            int to = from;
            while (to < end && text.charAt(to) >= '0' && text.charAt(to) <= '9') {
                to++;
            }
            if (to == from || to - from > MOST_DIGITS || joinsWord(to)) {
                throw new NoProgramException();
            }
            at = to;
            long value = Long.parseLong(text.substring(from, to));
            return x -> value;
        }

        /// Takes a sign, or a word that no letter or digit follows.
        private boolean takes(String token) {
            int from = afterBlanks();
            int to = from + token.length();
            boolean word = Character.isLetter(token.charAt(0));
            if (to > end || !text.startsWith(token, from) || (word && joinsWord(to))) {
                return false;
            }
            at = to;
            return true;
        }

        private boolean joinsWord(int to) {
            return to < text.length() && (Character.isLetterOrDigit(text.charAt(to)) || text.charAt(to) == '_');
        }

        private int afterBlanks() {
            int from = at;
            while (from < end && (text.charAt(from) == ' ' || text.charAt(from) == '\t')) {
                from++;
            }
            return from;
        }
    }
}
