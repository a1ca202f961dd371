package dev.assay.app.eval;

import java.util.Locale;

/// Numbers as an evaluation shows them.
final class EvalText {

    private EvalText() {}

    /// A share: `51.7 %`.
    static String share(double value) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * value);
    }

    /// A figure without its unit: three or four digits.
    static String figure(double value) {
        return Double.isNaN(value) ? "too few samples" : String.format(Locale.ROOT, "%.4f", value);
    }

    /// Money: `0.0123 USD`.
    static String money(double value, String currency) {
        return String.format(Locale.ROOT, value < 1 ? "%.4f %s" : "%,.2f %s", value, currency);
    }

    /// A word of a command line, quoted where a shell would split or read it.
    static String shellWord(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./#~^-]+") && !word.startsWith("#")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }

    /// What a failure says, or its name where it says nothing; not escaped.
    static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getName() : message;
    }
}
