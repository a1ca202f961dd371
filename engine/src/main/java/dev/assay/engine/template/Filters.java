package dev.assay.engine.template;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Jinja's filters, as far as a chat template can use them; those that go through a list are in
/// [ListFilters] and [Selections].
final class Filters {

    private Filters() {}

    /// @throws IllegalArgumentException if there is no such filter or it does not apply
    static Object apply(String name, Object value, Given given) {
        Budget.spend(Budget.STEP);
        Budget.spendOn(value);
        var result = result(name, value, given);
        Budget.spendOn(result);
        return result;
    }

    private static Object result(String name, Object value, Given given) {
        return switch (name) {
            case "trim" -> StringMethods.strip(Values.text(value), given.bind(0, "chars"), true, true);
            case "tojson" -> Json.write(value, given);
            case "length", "count" -> (long) Values.length(value);
            case "upper" -> Values.text(value).toUpperCase(Locale.ROOT);
            case "lower" -> Values.text(value).toLowerCase(Locale.ROOT);
            case "capitalize" -> Strings.capitalize(Values.text(value));
            case "title" -> Strings.titleOfWords(Values.text(value));
            case "string" -> Values.text(value);
            case "safe" -> new Markup(Values.text(value));
            case "escape", "e", "forceescape" -> new Markup(Markup.escaped(Values.text(value)));
            case "urlencode" ->
                URLEncoder.encode(Values.text(value), StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/")
                        .replace("*", "%2A")
                        .replace("%7E", "~");
            case "default", "d" -> otherwise(value, given);
            case "replace" -> {
                var a = given.bind(2, "old", "new", "count");
                yield Strings.replace(Values.text(value), Values.text(a.get(0)), Values.text(a.get(1)), a.whole(2, -1));
            }
            case "center" -> {
                var width = given.bind(0, "width").whole(0, 80);
                yield Strings.padded(Values.text(value), width, " ", '^');
            }
            case "format" ->
                given.named().isEmpty()
                        ? Formats.percent(Values.text(value), new Tuple(given.positional()))
                        : Formats.percent(Values.text(value), new java.util.LinkedHashMap<>(given.named()));
            case "truncate" -> truncated(Values.text(value), given);
            case "wordcount" -> words(Values.text(value));
            case "items" -> pairs(value);
            case "attr" -> {
                var attribute = given.bind(1, "name").text(0);
                yield value instanceof Map<?, ?>
                        ? Methods.find(value, attribute)
                                .<Object>map(method -> method)
                                .orElseGet(() -> new Values.Undefined(attribute))
                        : Lookup.attribute(value, attribute);
            }
            case "abs" ->
                value instanceof Double d ? (Object) Math.abs(d) : (Object) Math.absExact(Values.toLong(value));
            case "int" -> whole(value, given);
            case "float" -> real(value, given);
            case "round" -> rounded(value, given);
            case "indent" -> indent(Values.text(value), given);
            case "map", "select", "reject", "selectattr", "rejectattr" -> Selections.apply(name, value, given);
            default -> ListFilters.apply(name, value, given);
        };
    }

    private static Object otherwise(Object value, Given given) {
        var a = given.bind(0, "default_value", "boolean");
        var replace = value instanceof Values.Undefined || a.truth(1, false) && !Values.truth(value);
        return replace ? a.get(0, "") : value;
    }

    private static Object pairs(Object value) {
        return switch (value) {
            case Map<?, ?> map -> new Lazy(Methods.pairs(map));
            case Values.Undefined _ -> new Lazy(List.of());
            default -> throw new IllegalArgumentException("%s has no items".formatted(Values.type(value)));
        };
    }

    private static Object words(String text) {
        var count = 0L;
        var inside = false;
        for (var c : text.codePoints().toArray()) {
            var word = Character.isLetterOrDigit(c) || c == '_';
            count += word && !inside ? 1 : 0;
            inside = word;
        }
        return count;
    }

    private static Object truncated(String text, Given given) {
        var a = given.bind(0, "length", "killwords", "end", "leeway");
        var end = a.text(2, "...");
        var length = a.whole(0, 255);
        var points = text.codePointCount(0, text.length());
        if (length < end.length() || a.whole(3, 5) < 0) {
            throw new IllegalArgumentException("truncate to %d is shorter than its end '%s'".formatted(length, end));
        }
        if (points <= length + a.whole(3, 5)) {
            return text;
        }
        var cut = text.substring(0, text.offsetByCodePoints(0, (int) length - end.length()));
        var space = a.truth(1, false) ? -1 : cut.lastIndexOf(' ');
        return (space < 0 ? cut : cut.substring(0, space)) + end;
    }

    private static Object whole(Object value, Given given) {
        var a = given.bind(0, "default", "base");
        if (value instanceof Values.Undefined) {
            throw new IllegalArgumentException("%s is no number".formatted(Values.type(value)));
        }
        try {
            return switch (value) {
                case String s -> parsed(Strings.strip(s), (int) Math.clamp(a.whole(1, 10), 2L, 36L));
                case Double d when Double.isFinite(d) -> d.longValue();
                default -> Values.toLong(value);
            };
        } catch (IllegalArgumentException e) {
            return a.get(0, 0L);
        }
    }

    private static long parsed(String digits, int base) {
        var text = digits.replace("_", "");
        if (base == 16 && text.matches("[-+]?0[xX].+")) {
            text = text.replaceFirst("0[xX]", "");
        }
        if (base != 10 || text.matches("[-+]?\\d+")) {
            return Long.parseLong(text, base);
        }
        return (long) number(text);
    }

    private static Object real(Object value, Given given) {
        var a = given.bind(0, "default");
        if (value instanceof Values.Undefined) {
            throw new IllegalArgumentException("%s is no number".formatted(Values.type(value)));
        }
        try {
            return value instanceof String s ? number(Strings.strip(s)) : Values.toDouble(value);
        } catch (IllegalArgumentException e) {
            return a.get(0, 0.0);
        }
    }

    /// Digits as Python's `float` reads them: without Java's hexadecimal floats and suffixes.
    private static double number(String text) {
        if (!text.matches("[-+]?+(\\d[\\d_]*+(\\.[\\d_]*+)?+|\\.\\d[\\d_]*+)([eE][-+]?+\\d++)?+")) {
            throw new NumberFormatException("'%s' is no number".formatted(text));
        }
        return Double.parseDouble(text.replace("_", ""));
    }

    private static Object rounded(Object value, Given given) {
        var a = given.bind(0, "precision", "method");
        var method = a.text(1, "common");
        var precision = a.whole(0, 0);
        if (Math.abs(precision) > 300) {
            throw new IllegalArgumentException("A precision of %d is not possible".formatted(precision));
        }
        if (value instanceof Long && method.equals("common") && precision >= 0) {
            return value;
        }
        var number = Values.toDouble(value);
        var scale = Math.pow(10, precision);
        return switch (method) {
            case "common" ->
                precision >= 0
                        ? Double.parseDouble(Formats.fixed(number, (int) precision))
                        : Math.rint(number * scale) / scale;
            case "ceil" -> Math.ceil(number * scale) / scale;
            case "floor" -> Math.floor(number * scale) / scale;
            default -> throw new IllegalArgumentException("round by '%s' is not known".formatted(method));
        };
    }

    private static Object indent(String text, Given given) {
        var a = given.bind(0, "width", "first", "blank");
        var width = a.get(0, 4L);
        var space = width instanceof String s ? s : " ".repeat((int) Math.clamp(Values.toLong(width), 0L, 10_000L));
        var lines = new ArrayList<String>();
        Strings.lines(text + "\n", false).forEach(line -> lines.add((String) line));
        var blank = a.truth(2, false);
        for (var i = 1; i < lines.size(); i++) {
            if (blank || !lines.get(i).isEmpty()) {
                lines.set(i, "\n" + space + lines.get(i));
            } else {
                lines.set(i, "\n");
            }
            Budget.spend(space.length());
        }
        return (a.truth(1, false) ? space : "") + Strings.join("", lines);
    }
}
