package dev.assay.engine.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/// Strings as Python handles them.
final class Strings {

    private Strings() {}

    /// Python's `str.isspace` for one character.
    static boolean isSpace(int c) {
        return Character.isWhitespace(c) || c == 0x85 || c == 0xA0 || c == 0x2007 || c == 0x202F;
    }

    static boolean isBlank(String text) {
        return text.codePoints().allMatch(Strings::isSpace);
    }

    static String stripLeft(String text) {
        return stripLeft(text, Strings::isSpace);
    }

    static String stripRight(String text) {
        return stripRight(text, Strings::isSpace);
    }

    static String strip(String text) {
        return stripRight(stripLeft(text));
    }

    /// Without these characters at its start.
    static String stripLeft(String text, IntPredicate gone) {
        var i = 0;
        while (i < text.length() && gone.test(text.codePointAt(i))) {
            i += Character.charCount(text.codePointAt(i));
        }
        return text.substring(i);
    }

    /// Without these characters at its end.
    static String stripRight(String text, IntPredicate gone) {
        var i = text.length();
        while (i > 0 && gone.test(text.codePointBefore(i))) {
            i -= Character.charCount(text.codePointBefore(i));
        }
        return text.substring(0, i);
    }

    /// Parts between white space; at most `most` cuts, or all if negative.
    static List<Object> splitSpace(String text, long most) {
        var parts = new ArrayList<Object>();
        var at = skip(text, 0, true);
        while (at < text.length()) {
            if (most >= 0 && parts.size() >= most) {
                parts.add(text.substring(at));
                return parts;
            }
            var end = skip(text, at, false);
            parts.add(text.substring(at, end));
            Budget.checkSize(parts.size());
            at = skip(text, end, true);
        }
        return parts;
    }

    private static int skip(String text, int from, boolean space) {
        var at = from;
        while (at < text.length() && isSpace(text.charAt(at)) == space) {
            at++;
        }
        return at;
    }

    /// As [#splitSpace], but the cuts are counted from the right.
    static List<Object> splitSpaceFromRight(String text, long most) {
        var parts = new ArrayList<Object>();
        var end = skipBack(text, text.length(), true);
        while (end > 0) {
            if (most >= 0 && parts.size() >= most) {
                parts.add(text.substring(0, end));
                break;
            }
            var start = skipBack(text, end, false);
            parts.add(text.substring(start, end));
            Budget.checkSize(parts.size());
            end = skipBack(text, start, true);
        }
        return new ArrayList<>(parts.reversed());
    }

    private static int skipBack(String text, int from, boolean space) {
        var at = from;
        while (at > 0 && isSpace(text.charAt(at - 1)) == space) {
            at--;
        }
        return at;
    }

    /// As `text.indexOf(part, from)`; each character that is compared is paid for.
    static int indexOf(String text, String part, int from) {
        if (part.isEmpty()) {
            return text.indexOf(part, from);
        }
        var compared = 0L;
        var at = text.indexOf(part.charAt(0), from);
        while (at >= 0) {
            if (at > text.length() - part.length()) {
                at = -1;
                break;
            }
            var same = alike(text, at, part);
            if (same == part.length()) {
                break;
            }
            compared = paid(compared + same);
            at = text.indexOf(part.charAt(0), at + 1);
        }
        Budget.spend(compared);
        return at;
    }

    /// As `text.lastIndexOf(part, from)`; each character that is compared is paid for.
    static int lastIndexOf(String text, String part, int from) {
        if (part.isEmpty() || from < 0) {
            return text.lastIndexOf(part, from);
        }
        var compared = 0L;
        var at = text.lastIndexOf(part.charAt(0), Math.min(from, text.length() - part.length()));
        while (at >= 0) {
            var same = alike(text, at, part);
            if (same == part.length()) {
                break;
            }
            compared = paid(compared + same);
            at = text.lastIndexOf(part.charAt(0), at - 1);
        }
        Budget.spend(compared);
        return at;
    }

    private static long paid(long compared) {
        if (compared < 4096) {
            return compared;
        }
        Budget.spend(compared);
        return 0;
    }

    /// How many characters of `part` stand in the text from `at` on, where all of it has room.
    private static int alike(String text, int at, String part) {
        var same = 0;
        while (same < part.length() && text.charAt(at + same) == part.charAt(same)) {
            same++;
        }
        return same;
    }

    static List<Object> split(String text, String separator, long most) {
        checkSeparator(separator);
        var parts = new ArrayList<Object>();
        var from = 0;
        for (var at = indexOf(text, separator, 0); at >= 0 && (most < 0 || parts.size() < most); ) {
            parts.add(text.substring(from, at));
            Budget.checkSize(parts.size());
            from = at + separator.length();
            at = indexOf(text, separator, from);
        }
        parts.add(text.substring(from));
        return parts;
    }

    static List<Object> splitFromRight(String text, String separator, long most) {
        checkSeparator(separator);
        var parts = new ArrayList<Object>();
        var to = text.length();
        var at = lastIndexOf(text, separator, text.length());
        while (at >= 0 && (most < 0 || parts.size() < most)) {
            parts.add(text.substring(at + separator.length(), to));
            Budget.checkSize(parts.size());
            to = at;
            at = lastIndexOf(text, separator, at - separator.length());
        }
        parts.add(text.substring(0, to));
        return new ArrayList<>(parts.reversed());
    }

    private static void checkSeparator(String separator) {
        if (separator.isEmpty()) {
            throw new IllegalArgumentException("A separator must not be empty");
        }
    }

    /// @throws IllegalArgumentException if the text would be too long
    static String join(String separator, List<String> parts) {
        var length = 0L;
        for (var part : parts) {
            length += part.length() + (long) separator.length();
        }
        Budget.checkLength(length);
        Budget.spend(length);
        return String.join(separator, parts);
    }

    /// Lines as `str.splitlines` cuts them.
    static List<Object> lines(String text, boolean keepEnds) {
        var lines = new ArrayList<Object>();
        var from = 0;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c >= '\n' && c <= '\r' || c >= 0x1C && c <= 0x1E || c == 0x85 || c == 0x2028 || c == 0x2029) {
                var next = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n' ? i + 2 : i + 1;
                lines.add(text.substring(from, keepEnds ? next : i));
                Budget.checkSize(lines.size());
                from = next;
                i = next - 1;
            }
        }
        if (from < text.length()) {
            lines.add(text.substring(from));
        }
        return lines;
    }

    /// @param most how many are replaced, or all if negative
    /// @throws IllegalArgumentException if the text would be too long
    static String replace(String text, String old, String replacement, long most) {
        var places = old.isEmpty() ? text.length() + 1L : text.length() / (long) old.length();
        var count = most < 0 ? places : Math.min(places, most);
        Budget.checkLength(text.length() + count * replacement.length());
        if (most < 0 && old.isEmpty()) {
            return text.replace(old, replacement);
        }
        var out = new StringBuilder();
        var from = 0;
        for (var done = 0L; most < 0 || done < most; done++) {
            var at = old.isEmpty() && done > 0 ? from + 1 : indexOf(text, old, from);
            if (at < 0 || at > text.length()) {
                break;
            }
            out.append(text, from, at).append(replacement);
            from = at + old.length();
        }
        return out.append(text.substring(from)).toString();
    }

    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        var end = text.offsetByCodePoints(0, 1);
        return Character.toString(Character.toTitleCase(text.codePointAt(0)))
                + text.substring(end).toLowerCase(Locale.ROOT);
    }

    /// Each run of letters starts with a capital, as Python's `str.title` has it.
    static String title(String text) {
        var out = new StringBuilder();
        var inside = false;
        for (var c : text.codePoints().toArray()) {
            out.appendCodePoint(inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inside = Character.isLetter(c);
        }
        return out.toString();
    }

    /// Each word starts with a capital, as Jinja's filter `title` has it.
    static String titleOfWords(String text) {
        var out = new StringBuilder();
        var inside = false;
        for (var c : text.codePoints().toArray()) {
            var between = c == '-' || c == '(' || c == '{' || c == '[' || c == '<' || isSpace(c);
            out.appendCodePoint(between ? c : inside ? Character.toLowerCase(c) : Character.toUpperCase(c));
            inside = !between;
        }
        return out.toString();
    }

    /// A text in the middle, or at one side, of a width.
    ///
    /// @param side `<`, `>` or `^`
    static String padded(String text, long width, String fill, char side) {
        if (fill.codePointCount(0, fill.length()) != 1) {
            throw new IllegalArgumentException("The fill must be one character, not '%s'".formatted(fill));
        }
        var missing = width - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        Budget.checkLength(text.length() + 2 * missing);
        Budget.spend(missing);
        var left = switch (side) {
            case '<' -> 0;
            case '>' -> missing;
            default -> missing / 2 + (missing & width & 1);
        };
        return fill.repeat((int) left) + text + fill.repeat((int) (missing - left));
    }
}
