package dev.assay.report.compare;

/// Names of others on one line, without characters that a reader could not see.
final class Plain {

    private static final int LONGEST = 200;

    private Plain() {}

    /// A sentence of ours that names of others stand in, likewise, up to 600 characters.
    static String sentence(String text) {
        return line(text, 3 * LONGEST);
    }

    /// Control, format, private and unassigned characters, line ends and lone surrogates become `U+001B`;
    /// what is
    /// longer than 200 characters is cut.
    static String line(String text) {
        return line(text, LONGEST);
    }

    private static String line(String text, int longest) {
        StringBuilder shown = new StringBuilder();
        int at = 0;
        while (at < text.length() && shown.length() < longest) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            switch (Character.getType(point)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> shown.append(String.format("U+%04X", point));
                default -> shown.appendCodePoint(point);
            }
        }
        return at < text.length() ? shown + "..." : shown.toString();
    }
}
