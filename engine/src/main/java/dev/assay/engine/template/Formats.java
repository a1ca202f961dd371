package dev.assay.engine.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Python's two ways to write values into a text: `'%s' % value` and `'{}'.format(value)`.
final class Formats {

    private static final int WIDEST = 10_000;
    private static final Pattern PERCENT =
            Pattern.compile("%(?:\\(([^)]*)\\))?([-+ 0#]*)(\\d{0,9})(?:\\.(\\d{1,9}))?([a-zA-Z%])");
    private static final Pattern SPECIFICATION = Pattern.compile(
            "(?:(.)?([<>^=]))?([-+ ])?(#)?(0)?(\\d{0,9})(,)?(?:\\.(\\d{1,9}))?([a-zA-Z%])?", Pattern.DOTALL);

    private Formats() {}

    /// How a value is written.
    ///
    /// @param precision digits, or -1
    private record Style(char fill, char align, char sign, boolean comma, int width, int precision, char type) {}

    /// `pattern % values`
    static String percent(String pattern, Object values) {
        Budget.spend(pattern.length());
        var all = values instanceof Tuple tuple ? tuple : List.of(values);
        var out = new StringBuilder();
        var matcher = PERCENT.matcher(pattern);
        var from = 0;
        var used = 0;
        for (var at = pattern.indexOf('%'); at >= 0; at = pattern.indexOf('%', from)) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new IllegalArgumentException("The format has a '%' that starts nothing");
            }
            out.append(pattern, from, at);
            from = matcher.end();
            if (matcher.group(5).equals("%")) {
                out.append('%');
                continue;
            }
            Object value;
            if (matcher.group(1) != null) {
                value = Lookup.item(values, matcher.group(1));
            } else if (used < all.size()) {
                value = all.get(used++);
            } else {
                throw new IllegalArgumentException("The format needs more than %d values".formatted(all.size()));
            }
            out.append(padded(
                    value, percentStyle(matcher.group(2), matcher.group(3), matcher.group(4), matcher.group(5))));
            Budget.checkLength(out.length());
        }
        if (used < all.size() && !(values instanceof Map<?, ?>)) {
            throw new IllegalArgumentException("The format takes %d values, not %d".formatted(used, all.size()));
        }
        return out.append(pattern.substring(from)).toString();
    }

    private static Style percentStyle(String flags, String width, String precision, String type) {
        var left = flags.contains("-");
        var zero = flags.contains("0") && !left && !type.equals("s") && !type.equals("r");
        return new Style(
                zero ? '0' : ' ',
                left ? '<' : zero ? '=' : '>',
                flags.contains("+") ? '+' : flags.contains(" ") ? ' ' : '-',
                false,
                number(width),
                precision == null ? -1 : number(precision),
                type.equals("i") || type.equals("u") ? 'd' : type.charAt(0));
    }

    private static int number(String digits) {
        var number = digits.isEmpty() ? 0 : Integer.parseInt(digits);
        if (number > WIDEST) {
            throw new IllegalArgumentException("A format of %d places is wider than %d".formatted(number, WIDEST));
        }
        return number;
    }

    /// `pattern.format(...)`
    static String braces(String pattern, Given given) {
        var out = new StringBuilder();
        var next = 0;
        for (var i = 0; i < pattern.length(); i++) {
            var c = pattern.charAt(i);
            if ((c == '{' || c == '}') && i + 1 < pattern.length() && pattern.charAt(i + 1) == c) {
                out.append(c);
                i++;
            } else if (c == '{') {
                var end = pattern.indexOf('}', i);
                if (end < 0) {
                    throw new IllegalArgumentException("The format has a '{' that is not closed");
                }
                var field = pattern.substring(i + 1, end);
                var colon = field.indexOf(':');
                var specification = colon < 0 ? "" : field.substring(colon + 1);
                var name = colon < 0 ? field : field.substring(0, colon);
                var conversion = name.indexOf('!');
                var path = conversion < 0 ? name : name.substring(0, conversion);
                var value = path.isEmpty() ? positional(given, next++) : named(given, path);
                var shown =
                        conversion < 0 ? value : name.endsWith("!r") ? Representation.of(value) : Values.text(value);
                out.append(padded(shown, style(specification, shown)));
                i = end;
            } else if (c == '}') {
                throw new IllegalArgumentException("The format has a '}' that closes nothing");
            } else {
                out.append(c);
            }
            Budget.checkLength(out.length());
        }
        Budget.spend(out.length());
        return out.toString();
    }

    private static Object positional(Given given, int at) {
        if (at >= given.positional().size()) {
            throw new IllegalArgumentException("The format needs more than %d values"
                    .formatted(given.positional().size()));
        }
        return given.positional().get(at);
    }

    private static Object named(Given given, String path) {
        var name = path.split("[.\\[]", 2)[0];
        if (name.length() != path.length()) {
            throw new IllegalArgumentException("A format may name a value, but not look into it: '%s'".formatted(path));
        }
        if (name.chars().allMatch(c -> c >= '0' && c <= '9') && name.length() < 6) {
            return positional(given, Integer.parseInt(name));
        }
        var value = given.named().get(name);
        if (value == null) {
            throw new IllegalArgumentException("The format needs a value for '%s'".formatted(name));
        }
        return value;
    }

    private static Style style(String specification, Object value) {
        var matcher = SPECIFICATION.matcher(specification);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'%s' is no format".formatted(specification));
        }
        var zero = matcher.group(5) != null;
        var align = matcher.group(2);
        return new Style(
                matcher.group(1) != null ? matcher.group(1).charAt(0) : zero ? '0' : ' ',
                align != null ? align.charAt(0) : zero ? '=' : Values.isNumber(value) ? '>' : '<',
                matcher.group(3) == null ? '-' : matcher.group(3).charAt(0),
                matcher.group(7) != null,
                number(matcher.group(6)),
                matcher.group(8) == null ? -1 : number(matcher.group(8)),
                matcher.group(9) == null ? ' ' : matcher.group(9).charAt(0));
    }

    private static String padded(Object value, Style style) {
        var text = written(value, style);
        var missing = style.width() - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        var fill = String.valueOf(style.fill());
        return switch (style.align()) {
            case '<' -> text + fill.repeat(missing);
            case '^' -> fill.repeat(missing / 2) + text + fill.repeat(missing - missing / 2);
            case '=' -> {
                var signed = !text.isEmpty() && "+- ".indexOf(text.charAt(0)) >= 0 ? 1 : 0;
                yield text.substring(0, signed) + fill.repeat(missing) + text.substring(signed);
            }
            default -> fill.repeat(missing) + text;
        };
    }

    private static String written(Object value, Style style) {
        return switch (style.type()) {
            case 's' -> cut(Values.text(value), style.precision());
            case 'r', 'a' -> cut(Representation.of(value), style.precision());
            case ' ' ->
                value instanceof String s
                        ? cut(s, style.precision())
                        : value instanceof Long n
                                ? signed(grouped(Long.toString(n), style), style)
                                : value instanceof Double d
                                        ? signed(
                                                style.precision() < 0
                                                        ? grouped(Representation.number(d), style)
                                                        : general(d, style.precision()),
                                                style)
                                        : Values.text(value);
            case 'd' ->
                signed(
                        grouped(Long.toString(value instanceof Double d ? d.longValue() : Values.toLong(value)), style),
                        style);
            case 'x' -> signed(Long.toString(Values.toLong(value), 16), style);
            case 'X' -> signed(Long.toString(Values.toLong(value), 16).toUpperCase(Locale.ROOT), style);
            case 'o' -> signed(Long.toString(Values.toLong(value), 8), style);
            case 'b' -> signed(Long.toString(Values.toLong(value), 2), style);
            case 'c' -> value instanceof String s ? s : Character.toString(Math.toIntExact(Values.toLong(value)));
            case 'f', 'F' -> signed(grouped(fixed(Values.toDouble(value), digits(style)), style), style);
            case '%' -> signed(fixed(Values.toDouble(value) * 100, digits(style)) + "%", style);
            case 'e', 'E' -> signed(exponent(Values.toDouble(value), digits(style), style.type()), style);
            case 'g', 'G' -> signed(general(Values.toDouble(value), digits(style)), style);
            default -> throw new IllegalArgumentException("The format '%s' is not known here".formatted(style.type()));
        };
    }

    private static int digits(Style style) {
        return style.precision() < 0 ? 6 : style.precision();
    }

    private static String cut(String text, int precision) {
        return precision < 0 || text.codePointCount(0, text.length()) <= precision
                ? text
                : text.substring(0, text.offsetByCodePoints(0, precision));
    }

    private static String signed(String number, Style style) {
        return number.startsWith("-") || style.sign() == '-' ? number : style.sign() + number;
    }

    private static String grouped(String number, Style style) {
        return style.comma() ? number.replaceAll("\\B(?=(\\d{3})+(?!\\d))(?<!\\.\\d{0,20})", ",") : number;
    }

    static String fixed(double value, int digits) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Representation.number(value);
        }
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String exponent(double value, int digits, char type) {
        return String.format(Locale.ROOT, "%." + digits + (type == 'E' ? 'E' : 'e'), value);
    }

    private static String general(double value, int digits) {
        if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) {
            return value == 0 ? "0" : Representation.number(value);
        }
        var places = Math.max(1, digits);
        var rounded = new BigDecimal(value).round(new java.math.MathContext(places, RoundingMode.HALF_EVEN));
        var magnitude = rounded.precision() - rounded.scale() - 1;
        if (magnitude >= -4 && magnitude < places) {
            var plain = rounded.stripTrailingZeros();
            return (plain.scale() < 0 ? plain.setScale(0) : plain).toPlainString();
        }
        var mantissa = rounded.movePointLeft(magnitude).stripTrailingZeros().toPlainString();
        return mantissa + "e" + (magnitude < 0 ? "-" : "+") + "%02d".formatted(Math.abs(magnitude));
    }
}
