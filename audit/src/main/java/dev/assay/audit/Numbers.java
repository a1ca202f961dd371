package dev.assay.audit;

import dev.assay.core.claim.ClaimKind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// Figures as sentences print them, with a blank before the per cent sign. What was measured has two significant
/// digits, never more certainty than there is: 0 and 100 only for exactly that. What was stated, such as a bar,
/// prints as it was stated.
public final class Numbers {

    /// Digits that a double surely has: what is beyond them comes from binary fractions.
    private static final MathContext NOISE = new MathContext(12, RoundingMode.HALF_EVEN);

    private Numbers() {}

    /// A measured share: `0.0537` as `5.4 %`, `0.39` as `39 %`, `0.997` as `99.7 %`, 1 as `100 %`.
    public static String percent(double share) {
        return digits(share * 100) + " %";
    }

    /// A measured gap: `0.0537` as `5.4 points`.
    public static String points(double gap) {
        return digits(gap * 100) + " points";
    }

    /// A share that was chosen, with every digit: `0.0125` as `1.25 %`.
    public static String statedPercent(double share) {
        return plain(share * 100) + " %";
    }

    /// A gap that was chosen, with every digit: `0.125` as `12.5 points`.
    public static String statedPoints(double gap) {
        return plain(gap * 100) + " points";
    }

    /// A claim's bar in its own unit, as it was stated.
    public static String bar(ClaimKind kind, double bar) {
        return kind == ClaimKind.PAIRED ? statedPoints(bar) : statedPercent(bar);
    }

    static String bar(ClaimPlan plan) {
        return bar(plan.kind(), plan.bar());
    }

    /// `12280` as `12,280`.
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// `1 call`, `2 calls`.
    static String count(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    private static String digits(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : "?";
        }
        double size = Math.abs(value);
        if (size < 100 && size >= 99.5) {
            BigDecimal cut = new BigDecimal(size).round(NOISE).setScale(1, RoundingMode.DOWN);
            return (value < 0 ? "-" : "") + cut.min(new BigDecimal("99.9"));
        }
        BigDecimal exact = new BigDecimal(value).round(NOISE).stripTrailingZeros();
        if (exact.precision() <= 2) {
            return exact.toPlainString();
        }
        BigDecimal rounded = exact.round(new MathContext(2, RoundingMode.HALF_EVEN));
        int scale = rounded.abs().compareTo(BigDecimal.TEN) >= 0 ? 0 : rounded.scale();
        return rounded.setScale(scale, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String plain(double value) {
        BigDecimal exact = new BigDecimal(value).round(NOISE);
        return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
    }
}
