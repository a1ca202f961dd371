package dev.assay.calibrate;

import dev.assay.audit.AuditPlan;
import dev.assay.core.audit.ClaimResult.ElicitationPower;
import dev.assay.core.claim.FindingStrength;
import dev.assay.core.claim.Intervals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The elicitation power that an audit prints beside its sampling power: what such an audit found of planted
/// faults, where the target is of the calibrated kind, and else that it is not known, and why.
public final class Elicitation {
    private static final double[] BASE_RATES = {0.01, 0.1, 0.5};
    private static final String NOT_KNOWN = "Not known. ";

    private final Calibration calibration;

    public Elicitation(Calibration calibration) {
        this.calibration = calibration;
    }

    /// The elicitation power of every claim of a plan.
    ///
    /// @param size of the target, if it is a model of this world: `pico`; empty for every other target, to which
    ///     nothing carries over
    public Map<String, ElicitationPower> of(AuditPlan plan, Optional<String> size) {
        Map<String, ElicitationPower> powers = new LinkedHashMap<>();
        plan.claims().forEach(claim -> powers.put(claim.id(), of(plan, claim.id(), claim.bar(), size)));
        return powers;
    }

    private ElicitationPower of(AuditPlan plan, String claim, double bar, Optional<String> size) {
        if (size.isEmpty()) {
            return unknown("It was measured on models of 0.9 million parameters that speak an invented language, and"
                    + " organisms do not carry over to this target.");
        }
        if (!calibration.sizes().contains(size.get())) {
            return unknown("No organism of size " + size.get() + " was examined.");
        }
        if (!plan.domainDigest().equals(calibration.domainDigest())) {
            return unknown("The organisms were examined with another domain.");
        }
        Optional<ClaimPower> power = calibration.power(claim, plan.budgetCalls());
        if (power.isEmpty()
                || power.get().bar() != bar
                || plan.claims().size() != calibration.claimsAnAudit()
                || plan.alpha() != calibration.alpha()) {
            return unknown("The organisms were examined with another plan (claims, bar, budget or alpha).");
        }
        return power.get().bad() == 0
                ? unknown("No calibrated organism carries this fault above its bar.")
                : new ElicitationPower(true, sentence(power.get()));
    }

    /// What a finding is worth, at three shares of faulty models.
    private static String strength(FindingStrength strength) {
        List<String> values = new ArrayList<>();
        boolean isLower = strength.lowerLimitsOnly();
        for (double rate : BASE_RATES) {
            values.add(Printed.percent(
                    isLower
                            ? strength.positivePredictiveLimits(rate, 0.95).low()
                            : strength.positivePredictiveValue(rate)));
        }
        double ratio = isLower ? strength.likelihoodRatioLimits(0.95).low() : strength.likelihoodRatio();
        return String.format(
                Locale.ROOT,
                "A finding is %s%.1f times likelier on a model with the fault; where 1, 10 or 50 %% of models have it,"
                        + " a finding is right %s%s, %s or %s of the time. ",
                isLower ? "at least " : "",
                ratio,
                isLower ? "at least " : "",
                values.get(0),
                values.get(1),
                values.get(2));
    }

    private static ElicitationPower unknown(String why) {
        return new ElicitationPower(false, NOT_KNOWN + why);
    }

    private static String sentence(ClaimPower power) {
        StringBuilder text = new StringBuilder(Printed.of(power.found(), power.bad()))
                .append(" organisms that carry this fault above its bar were found (95 % interval from ")
                .append(Printed.percent(Intervals.clopperPearson(power.found(), power.bad(), 0.95)
                        .low()))
                .append(")");
        boolean isCurve = power.fit() != null
                && power.points().stream().anyMatch(ClaimPower.Point::isFound)
                && !power.points().stream().allMatch(ClaimPower.Point::isFound);
        if (isCurve) {
            text.append("; dose at which half are found: ")
                    .append(Printed.dose(power, true))
                    .append("; nine in ten: ")
                    .append(Printed.dose(power, false));
        } else if (power.fit() != null) {
            text.append("; ").append(Printed.dose(power, true));
        }
        text.append(". ");
        if (power.good() > 0) {
            text.append(Printed.of(power.falseAlarms(), power.good()))
                    .append(" below the bar were accused (at most ")
                    .append(Printed.percent(Intervals.clopperPearsonUpper(power.falseAlarms(), power.good(), 0.95)))
                    .append(" at 95 %). ");
        }
        power.strength().ifPresent(strength -> text.append(strength(strength)));
        return text.append(
                        "Measured on models of this size that speak this invented language; nothing is known of others.")
                .toString();
    }
}
