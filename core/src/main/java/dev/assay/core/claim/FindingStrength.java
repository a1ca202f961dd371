package dev.assay.core.claim;

/// How much a finding says, from calibration: hits on organisms known to be bad, false alarms on known
/// good ones.
///
/// LR+ = Se/FPR, LR- = (1-Se)/(1-FPR), PPV = pi LR+/(pi LR+ + 1 - pi), NPV = (1-pi)/(1 - pi + pi LR-).
/// Intervals take both Clopper-Pearson limits at 1 - (1 - confidence)/2 (Bonferroni), so they cover
/// jointly; infinity means that there is no upper limit. Where no false alarm was seen print lower limits
/// only, never a PPV of 1. Source: `ppv.json`.
///
/// @param hits bad ones that were found
/// @param bad bad ones examined, at least 1
/// @param falseAlarms good ones that were accused
/// @param good good ones examined, at least 1
public record FindingStrength(int hits, int bad, int falseAlarms, int good) {
    public FindingStrength {
        Counts.check(hits, bad);
        Counts.check(falseAlarms, good);
        if (bad == 0 || good == 0) {
            throw new IllegalArgumentException(
                    "Calibration needs bad and good ones: there were " + bad + " and " + good + ".");
        }
    }

    /// Share of the bad ones that are found.
    public double sensitivity() {
        return (double) hits / bad;
    }

    /// Share of the good ones that are accused.
    public double falseAlarmRate() {
        return (double) falseAlarms / good;
    }

    /// Whether only lower limits may be printed: no false alarm was seen.
    public boolean lowerLimitsOnly() {
        return falseAlarms == 0;
    }

    /// How many times likelier a finding is on a bad one; infinite when no false alarm was seen, NaN when
    /// nothing was.
    public double likelihoodRatio() {
        return sensitivity() / falseAlarmRate();
    }

    /// How many times likelier "no finding" is on a bad one.
    public double negativeLikelihoodRatio() {
        return (1 - sensitivity()) / (1 - falseAlarmRate());
    }

    /// Limits of {@link #likelihoodRatio}: [Se_low/FPR_high, Se_high/FPR_low].
    public Interval likelihoodRatioLimits(double confidence) {
        Interval se = sensitivityLimits(confidence);
        Interval alarm = falseAlarmLimits(confidence);
        return new Interval(se.low() / alarm.high(), se.high() / alarm.low());
    }

    /// Limits of {@link #negativeLikelihoodRatio}.
    public Interval negativeLikelihoodRatioLimits(double confidence) {
        Interval se = sensitivityLimits(confidence);
        Interval alarm = falseAlarmLimits(confidence);
        double high = alarm.high() < 1 ? (1 - se.low()) / (1 - alarm.high()) : Double.POSITIVE_INFINITY;
        return new Interval((1 - se.high()) / (1 - alarm.low()), high);
    }

    /// The log-delta interval of the likelihood ratio, exp(ln LR +- z sqrt(1/a - 1/b + 1/c - 1/d)),
    /// narrower than the guaranteed one; 0.5 is added to a and c and 1 to b and d when a cell is empty.
    public Interval likelihoodRatioLogDelta(double confidence) {
        boolean empty = hits == 0 || hits == bad || falseAlarms == 0 || falseAlarms == good;
        double a = hits + (empty ? 0.5 : 0);
        double b = bad + (empty ? 1.0 : 0);
        double c = falseAlarms + (empty ? 0.5 : 0);
        double d = good + (empty ? 1.0 : 0);
        double log = Math.log(a / b / (c / d));
        double half = SpecialFunctions.twoSidedZ(confidence) * Math.sqrt(1 / a - 1 / b + 1 / c - 1 / d);
        return new Interval(Math.exp(log - half), Math.exp(log + half));
    }

    /// Chance that a finding is right where `baseRate` of the models are bad.
    ///
    /// @throws IllegalArgumentException if the base rate is outside (0, 1)
    public double positivePredictiveValue(double baseRate) {
        return predictive(baseRate, likelihoodRatio());
    }

    /// Its limits; with {@link #lowerLimitsOnly} the upper one is 1 and not to be printed.
    public Interval positivePredictiveLimits(double baseRate, double confidence) {
        Interval ratio = likelihoodRatioLimits(confidence);
        return new Interval(predictive(baseRate, ratio.low()), predictive(baseRate, ratio.high()));
    }

    /// Chance that "no finding" is right where `baseRate` of the models are bad.
    ///
    /// @throws IllegalArgumentException if the base rate is outside (0, 1)
    public double negativePredictiveValue(double baseRate) {
        return 1 - predictive(baseRate, negativeLikelihoodRatio());
    }

    /// Its limits.
    public Interval negativePredictiveLimits(double baseRate, double confidence) {
        Interval ratio = negativeLikelihoodRatioLimits(confidence);
        return new Interval(1 - predictive(baseRate, ratio.high()), 1 - predictive(baseRate, ratio.low()));
    }

    /// The predictive value of a likelihood ratio, from calibration or from {@link PowerCurve} (P(fail) at
    /// a bad rate over P(fail) at a good one); 1 when the ratio is infinite.
    ///
    /// @throws IllegalArgumentException if the base rate is outside (0, 1)
    public static double predictive(double baseRate, double likelihoodRatio) {
        Counts.checkShare(baseRate, "The base rate");
        return Double.isInfinite(likelihoodRatio)
                ? 1
                : baseRate * likelihoodRatio / (baseRate * likelihoodRatio + 1 - baseRate);
    }

    Interval sensitivityLimits(double confidence) {
        return Intervals.clopperPearson(hits, bad, 1 - (1 - confidence) / 2);
    }

    Interval falseAlarmLimits(double confidence) {
        return Intervals.clopperPearson(falseAlarms, good, 1 - (1 - confidence) / 2);
    }
}
