package dev.assay.engine.template;

import dev.assay.engine.template.Given.Bound;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/// The methods of strings that a template may call.
final class StringMethods {

    private StringMethods() {}

    static Optional<Values.Function> find(String s, String name) {
        return Optional.ofNullable(of(s, name)).map(method -> given -> {
            Budget.spend(Budget.STEP + s.length());
            var result = method.call(given);
            Budget.spendOn(result);
            return result;
        });
    }

    private static Values.@org.jspecify.annotations.Nullable Function of(String s, String name) {
        return switch (name) {
            case "strip" -> given -> strip(s, given.bind(0, ""), true, true);
            case "lstrip" -> given -> strip(s, given.bind(0, ""), true, false);
            case "rstrip" -> given -> strip(s, given.bind(0, ""), false, true);
            case "split" ->
                given -> {
                    var a = given.bind(0, "sep", "maxsplit");
                    return a.has(0)
                            ? Strings.split(s, a.text(0), a.whole(1, -1))
                            : Strings.splitSpace(s, a.whole(1, -1));
                };
            case "rsplit" ->
                given -> {
                    var a = given.bind(0, "sep", "maxsplit");
                    return a.has(0)
                            ? Strings.splitFromRight(s, a.text(0), a.whole(1, -1))
                            : Strings.splitSpaceFromRight(s, a.whole(1, -1));
                };
            case "partition" -> given -> partition(s, given.bind(1, "").text(0), true);
            case "rpartition" -> given -> partition(s, given.bind(1, "").text(0), false);
            case "splitlines" ->
                given -> Strings.lines(s, given.bind(0, "keepends").truth(0, false));
            case "startswith" ->
                given -> {
                    var a = given.bind(1, "", "", "");
                    return any(a, window(s, a)::startsWith);
                };
            case "endswith" ->
                given -> {
                    var a = given.bind(1, "", "", "");
                    return any(a, window(s, a)::endsWith);
                };
            case "replace" ->
                given -> {
                    var a = given.bind(2, "", "", "count");
                    return Strings.replace(s, a.text(0), a.text(1), a.whole(2, -1));
                };
            case "upper" -> given -> plain(given, s.toUpperCase(Locale.ROOT));
            case "lower", "casefold" -> given -> plain(given, s.toLowerCase(Locale.ROOT));
            case "title" -> given -> plain(given, Strings.title(s));
            case "capitalize" -> given -> plain(given, Strings.capitalize(s));
            case "swapcase" -> given -> plain(given, swapped(s));
            case "find" -> given -> place(s, given, true, false);
            case "rfind" -> given -> place(s, given, false, false);
            case "index" -> given -> place(s, given, true, true);
            case "rindex" -> given -> place(s, given, false, true);
            case "count" ->
                given -> {
                    var a = given.bind(1, "", "", "");
                    var part = a.text(0);
                    return part.isEmpty()
                            ? window(s, a).codePointCount(0, window(s, a).length()) + 1L
                            : Strings.split(window(s, a), part, -1).size() - 1L;
                };
            case "join" -> given -> join(s, given.bind(1, "").get(0));
            case "removeprefix" ->
                given -> {
                    var prefix = given.bind(1, "").text(0);
                    return s.startsWith(prefix) ? s.substring(prefix.length()) : s;
                };
            case "removesuffix" ->
                given -> {
                    var suffix = given.bind(1, "").text(0);
                    return s.endsWith(suffix) ? s.substring(0, s.length() - suffix.length()) : s;
                };
            case "center" -> given -> padded(s, given, '^');
            case "ljust" -> given -> padded(s, given, '<');
            case "rjust" -> given -> padded(s, given, '>');
            case "zfill" ->
                given -> {
                    var sign = s.startsWith("-") || s.startsWith("+") ? 1 : 0;
                    var width = given.bind(1, "").whole(0, 0);
                    return s.substring(0, sign) + Strings.padded(s.substring(sign), width - sign, "0", '>');
                };
            case "format" -> given -> Formats.braces(s, given);
            case "isdigit", "isdecimal", "isnumeric" -> given -> plain(given, all(s, Character::isDigit));
            case "isalpha" -> given -> plain(given, all(s, Character::isLetter));
            case "isalnum" -> given -> plain(given, all(s, Character::isLetterOrDigit));
            case "isspace" -> given -> plain(given, all(s, Strings::isSpace));
            case "isupper" -> given -> plain(given, isUpper(s));
            case "islower" -> given -> plain(given, isLower(s));
            case "istitle" ->
                given -> plain(
                        given, s.equals(Strings.title(s)) && s.codePoints().anyMatch(Character::isLetter));
            default -> null;
        };
    }

    static boolean isUpper(String s) {
        return !s.equals(s.toLowerCase(Locale.ROOT)) && s.equals(s.toUpperCase(Locale.ROOT));
    }

    static boolean isLower(String s) {
        return !s.equals(s.toUpperCase(Locale.ROOT)) && s.equals(s.toLowerCase(Locale.ROOT));
    }

    private static Object plain(Given given, Object result) {
        given.bind(0);
        return result;
    }

    static String strip(String s, Bound a, boolean left, boolean right) {
        var characters = a.text(0, "");
        IntPredicate among = c -> {
            Budget.spend(1 + characters.length() / 8);
            return characters.indexOf(c) >= 0;
        };
        var gone = a.has(0) ? among : (IntPredicate) Strings::isSpace;
        var start = left ? Strings.stripLeft(s, gone) : s;
        return right ? Strings.stripRight(start, gone) : start;
    }

    private static Object partition(String s, String separator, boolean first) {
        var parts = first ? Strings.split(s, separator, 1) : Strings.splitFromRight(s, separator, 1);
        if (parts.size() == 2) {
            return new Tuple(List.of(parts.get(0), separator, parts.get(1)));
        }
        return new Tuple(first ? List.of(s, "", "") : List.of("", "", s));
    }

    /// The part of the string that the second and third argument cut out.
    private static String window(String s, Bound a) {
        return a.has(1) || a.has(2)
                ? (String) Lookup.slice(s, Optional.of(a.get(1)), Optional.of(a.get(2)), Optional.empty())
                : s;
    }

    private static Object place(String s, Given given, boolean first, boolean needed) {
        var a = given.bind(1, "", "", "");
        var part = window(s, a);
        var at = first ? Strings.indexOf(part, a.text(0), 0) : Strings.lastIndexOf(part, a.text(0), part.length());
        if (at < 0) {
            if (needed) {
                throw new IllegalArgumentException("The string does not hold what was looked for");
            }
            return -1L;
        }
        var length = s.codePointCount(0, s.length());
        var start = a.whole(1, 0);
        return part.codePointCount(0, at) + Math.clamp(start < 0 ? start + length : start, 0L, (long) length);
    }

    private static Object join(String separator, Object items) {
        return Strings.join(
                separator,
                Values.items(items).stream()
                        .map(item -> {
                            if (item instanceof String text) {
                                return text;
                            }
                            throw new IllegalArgumentException(
                                    "Only strings can be joined, not %s".formatted(Values.type(item)));
                        })
                        .toList());
    }

    private static Object padded(String s, Given given, char side) {
        var a = given.bind(1, "", "");
        return Strings.padded(s, a.whole(0, 0), a.text(1, " "), side);
    }

    private static String swapped(String s) {
        var out = new StringBuilder();
        s.codePoints()
                .forEach(c -> out.appendCodePoint(
                        Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c)));
        return out.toString();
    }

    private static boolean any(Bound a, Predicate<String> test) {
        if (a.get(0) instanceof Tuple choices) {
            return choices.stream().anyMatch(choice -> {
                Budget.spendOn(choice);
                return choice instanceof String s && test.test(s);
            });
        }
        return test.test(a.text(0));
    }

    private static boolean all(String s, IntPredicate test) {
        return !s.isEmpty() && s.codePoints().allMatch(test);
    }
}
