package dev.assay.app.terminal;

/// Text of others, made harmless for a terminal.
public final class Printable {

    private Printable() {}

    /// `text` on one line of at most `limit` characters: control characters (escape sequences among them), line
    /// separators, bidirectional marks and lone surrogates become visible as their code point; what is cut is
    /// counted.
    ///
    /// @throws IllegalArgumentException if `limit` is below 1
    public static String line(String text, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, but is " + limit);
        }
        StringBuilder shown = new StringBuilder();
        int i = 0;
        while (i < text.length() && shown.length() < limit) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (isHarmless(point)) {
                shown.appendCodePoint(point);
            } else {
                shown.append("\\u{").append(Integer.toHexString(point)).append('}');
            }
        }
        if (i < text.length()) {
            shown.append(" … (").append(text.length() - i).append(" more characters)");
        }
        return shown.toString();
    }

    private static boolean isHarmless(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }
}
