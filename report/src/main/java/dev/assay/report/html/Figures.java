package dev.assay.report.html;

import dev.assay.core.claim.Digits;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/// Figures as a reader sees them: two significant digits, a narrow no-break space before the percent sign, gaps in
/// points with their sign, counts with thousands separated by commas.
final class Figures {
    /// U+202F: stands between a figure and its unit.
    static final String THIN = "\u202f";

    private static final String MINUS = "\u2212";
    private static final List<String> SMALL = List.of(
            "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve");

    private Figures() {}

    /// `18 %`, `5.4 %`, `0.11 %`, `0 %`; `not known` for NaN.
    static String percent(double rate) {
        return Double.isNaN(rate) ? "not known" : digits(rate * 100) + THIN + "%";
    }

    /// A bar, without digits that were not stated: `1 %`, `2.5 %`.
    static String barPercent(double bar) {
        return plain(bar * 100) + THIN + "%";
    }

    /// An upper bound, never rounded to less than it is: two digits, or the bar itself where they would exceed it.
    static String bound(double upper, double bar) {
        if (Double.isNaN(upper)) {
            return "not known";
        }
        BigDecimal up = new BigDecimal(upper * 100)
                .round(new MathContext(12, RoundingMode.HALF_EVEN))
                .round(new MathContext(2, RoundingMode.CEILING));
        return upper <= bar && up.doubleValue() > bar * 100 ? barPercent(bar) : digits(up.doubleValue()) + THIN + "%";
    }

    /// A rate that was chosen, not measured: two digits at most, none of them a trailing zero.
    static String stated(double rate) {
        return Digits.chosen(rate * 100) + THIN + "%";
    }

    /// `5.4 to 39 %`, or `not known`.
    static String percents(double low, double high) {
        if (Double.isNaN(low) || Double.isNaN(high)) {
            return "not known";
        }
        return digits(low * 100) + " to " + percent(high);
    }

    /// `+7.0 points`, one decimal: a gap's last digit has the same worth everywhere on its scale.
    static String points(double gap) {
        return Double.isNaN(gap) ? "not known" : signed(gap) + THIN + "points";
    }

    /// `−1.9 to +17 points`, or `not known`.
    static String pointsInterval(double low, double high) {
        if (Double.isNaN(low) || Double.isNaN(high)) {
            return "not known";
        }
        return signed(low) + " to " + points(high);
    }

    /// A paired bar: `10 points`.
    static String barPoints(double bar) {
        return plain(bar * 100) + THIN + "points";
    }

    /// A percentage for a power, where 100 would say too much: `79 %`, `above 99 %`, `below 1 %`.
    static String chance(double probability) {
        if (Double.isNaN(probability)) {
            return "not known";
        }
        if (probability > .99) {
            return "above 99" + THIN + "%";
        }
        if (probability < .01) {
            return "below 1" + THIN + "%";
        }
        return Math.round(probability * 100) + THIN + "%";
    }

    /// `5,702`.
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// `four` up to twelve, digits beyond.
    static String word(int number) {
        return number >= 0 && number < SMALL.size() ? SMALL.get(number) : count(number);
    }

    /// A measured number by {@link Digits#measured}, with a true minus sign.
    static String digits(double percentage) {
        return Digits.measured(percentage).replace("-", MINUS);
    }

    private static String signed(double gap) {
        double shown = Math.round(gap * 1000) / 10.0;
        String figure = String.format(Locale.ROOT, "%.1f", Math.abs(shown));
        return shown > 0 ? "+" + figure : shown < 0 ? MINUS + figure : "0";
    }

    /// A stated number by {@link Digits#stated}.
    static String plain(double number) {
        return Digits.stated(number).replace("-", MINUS);
    }
}
