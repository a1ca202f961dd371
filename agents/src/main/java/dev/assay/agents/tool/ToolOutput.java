package dev.assay.agents.tool;

import java.util.Objects;

/// The result of a tool, cut to a limit.
///
/// @param text what the model is told; no longer than the limit in UTF-8, the notice of the cut aside
/// @param truncated whether something was cut
public record ToolOutput(String text, boolean truncated) {

    public ToolOutput {
        Objects.requireNonNull(text, "text");
    }

    /// `text` with its middle left out where it is longer than `limit` bytes in UTF-8; half of the limit is
    /// kept at either end, and no character is split. A lone surrogate becomes U+FFFD, so that what a tool
    /// returns can always be sent on.
    public static ToolOutput of(String text, int limit) {
        String sound = sound(text);
        // A UTF-16 unit is at most three bytes in UTF-8, so short texts need no count.
        if (sound.length() <= limit / 3 || bytes(sound, limit) <= limit) {
            return new ToolOutput(sound, false);
        }
        int head = 0;
        for (int used = 0; ; ) {
            int size = size(sound.codePointAt(head));
            if (used + size > limit / 2) {
                break;
            }
            used += size;
            head += Character.charCount(sound.codePointAt(head));
        }
        int tail = sound.length();
        for (int used = 0; ; ) {
            int size = size(sound.codePointBefore(tail));
            if (used + size > limit / 2) {
                break;
            }
            used += size;
            tail -= Character.charCount(sound.codePointBefore(tail));
        }
        String notice =
                "\n[... " + (tail - head) + " characters left out: the output is limited to " + limit + " bytes ...]\n";
        return new ToolOutput(sound.substring(0, head) + notice + sound.substring(tail), true);
    }

    private static String sound(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints()
                        .map(point ->
                                point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }

    /// The UTF-8 length, counted no further than just beyond `enough`.
    private static long bytes(String text, int enough) {
        long bytes = 0;
        for (int i = 0; i < text.length() && bytes <= enough; i += Character.charCount(text.codePointAt(i))) {
            bytes += size(text.codePointAt(i));
        }
        return bytes;
    }

    private static int size(int codePoint) {
        return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }
}
