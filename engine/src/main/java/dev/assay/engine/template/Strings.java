package dev.assay.engine.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
        var i = 0;
        while (i < text.length() && isSpace(text.charAt(i))) {
            i++;
        }
        return text.substring(i);
    }

    static String stripRight(String text) {
        var i = text.length();
        while (i > 0 && isSpace(text.charAt(i - 1))) {
            i--;
        }
        return text.substring(0, i);
    }

    static String strip(String text) {
        return stripRight(stripLeft(text));
    }

    static String stripLeft(String text, String characters) {
        var i = 0;
        while (i < text.length() && characters.indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return text.substring(i);
    }

    static String stripRight(String text, String characters) {
        var i = text.length();
        while (i > 0 && characters.indexOf(text.charAt(i - 1)) >= 0) {
            i--;
        }
        return text.substring(0, i);
    }

    /// Parts between white space; at most `most` cuts, or all if negative.
    static List<Object> splitSpace(String text, long most) {
        var parts = new ArrayList<Object>();
        var rest = stripLeft(text);
        while (!rest.isEmpty()) {
            var end = 0;
            while (end < rest.length() && !isSpace(rest.charAt(end))) {
                end++;
            }
            if (most >= 0 && parts.size() == most) {
                parts.add(stripRight(rest));
                return parts;
            }
            parts.add(rest.substring(0, end));
            rest = stripLeft(rest.substring(end));
        }
        return parts;
    }

    static List<Object> split(String text, String separator, long most) {
        if (separator.isEmpty()) {
            throw new IllegalArgumentException("split needs a separator that is not empty");
        }
        var parts = new ArrayList<Object>();
        var from = 0;
        for (var at = text.indexOf(separator); at >= 0 && (most < 0 || parts.size() < most); ) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
            at = text.indexOf(separator, from);
        }
        parts.add(text.substring(from));
        return parts;
    }

    static List<Object> splitFromRight(String text, String separator, long most) {
        if (most < 0) {
            return split(text, separator, most);
        }
        if (separator.isEmpty()) {
            throw new IllegalArgumentException("rsplit needs a separator that is not empty");
        }
        var parts = new ArrayList<Object>();
        var to = text.length();
        var at = text.lastIndexOf(separator);
        while (at >= 0 && parts.size() < most) {
            parts.addFirst(text.substring(at + separator.length(), to));
            to = at;
            at = at == 0 ? -1 : text.lastIndexOf(separator, at - separator.length());
        }
        parts.addFirst(text.substring(0, to));
        return parts;
    }

    /// @throws IllegalArgumentException if the text would be too long
    static String join(String separator, List<String> parts) {
        var length = 0L;
        for (var part : parts) {
            length += part.length() + (long) separator.length();
        }
        if (length > Interpreter.LONGEST) {
            throw new IllegalArgumentException("The text grows beyond %d characters".formatted(Interpreter.LONGEST));
        }
        return String.join(separator, parts);
    }

    static List<Object> lines(String text) {
        var parts = new ArrayList<Object>(text.lines().toList());
        return parts;
    }

    static String replace(String text, String old, String replacement, long most) {
        var places = old.isEmpty() ? text.length() + 1L : text.length() / old.length();
        if (places * replacement.length() > Interpreter.LONGEST) {
            throw new IllegalArgumentException("The text grows beyond %d characters".formatted(Interpreter.LONGEST));
        }
        if (most < 0) {
            return text.replace(old, replacement);
        }
        var out = new StringBuilder();
        var from = 0;
        for (var done = 0L; done < most; done++) {
            var at = text.indexOf(old, from);
            if (at < 0 || old.isEmpty()) {
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
        return text.substring(0, end).toUpperCase(Locale.ROOT)
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
}
