package dev.assay.app.eval;

import dev.assay.app.UserError;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What one command may spend.
///
/// @param calls requests sent, those that are made again among them
/// @param tokens tokens read and written
/// @param money in the currency of the price table
/// @param time wall time
record Budget(OptionalLong calls, OptionalLong tokens, OptionalDouble money, Optional<Duration> time) {

    static final Budget NONE =
            new Budget(OptionalLong.empty(), OptionalLong.empty(), OptionalDouble.empty(), Optional.empty());

    private static final Pattern COUNT =
            Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,6})?)\\s*([kM]?)\\s*(calls?|tokens?)");
    private static final Pattern MONEY = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?)\\s*([A-Z]{3})");
    private static final String FORMS =
            "give one or several of 500calls, 2Mtokens, 5USD and 10m, with commas between them";

    /// @param text such as `500calls,10m`
    /// @param currency of the price table
    /// @throws UserError if it is not understood
    static Budget parse(String text, String currency) {
        Budget budget = NONE;
        for (String part : text.split(",", -1)) {
            budget = budget.with(part.strip(), currency);
        }
        return budget;
    }

    private Budget with(String part, String currency) {
        Matcher count = COUNT.matcher(part);
        if (count.matches()) {
            double factor = switch (count.group(2)) {
                case "k" -> 1e3;
                case "M" -> 1e6;
                default -> 1;
            };
            long number = Math.round(Double.parseDouble(count.group(1)) * factor);
            requirePositive(part, number);
            return count.group(3).startsWith("call")
                    ? new Budget(once(part, calls.isPresent(), OptionalLong.of(number)), tokens, money, time)
                    : new Budget(calls, once(part, tokens.isPresent(), OptionalLong.of(number)), money, time);
        }
        Matcher sum = MONEY.matcher(part);
        if (sum.matches()) {
            if (!sum.group(2).equals(currency)) {
                throw new UserError("--budget '" + part + "' is in " + sum.group(2) + ", but prices are in " + currency
                        + ": state it in " + currency + ".");
            }
            double number = Double.parseDouble(sum.group(1));
            requirePositive(part, number);
            return new Budget(calls, tokens, once(part, money.isPresent(), OptionalDouble.of(number)), time);
        }
        if (part.matches("[0-9.]+\\s*(ms|s|m|h)")) {
            Duration length = Durations.parse(part).orElseThrow(() -> notUnderstood(part));
            return new Budget(calls, tokens, money, once(part, time.isPresent(), Optional.of(length)));
        }
        throw notUnderstood(part);
    }

    private static void requirePositive(String part, double number) {
        if (!(number > 0)) {
            throw new UserError("--budget '" + part + "' allows nothing: " + FORMS + ".");
        }
    }

    private static <T> T once(String part, boolean isGiven, T value) {
        if (isGiven) {
            throw new UserError("--budget '" + part + "' comes after another of its kind: give each kind once.");
        }
        return value;
    }

    private static UserError notUnderstood(String part) {
        return new UserError("--budget '" + part + "' is not understood: " + FORMS + ".");
    }

    boolean isNone() {
        return equals(NONE);
    }

    /// As a sentence names it.
    String words(String currency) {
        StringBuilder words = new StringBuilder();
        calls.ifPresent(value -> add(words, String.format(Locale.ROOT, "%,d calls", value)));
        tokens.ifPresent(value -> add(words, String.format(Locale.ROOT, "%,d tokens", value)));
        money.ifPresent(value -> add(words, String.format(Locale.ROOT, "%.2f %s", value, currency)));
        time.ifPresent(value -> add(words, value.toSeconds() + " s"));
        return words.toString();
    }

    private static void add(StringBuilder words, String part) {
        words.append(words.isEmpty() ? "" : ", ").append(part);
    }
}
