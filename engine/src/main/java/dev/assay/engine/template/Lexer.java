package dev.assay.engine.template;

import dev.assay.engine.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Cuts a template into tokens, with Jinja's `trim_blocks` and `lstrip_blocks` on, as transformers has
/// them: the first line break after a block or comment goes, and so does white space between the start of
/// a line and a block or comment. `-` beside a tag removes all white space on that side, `+` keeps it
/// all.
final class Lexer {

    private static final int LONGEST = 1 << 20;

    private static final Pattern NUMBER = Pattern.compile(
            "0[xX](_?[0-9a-fA-F])+|0[oO](_?[0-7])+|0[bB](_?[01])+|\\d+(_\\d+)*(\\.\\d+(_\\d+)*)?([eE][+-]?\\d+(_\\d+)*)?");
    private static final Pattern RAW_END = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*([-+]?)%}");

    private static final String[] OPERATORS = {
        "**", "//", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "<", ">", "=", ".", ":", "|", ",", "(", ")",
        "[", "]", "{", "}"
    };

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private boolean lineStarting = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> read(String template) {
        if (template.length() > LONGEST) {
            throw new TemplateException(0, "The template is longer than %d characters".formatted(LONGEST));
        }
        var source = template.replace("\r\n", "\n").replace('\r', '\n');
        if (source.endsWith("\n")) {
            source = source.substring(0, source.length() - 1);
        }
        return new Lexer(source).run();
    }

    private List<Token> run() {
        while (at < source.length()) {
            var tag = nextTag();
            if (tag < 0) {
                data(source.substring(at));
                at = source.length();
                break;
            }
            var opening = source.charAt(tag + 1);
            var sign = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
            data(stripBefore(source.substring(at, tag), opening, sign));
            advance(tag + 2 + (sign == '-' || sign == '+' ? 1 : 0));
            switch (opening) {
                case '#' -> comment();
                case '{' -> tag(Kind.VARIABLE_BEGIN, Kind.VARIABLE_END, "}}");
                default -> block();
            }
        }
        tokens.add(new Token(Kind.END, "", line));
        return tokens;
    }

    private int nextTag() {
        for (var i = source.indexOf('{', at); i >= 0 && i + 1 < source.length(); i = source.indexOf('{', i + 1)) {
            if ("{%#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private String stripBefore(String text, char opening, char sign) {
        if (sign == '-') {
            return Strings.stripRight(text);
        }
        if (sign != '+' && opening != '{') {
            var start = text.lastIndexOf('\n') + 1;
            if ((start > 0 || lineStarting) && Strings.isBlank(text.substring(start))) {
                return text.substring(0, start);
            }
        }
        return text;
    }

    private void data(String text) {
        if (!text.isEmpty()) {
            tokens.add(new Token(Kind.DATA, text, line));
        }
    }

    private void advance(int to) {
        for (; at < to; at++) {
            if (source.charAt(at) == '\n') {
                line++;
            }
        }
    }

    private void comment() {
        var end = source.indexOf("#}", at);
        if (end < 0) {
            throw new TemplateException(line, "A comment is not closed");
        }
        var sign = end > at ? source.charAt(end - 1) : ' ';
        advance(end + 2);
        stripAfter(sign, true);
    }

    private void stripAfter(char sign, boolean trimBlock) {
        var from = at;
        if (sign == '-') {
            var end = at;
            while (end < source.length() && Strings.isSpace(source.charAt(end))) {
                end++;
            }
            advance(end);
        } else if (sign != '+' && trimBlock && at < source.length() && source.charAt(at) == '\n') {
            advance(at + 1);
        }
        lineStarting = at > from && source.charAt(at - 1) == '\n';
    }

    private void block() {
        var first = tokens.size();
        tag(Kind.BLOCK_BEGIN, Kind.BLOCK_END, "%}");
        if (tokens.size() == first + 3 && tokens.get(first + 1).isName("raw")) {
            while (tokens.size() > first) {
                tokens.removeLast();
            }
            raw();
        }
    }

    private void raw() {
        var matcher = RAW_END.matcher(source);
        if (!matcher.find(at)) {
            throw new TemplateException(line, "A raw block is not closed");
        }
        var sign = matcher.group(1).isEmpty() ? ' ' : matcher.group(1).charAt(0);
        data(stripBefore(source.substring(at, matcher.start()), '%', sign));
        advance(matcher.end());
        stripAfter(matcher.group(2).isEmpty() ? ' ' : matcher.group(2).charAt(0), true);
    }

    private void tag(Kind begin, Kind end, String closing) {
        tokens.add(new Token(begin, "", line));
        var open = 0;
        while (true) {
            while (at < source.length() && Strings.isSpace(source.charAt(at))) {
                advance(at + 1);
            }
            if (at >= source.length()) {
                throw new TemplateException(line, "A tag is not closed by " + closing);
            }
            var c = source.charAt(at);
            var signed = (c == '-' || c == '+') && source.startsWith(closing, at + 1);
            if (open == 0 && (signed || source.startsWith(closing, at))) {
                tokens.add(new Token(end, "", line));
                advance(at + (signed ? 3 : 2));
                stripAfter(signed ? c : ' ', end == Kind.BLOCK_END);
                return;
            }
            if (c == '\'' || c == '"') {
                string(c);
            } else if (Character.isDigit(c)) {
                number();
            } else if (Character.isUnicodeIdentifierStart(c) || c == '_') {
                var stop = at + 1;
                while (stop < source.length() && isNamePart(source.charAt(stop))) {
                    stop++;
                }
                add(Kind.NAME, stop);
            } else {
                var operator = operator();
                open += "([{".contains(operator) ? 1 : ")]}".contains(operator) ? -1 : 0;
            }
        }
    }

    private static boolean isNamePart(char c) {
        return c == '_' || Character.isUnicodeIdentifierPart(c);
    }

    private void add(Kind kind, int stop) {
        tokens.add(new Token(kind, source.substring(at, stop), line));
        advance(stop);
    }

    private String operator() {
        for (var operator : OPERATORS) {
            if (source.startsWith(operator, at)) {
                add(Kind.OPERATOR, at + operator.length());
                return operator;
            }
        }
        throw new TemplateException(line, "Unexpected character '%s'".formatted(source.charAt(at)));
    }

    private void number() {
        var matcher = NUMBER.matcher(source);
        matcher.region(at, source.length());
        if (!matcher.lookingAt()) {
            throw new TemplateException(line, "Unexpected digit '%s'".formatted(source.charAt(at)));
        }
        var whole = matcher.group(5) == null && matcher.group(7) == null;
        add(whole ? Kind.INTEGER : Kind.FLOAT, matcher.end());
    }

    private void string(char quote) {
        var start = line;
        var value = new StringBuilder();
        var i = at + 1;
        while (i < source.length() && source.charAt(i) != quote) {
            if (source.charAt(i) == '\\' && i + 1 < source.length()) {
                i = Escapes.read(source, i, value);
            } else {
                value.append(source.charAt(i++));
            }
        }
        if (i >= source.length()) {
            throw new TemplateException(start, "A string is not closed");
        }
        advance(i + 1);
        tokens.add(new Token(Kind.STRING, value.toString(), start));
    }
}
