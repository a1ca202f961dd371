package dev.assay.store.inspect;

/// Halves of characters that a model's answer was cut into. UTF-8 cannot say them, and where JSON says them
/// Inspect's data frames and viewer fail on the whole log. So they are written as text: a backslash, `u` and
/// four digits, the form in which Inspect hashes them.
final class Surrogates {

    private Surrogates() {}

    /// `text` with each lone surrogate as six characters.
    static String escapeLone(String text) {
        return escapeLone(text, "\\u%04x");
    }

    /// JSON in which the strings are as {@link #escapeLone} makes them.
    static String escapeLoneInJson(String json) {
        return escapeLone(json, "\\\\u%04x");
    }

    private static String escapeLone(String text, String format) {
        for (int index = 0; index < text.length(); index++) {
            if (isLone(text, index)) {
                return escaped(text, index, format);
            }
        }
        return text;
    }

    private static String escaped(String text, int first, String format) {
        StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int index = first; index < text.length(); index++) {
            if (isLone(text, index)) {
                escaped.append(String.format(format, (int) text.charAt(index)));
            } else {
                escaped.append(text.charAt(index));
            }
        }
        return escaped.toString();
    }

    private static boolean isLone(String text, int index) {
        char unit = text.charAt(index);
        if (!Character.isSurrogate(unit)) {
            return false;
        }
        return Character.isHighSurrogate(unit)
                ? index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1))
                : index == 0 || !Character.isHighSurrogate(text.charAt(index - 1));
    }
}
