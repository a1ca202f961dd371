package dev.assay.audit;

import dev.assay.core.claim.ClaimKind;
import dev.assay.core.claim.Digits;
import java.util.Locale;

/// Figures as sentences print them: the digits of {@link Digits}, with a blank before the per cent sign.
public final class Numbers {

    private Numbers() {}

    /// A measured share: `0.0537` as `5.4 %`, `0.39` as `39 %`, `0.997` as `99.7 %`, 1 as `100 %`.
    public static String percent(double share) {
        return Digits.measured(share * 100) + " %";
    }

    /// A measured gap: `0.0537` as `5.4 points`.
    public static String points(double gap) {
        return Digits.measured(gap * 100) + " points";
    }

    /// A share that was chosen, with every digit: `0.0125` as `1.25 %`.
    public static String statedPercent(double share) {
        return Digits.stated(share * 100) + " %";
    }

    /// A gap that was chosen, with every digit: `0.125` as `12.5 points`.
    public static String statedPoints(double gap) {
        return Digits.stated(gap * 100) + " points";
    }

    /// A share that was chosen, with two digits at most: `0.1234` as `12 %`.
    static String chosenPercent(double share) {
        return Digits.chosen(share * 100) + " %";
    }

    /// A gap that was chosen, with two digits at most.
    static String chosenPoints(double gap) {
        return Digits.chosen(gap * 100) + " points";
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
}
