package dev.assay.core.claim;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/// Checks of counts and figures as sentences print them.
final class Counts {
    private Counts() {}

    /// @throws IllegalArgumentException unless 0 <= hits <= draws
    static void check(int hits, int draws) {
        if (hits < 0 || draws < hits) {
            throw new IllegalArgumentException(
                    hits + " hits in " + draws + " draws: hits must lie between 0 and the number of draws.");
        }
    }

    /// @throws IllegalArgumentException unless 0 < value < 1
    static void checkShare(double value, String name) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(name + " is " + value + " but must lie between 0 and 1, ends excluded.");
        }
    }

    /// `0.05` as `5 %`, as it was stated.
    static String percent(double share) {
        return Digits.stated(share * 100) + " %";
    }

    /// `0.1` as `10 points`, as it was stated.
    static String points(double gap) {
        return Digits.stated(gap * 100) + " points";
    }

    /// e to the given power as a reader wants it: `20.2`, `1,300`, `over a million`.
    static String evidence(double logE) {
        double value = Math.exp(logE);
        if (value >= 1e6) {
            return "over a million";
        }
        return value >= 1000 ? String.format(Locale.ROOT, "%,d", (long) value) : plain(value);
    }

    private static String plain(double value) {
        if (value == 0) {
            return "0";
        }
        String digits = new BigDecimal(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
        return digits;
    }

    /// `1 hit`, `2 hits`.
    static String count(int number, String word) {
        return String.format(Locale.ROOT, "%,d %s%s", number, word, number == 1 ? "" : "s");
    }
}
