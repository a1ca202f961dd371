package dev.assay.core.task;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers as people write them.
final class Numbers {

    /// A sign, digits with separators of thousands or without, decimals, an exponent, a fraction, a per
    /// cent sign.
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])[-+\u2212]?"
            + "(?:\\d{1,3}(?:[,_\u2009\u202F\u00A0]\\d{3})++(?![\\d])|\\d{1,400}+)?+(?:\\.\\d{1,400}+)?+(?:[eE][-+]?\\d{1,3})?+"
            + "(?:\\s?/\\s?\\d{1,18}+)?+\\s?%?+");

    private static final int LONGEST = 20_000;

    private Numbers() {}

    /// The last number in a text; a per cent sign divides by a hundred.
    static Optional<BigDecimal> last(String text) {
        String end = text.length() > LONGEST ? text.substring(text.length() - LONGEST) : text;
        Matcher matcher = NUMBER.matcher(end);
        Optional<BigDecimal> last = Optional.empty();
        while (matcher.find()) {
            Optional<BigDecimal> number = parse(matcher.group());
            if (number.isPresent()) {
                last = number;
            }
        }
        return last;
    }

    private static Optional<BigDecimal> parse(String found) {
        String text = found.replaceAll("[,_\u2009\u202F\u00A0]", "").strip().replace('\u2212', '-');
        boolean percent = text.endsWith("%");
        if (percent) {
            text = text.substring(0, text.length() - 1).strip();
        }
        if (text.chars().noneMatch(Character::isDigit) || text.startsWith("e") || text.startsWith("E")) {
            return Optional.empty();
        }
        try {
            int slash = text.indexOf('/');
            BigDecimal number =
                    new BigDecimal(slash < 0 ? text : text.substring(0, slash).strip());
            if (slash >= 0) {
                BigDecimal below = new BigDecimal(text.substring(slash + 1).strip());
                if (below.signum() == 0) {
                    return Optional.empty();
                }
                number = number.divide(below, java.math.MathContext.DECIMAL64);
            }
            return Optional.of(percent ? number.movePointLeft(2) : number);
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// Whether two numbers differ by at most `absolute` or `relative` times the second.
    static boolean near(BigDecimal number, BigDecimal wanted, double relative, double absolute) {
        BigDecimal difference = number.subtract(wanted).abs();
        BigDecimal allowed = wanted.abs().multiply(BigDecimal.valueOf(relative)).max(BigDecimal.valueOf(absolute));
        return difference.compareTo(allowed) <= 0;
    }
}
