package dev.assay.report.html;

import dev.assay.core.journal.SampleRecord.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes text that others wrote fit to be shown. What a reader could not see, or what would move the text around it
/// (control characters, ANSI escapes, direction marks, zero-width characters, lone surrogates), becomes a visible
/// name such as `ESC` or `U+202E`. Long text is cut around the stretch that matters, with the count of what was left
/// out. HTML is escaped by the template, not here.
public final class Visible {
    /// Characters of a message shown at most; a marked stretch and its surroundings share them.
    static final int LONGEST = 1200;
    /// Characters of a one-line string shown at most.
    static final int LONGEST_LINE = 400;
    /// Characters of a sentence of ours shown at most; a name of others may stand in it.
    static final int LONGEST_SENTENCE = 4000;

    private static final int AROUND = 300;
    private static final Pattern UNIT = Pattern.compile("(?<=\\d) (?=%|points\\b)");
    private static final String[] C0 = {
        "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF", "CR", "SO", "SI", "DLE",
        "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US"
    };

    private Visible() {}

    /// How a stretch of a message is drawn.
    public enum Style {
        PLAIN,
        MARKED,
        /// The name of a character that cannot be shown.
        NAMED,
        /// As {@link #NAMED}, within a marked stretch.
        NAMED_MARKED,
        /// A note of ours that characters were left out.
        CUT
    }

    /// How an excerpt ends of which the report itself holds only a part.
    private static final Pattern CUT_BEFORE = Pattern.compile(" \\[\\.\\.\\. [0-9,]{1,20} characters? more\\]$");

    /// A stretch of a message in one style.
    public record Piece(Style style, String text) {}

    /// A string on one line, such as a name or a reason: hidden characters become `[U+202E]`, long ones are cut.
    static String line(String text) {
        return line(text, LONGEST_LINE);
    }

    private static String line(String text, int longest) {
        StringBuilder shown = new StringBuilder();
        int end = boundary(text, Math.min(text.length(), longest));
        for (int at = 0; at < end; ) {
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            String name = character == '\n' || character == '\t' ? " " : name(character);
            if (name == null) {
                shown.appendCodePoint(character);
            } else if (name.equals(" ")) {
                shown.append(' ');
            } else {
                shown.append('[').append(name).append(']');
            }
        }
        if (end < text.length()) {
            shown.append(" \u2026 ").append(leftOut(text, end, text.length()));
        }
        return shown.toString();
    }

    /// A sentence on one line, with its units set as ours are: a narrow no-break space before `%` and `points`.
    static String prose(String text) {
        return UNIT.matcher(line(text, LONGEST_SENTENCE)).replaceAll(Figures.THIN);
    }

    /// A message with its marked stretches. Spans may overlap, reach beyond the text or come in any order.
    static List<Piece> message(String text, List<Span> spans) {
        List<int[]> marks = merged(text.length(), spans);
        List<Piece> pieces = new ArrayList<>();
        if (text.codePointCount(0, Math.min(text.length(), 2 * LONGEST + 2)) <= LONGEST) {
            draw(text, 0, text.length(), marks, pieces);
            return pieces;
        }
        int from = 0;
        int to = LONGEST;
        if (!marks.isEmpty()) {
            from = Math.max(0, marks.getFirst()[0] - AROUND);
            to = Math.min(text.length(), from + LONGEST);
            from = Math.max(0, Math.min(from, to - LONGEST));
        }
        from = boundary(text, from);
        to = boundary(text, to);
        if (from > 0) {
            pieces.add(new Piece(Style.CUT, leftOut(text, 0, from)));
        }
        draw(text, from, to, marks, pieces);
        if (to < text.length()) {
            // What was cut before says so at its end; without it the two counts would not add up to the whole.
            Matcher before = CUT_BEFORE.matcher(text);
            int end = before.find() && before.start() >= to ? before.start() : text.length();
            pieces.add(new Piece(Style.CUT, leftOut(text, to, end)));
            draw(text, end, text.length(), List.of(), pieces);
        }
        return pieces;
    }

    private static void draw(String text, int from, int to, List<int[]> marks, List<Piece> pieces) {
        StringBuilder run = new StringBuilder();
        boolean runMarked = false;
        int at = from;
        while (at < to) {
            int character = text.codePointAt(at);
            int next = at + Character.charCount(character);
            boolean marked = isMarked(at, marks);
            if (character == '\r' && next < to && text.charAt(next) == '\n') {
                at = next;
                continue;
            }
            String name = character == '\n' || character == '\t' ? null : name(character);
            if (marked != runMarked || name != null) {
                flush(run, runMarked, pieces);
                runMarked = marked;
            }
            if (name == null) {
                run.appendCodePoint(character);
                at = next;
                continue;
            }
            int times = 1;
            while (next < to && text.codePointAt(next) == character && isMarked(next, marks) == marked) {
                next += Character.charCount(character);
                times++;
            }
            String shown = times == 1 ? name : name + " \u00d7" + Figures.count(times);
            pieces.add(new Piece(marked ? Style.NAMED_MARKED : Style.NAMED, shown));
            at = next;
        }
        flush(run, runMarked, pieces);
    }

    private static void flush(StringBuilder run, boolean marked, List<Piece> pieces) {
        if (!run.isEmpty()) {
            pieces.add(new Piece(marked ? Style.MARKED : Style.PLAIN, run.toString()));
            run.setLength(0);
        }
    }

    private static boolean isMarked(int at, List<int[]> marks) {
        for (int[] mark : marks) {
            if (at >= mark[0] && at < mark[1]) {
                return true;
            }
        }
        return false;
    }

    private static List<int[]> merged(int length, List<Span> spans) {
        List<int[]> merged = new ArrayList<>();
        spans.stream()
                .map(span -> new int[] {Math.clamp(span.start(), 0, length), Math.clamp(span.end(), 0, length)})
                .filter(span -> span[0] < span[1])
                .sorted(Comparator.comparingInt(span -> span[0]))
                .forEach(span -> {
                    if (!merged.isEmpty() && span[0] <= merged.getLast()[1]) {
                        merged.getLast()[1] = Math.max(merged.getLast()[1], span[1]);
                    } else {
                        merged.add(span);
                    }
                });
        return merged;
    }

    private static int boundary(String text, int at) {
        boolean splits = at > 0
                && at < text.length()
                && Character.isHighSurrogate(text.charAt(at - 1))
                && Character.isLowSurrogate(text.charAt(at));
        return splits ? at - 1 : at;
    }

    private static String leftOut(String text, int from, int to) {
        int characters = text.codePointCount(from, to);
        return Figures.count(characters) + (characters == 1 ? " character left out" : " characters left out");
    }

    /// The name of a character that must not be shown as it is; null for one that may.
    private static @org.jspecify.annotations.Nullable String name(int character) {
        if (character < 0x20) {
            return C0[character];
        }
        if (character == 0x7f) {
            return "DEL";
        }
        boolean hidden = switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> character >= 0xe0100 && character <= 0xe01ef || isBlankLetter(character);
        };
        return hidden ? String.format("U+%04X", character) : null;
    }

    /// Letters and marks that draw nothing: Hangul fillers, the combining grapheme joiner, Braille blank, Khmer vowels.
    private static boolean isBlankLetter(int character) {
        return switch (character) {
            case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0 -> true;
            default -> false;
        };
    }
}
