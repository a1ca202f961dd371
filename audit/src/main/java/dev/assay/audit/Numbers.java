package dev.assay.audit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// Figures as sentences print them: two significant digits and a blank before the per cent sign.
public final class Numbers {

    private Numbers() {}

    /// `0.0537` as `5.4 %`, `0.39` as `39 %`, 1 as `100 %`.
    public static String percent(double share) {
        return digits(share * 100) + " %";
    }

    /// `0.1` as `10 points`.
    public static String points(double gap) {
        return digits(gap * 100) + " points";
    }

    /// A bar in its own unit.
    static String bar(ClaimPlan plan) {
        return plan.kind() == dev.assay.core.claim.ClaimKind.PAIRED ? points(plan.bar()) : percent(plan.bar());
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
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(2, RoundingMode.HALF_EVEN));
        if (rounded.abs().compareTo(BigDecimal.valueOf(99)) > 0) {
            rounded = new BigDecimal(value).setScale(0, RoundingMode.HALF_EVEN);
        }
        boolean whole = rounded.abs().compareTo(BigDecimal.TEN) >= 0;
        return whole ? rounded.setScale(0, RoundingMode.HALF_EVEN).toPlainString() : rounded.toPlainString();
    }
}
