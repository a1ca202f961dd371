package dev.assay.store.inspect;

/// Halves of characters that a model's answer was cut into. UTF-8 cannot say them; JSON can, escaped.
final class Surrogates {

    private Surrogates() {}

    /// `text` with each lone surrogate as `\ud83d`. Applied to JSON, where it can only stand within a
    /// string, it gives JSON of the same meaning.
    static String escapeLone(String text) {
        for (int index = 0; index < text.length(); index++) {
            if (isLone(text, index)) {
                return escaped(text, index);
            }
        }
        return text;
    }

    private static String escaped(String text, int first) {
        StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int index = first; index < text.length(); index++) {
            if (isLone(text, index)) {
                escaped.append(String.format("\\u%04x", (int) text.charAt(index)));
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
