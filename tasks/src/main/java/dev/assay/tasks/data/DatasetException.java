package dev.assay.tasks.data;

import java.util.Locale;

/// A dataset that cannot be used. The message is one sentence with the value, the place (file and line)
/// and the remedy.
public final class DatasetException extends IllegalArgumentException {

    private static final int SHOWN = 60;

    public DatasetException(String message) {
        super(message);
    }

    public DatasetException(String message, Throwable cause) {
        super(message, cause);
    }

    /// A complaint about a line of a file, counted from 1.
    static DatasetException at(String file, long line, String problem) {
        String text = problem.substring(0, 1).toUpperCase(Locale.ROOT) + problem.substring(1);
        return new DatasetException(text + " (" + file + ":" + line + ").");
    }

    /// A value from a file, made short and free of control characters, for a message.
    static String shown(String value) {
        return shown(value, SHOWN);
    }

    /// A longer text for a message.
    static String shownLong(String value) {
        return shown(value, 3 * SHOWN);
    }

    private static String shown(String value, int most) {
        StringBuilder shown = new StringBuilder();
        int end = Math.min(value.length(), most);
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            shown.append(Character.isISOControl(c) ? ' ' : c);
        }
        return end < value.length() ? shown + "…" : shown.toString();
    }
}
