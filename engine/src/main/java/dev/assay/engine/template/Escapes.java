package dev.assay.engine.template;

/// Escapes within a string, as Python reads them.
final class Escapes {

    private Escapes() {}

    /// Reads the escape that starts at `at` and gives the index after it.
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
            case '0' -> append(out, '\0', at);
            case '\\', '\'', '"' -> append(out, c, at);
            case '\n' -> at + 2;
            case 'x' -> hexadecimal(source, at, 2, out);
            case 'u' -> hexadecimal(source, at, 4, out);
            case 'U' -> hexadecimal(source, at, 8, out);
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
                // not an escape: read as it stands
            }
        }
        out.append(source, at, at + 2);
        return at + 2;
    }
}
