package dev.assay.core.claim;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers as the digits that every sentence, terminal and page of Assay shows for them; who shows them adds the unit.
///
/// What was *measured* has two significant digits and never more certainty than there is. What was *stated*, such as a
/// bar, has every digit that was given. What was *chosen*, such as the rate for which a power is told, has two at most.
public final class Digits {

    /// Digits that a double surely has: what is beyond them comes from binary fractions.
    private static final MathContext NOISE = new MathContext(12, RoundingMode.HALF_EVEN);

    private static final MathContext TWO = new MathContext(2, RoundingMode.HALF_EVEN);

    private Digits() {}

    /// A measured percentage or gap in points: `5.37` as `5.4`, `5` as `5.0`, `39.2` as `39`, `0` as `0`; from 99.5 on
    /// one decimal, cut and not rounded, so that 100 is exactly 100; `?` for what is no number.
    public static String measured(double value) {
        double size = Math.abs(value);
        if (size == 0 || !Double.isFinite(value)) {
            return size == 0 ? "0" : "?";
        }
        if (size >= 10 && size <= 100 && size == Math.rint(size)) {
            return Long.toString((long) value);
        }
        BigDecimal exact = new BigDecimal(value).round(NOISE);
        if (size < 100 && size >= 99.5) {
            BigDecimal cut = exact.abs().setScale(1, RoundingMode.DOWN).min(new BigDecimal("99.9"));
            return (value < 0 ? "-" : "") + cut;
        }
        BigDecimal rounded = exact.round(TWO);
        int beforeThePoint = rounded.precision() - rounded.scale();
        return rounded.setScale(Math.max(0, 2 - beforeThePoint), RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    /// A number as it was stated: `1.25` as `1.25`, `7.000000000000001` as `7`.
    public static String stated(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e12) {
            return Long.toString((long) value);
        }
        return plain(new BigDecimal(value).round(NOISE));
    }

    /// A number that was chosen: `12.34` as `12`, `0.5` as `0.5`, `5` as `5`.
    public static String chosen(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 100) {
            return Long.toString((long) value);
        }
        return plain(new BigDecimal(value).round(NOISE).round(TWO));
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
