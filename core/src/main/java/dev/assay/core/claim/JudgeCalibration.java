package dev.assay.core.claim;

/// What is known of a judge from graded cases, and what follows for a rate of its flags.
///
/// Sources: Rogan & Gladen 1978; Lang & Reiczigel 2014; `judge.json`. Limits of sensitivity and of the
/// false-positive rate are two-sided 95 % Clopper-Pearson limits.
///
/// @param found true cases that it flagged
/// @param cases true cases that it saw, at least 1
/// @param cleared other items that it did not flag
/// @param others other items that it saw, at least 1
public record JudgeCalibration(int found, int cases, int cleared, int others) {
    private static final double LIMITS = 0.95;

    public JudgeCalibration {
        Counts.check(found, cases);
        Counts.check(cleared, others);
        if (cases == 0 || others == 0) {
            throw new IllegalArgumentException(
                    "A judge's calibration needs true cases and others: it saw " + cases + " and " + others + ".");
        }
    }

    /// Share of the true cases that it flags.
    public double sensitivity() {
        return (double) found / cases;
    }

    /// Share of the others that it does not flag.
    public double specificity() {
        return (double) cleared / others;
    }

    /// Lower limit of the sensitivity.
    public double sensitivityLower() {
        return Intervals.clopperPearson(found, cases, LIMITS).low();
    }

    /// Upper limit of the false-positive rate.
    public double falsePositiveUpper() {
        return Intervals.clopperPearson(others - cleared, others, LIMITS).high();
    }

    /// Whether a rate at the bar shows at all among its false flags: falsePositiveUpper < bar x
    /// sensitivityLower. Otherwise a report says that this judge cannot resolve the rate, or every flag is
    /// confirmed independently.
    public boolean resolves(double bar) {
        return falsePositiveUpper() < bar * sensitivityLower();
    }

    /// The smallest bar that it resolves; above 1 when it resolves none.
    public double smallestBar() {
        return falsePositiveUpper() / sensitivityLower();
    }

    /// The rule of a rate claim on its flags: see {@link RateRule#forJudge}.
    public RateRule adjust(RateRule rule) {
        return rule.forJudge(sensitivityLower(), falsePositiveUpper());
    }

    /// A rate behind flags, corrected for the judge's errors.
    ///
    /// @param raw (q + Sp - 1)/(Se + Sp - 1), possibly outside [0, 1]
    /// @param clipped raw, clipped to [0, 1]
    /// @param error standard error by the delta method, judge's uncertainty included
    /// @param interval delta interval, clipped; too narrow for rare rates
    public record Corrected(double raw, double clipped, double error, Interval interval) {}

    /// Rogan-Gladen: pi = (q+Sp-1)/J, J = Se+Sp-1, Var = [q(1-q)/n + pi^2 Se(1-Se)/n_se + (1-pi)^2
    /// Sp(1-Sp)/n_sp]/J^2 with the raw pi.
    ///
    /// @throws IllegalArgumentException if the judge is no better than chance, or there are no draws
    public Corrected roganGladen(int flagged, int draws, double confidence) {
        requireDraws(flagged, draws);
        double q = (double) flagged / draws;
        double se = sensitivity();
        double sp = specificity();
        double youden = requireUseful(se + sp - 1);
        double raw = (q + sp - 1) / youden;
        double variance = q * (1 - q) / draws
                + raw * raw * se * (1 - se) / cases
                + (1 - raw) * (1 - raw) * sp * (1 - sp) / others;
        double error = Math.sqrt(variance) / youden;
        double z = SpecialFunctions.twoSidedZ(confidence);
        return new Corrected(raw, clip(raw), error, new Interval(clip(raw - z * error), clip(raw + z * error)));
    }

    /// Lang-Reiczigel: the same with n + z^2 draws and one added to each cell of the judge's tables;
    /// covers about as it says for rare rates too.
    ///
    /// @throws IllegalArgumentException if the judge is no better than chance, or there are no draws
    public Interval langReiczigel(int flagged, int draws, double confidence) {
        requireDraws(flagged, draws);
        double z = SpecialFunctions.twoSidedZ(confidence);
        double n = draws + z * z;
        double q = (flagged + z * z / 2) / n;
        double se = (found + 1) / (cases + 2.0);
        double sp = (cleared + 1) / (others + 2.0);
        double youden = requireUseful(se + sp - 1);
        double pi = (q + sp - 1) / youden;
        double seVariance = se * (1 - se) / (cases + 2.0);
        double spVariance = sp * (1 - sp) / (others + 2.0);
        double shift = 2 * z * z * (pi * seVariance - (1 - pi) * spVariance);
        double half = z * Math.sqrt(q * (1 - q) / n + pi * pi * seVariance + (1 - pi) * (1 - pi) * spVariance) / youden;
        return new Interval(clip(pi + shift - half), clip(pi + shift + half));
    }

    /// The rectangle of three Clopper-Pearson intervals at 1 - (1 - confidence)/3 for flags, sensitivity
    /// and specificity: guaranteed to cover, and wide.
    ///
    /// @throws IllegalArgumentException if there are no draws or confidence is outside (0, 1)
    public Interval rectangle(int flagged, int draws, double confidence) {
        requireDraws(flagged, draws);
        double each = 1 - (1 - confidence) / 3;
        Interval q = Intervals.clopperPearson(flagged, draws, each);
        Interval se = Intervals.clopperPearson(found, cases, each);
        Interval sp = Intervals.clopperPearson(cleared, others, each);
        double below = q.low() + sp.low() - 1;
        double low = below <= 0 ? 0 : below / (se.high() + sp.low() - 1);
        double youden = se.low() + sp.high() - 1;
        double high = youden <= 0 ? 1 : clip((q.high() + sp.high() - 1) / youden);
        return new Interval(Math.min(clip(low), high), high);
    }

    /// A hazard per turn behind flags: h = (flags/atRisk - (1 - Sp))/(Se + Sp - 1) clipped to [0, 1], with
    /// known Se and Sp. Right where each turn violates afresh; too low or too high where a drifted model
    /// stays drifted.
    ///
    /// @throws IllegalArgumentException if the judge is no better than chance, or nothing was at risk
    public static Corrected hazard(int flags, int atRisk, double sensitivity, double specificity) {
        requireDraws(flags, atRisk);
        double h = (double) flags / atRisk;
        double youden = requireUseful(sensitivity + specificity - 1);
        double raw = (h - (1 - specificity)) / youden;
        double error = Math.sqrt(h * (1 - h) / atRisk) / youden;
        double z = SpecialFunctions.twoSidedZ(LIMITS);
        return new Corrected(raw, clip(raw), error, new Interval(clip(raw - z * error), clip(raw + z * error)));
    }

    /// Chance that an innocent episode of so many turns is flagged at least once: 1 - Sp^turns; with one
    /// independent confirmation of each flag 1 - (1 - (1-Sp)^2)^turns.
    public static double falseViolation(double specificity, int turns, boolean confirmed) {
        double flag = confirmed ? (1 - specificity) * (1 - specificity) : 1 - specificity;
        return -Math.expm1(turns * Math.log1p(-flag));
    }

    private static void requireDraws(int flagged, int draws) {
        Counts.check(flagged, draws);
        if (draws == 0) {
            throw new IllegalArgumentException("No draws: there is no rate to correct.");
        }
    }

    private static double requireUseful(double youden) {
        if (!(youden > 0)) {
            throw new IllegalArgumentException(
                    "This judge is no better than chance: sensitivity + specificity - 1 is " + youden + ".");
        }
        return youden;
    }

    private static double clip(double value) {
        return Math.max(0, Math.min(1, value));
    }
}
