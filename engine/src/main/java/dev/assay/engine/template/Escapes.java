package dev.assay.engine.template;

/// Escapes within a string, as Python reads them.
final class Escapes {

    private Escapes() {}

    /// Reads the escape that starts at `at` and gives the index after it.
    ///
    /// @throws TemplateException if it is cut short
    static int read(String source, int at, StringBuilder out) {
        var c = source.charAt(at + 1);
        return switch (c) {
            case 'n' -> append(out, '\n', at);
            case 't' -> append(out, '\t', at);
            case 'r' -> append(out, '\r', at);
            case 'b' -> append(out, '\b', at);
            case 'f' -> append(out, '\f', at);
            case 'v' -> append(out, '\u000b', at);
            case 'a' -> append(out, '\u0007', at);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(source, at, out);
            case '\\', '\'', '"' -> append(out, c, at);
            case '\n' -> at + 2;
            case 'x' -> hexadecimal(source, at, 2, out);
            case 'u' -> hexadecimal(source, at, 4, out);
            case 'U' -> hexadecimal(source, at, 8, out);
            case 'N' -> throw new TemplateException(0, "Characters by their names are not known here");
            default -> {
                out.append('\\').append(c);
                yield at + 2;
            }
        };
    }

    private static int append(StringBuilder out, char c, int at) {
        out.append(c);
        return at + 2;
    }

    private static int hexadecimal(String source, int at, int digits, StringBuilder out) {
        var end = at + 2 + digits;
        if (end <= source.length()) {
            try {
                var codePoint = Integer.parseInt(source, at + 2, end, 16);
                if (Character.isValidCodePoint(codePoint)) {
                    out.appendCodePoint(codePoint);
                    return end;
                }
            } catch (NumberFormatException e) {
                // told below
            }
        }
        throw new TemplateException(
                0, "The escape '%s' is cut short".formatted(source.substring(at, Math.min(end, source.length()))));
    }

    private static int octal(String source, int at, StringBuilder out) {
        var end = at + 1;
        var value = 0;
        while (end < source.length() && end < at + 4 && source.charAt(end) >= '0' && source.charAt(end) <= '7') {
            value = value * 8 + source.charAt(end++) - '0';
        }
        out.append((char) value);
        return end;
    }
}
