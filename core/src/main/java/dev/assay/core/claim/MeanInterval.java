package dev.assay.core.claim;

/// The interval of a mean score over a number of items that was fixed beforehand, and how it was
/// computed.
///
/// @param interval the limits
/// @param method in words, such as `Clopper-Pearson`
public record MeanInterval(Interval interval, String method) {

    /// How an exact interval calls itself.
    public static final String EXACT = "Clopper-Pearson";

    /// So many items have to differ before their spread is believed.
    static final double ENOUGH = 5;

    private static final double ROUNDING = 1e-12;

    /// Of items that are independent and right or wrong: Clopper-Pearson, whose two sides err with half
    /// of the rest at most.
    ///
    /// @throws IllegalArgumentException unless 0 <= hits <= items, items is at least 1, and confidence
    ///     is in (0, 1)
    public static MeanInterval exact(int hits, int items, double confidence) {
        if (items < 1) {
            throw new IllegalArgumentException("items must be at least 1, but is " + items);
        }
        return new MeanInterval(Intervals.clopperPearson(hits, items, confidence), EXACT);
    }

    /// Of a mean with its standard error over independent units. For units that are clusters Miller 2024
    /// (arXiv 2411.00640) gives the error.
    ///
    /// Scores in [0, 1]: the limits of Clopper-Pearson for as many independent draws as have this error,
    /// n = mean (1 - mean)/error^2 (t_(items-1)/t_(units-1))^2, since Student's t, as Wald's, has no width
    /// and leaves [0, 1] near its ends. Source: Korn and Graubard 1998, "Confidence intervals for proportions
    /// with small expected number of positive counts estimated from survey data", Survey Methodology 24.
    /// Near an end too few differ for their spread to tell how alike the rest is. Therefore n is at most
    /// units max(1, k/5) where k = items min(mean, 1 - mean) differ, and where units are
    /// clusters at most `items`: a rule of our own, with which the first score below 1 does not
    /// narrow what none below 1 allows.
    ///
    /// Other scores: Student's t. Units that are all alike have no spread to judge by; there the limits
    /// reach as far as those of Clopper-Pearson over as many units, of which none differs. An error
    /// of at most 1e-12 max(1, |mean|) is rounding, and taken for none.
    ///
    /// @param mean of the items
    /// @param error standard error of the mean, at least 0
    /// @param units independent units, items or clusters, at least 2
    /// @param items that the units hold, at least as many
    /// @param bounded whether scores lie in [0, 1], and so must mean and limits
    /// @param what the units are called, such as `clusters`
    /// @throws IllegalArgumentException if a number lies out of its range
    public static MeanInterval ofMean(
            double mean, double error, int units, int items, boolean bounded, String what, double confidence) {
        Counts.checkShare(confidence, "Confidence");
        if (!(error >= 0) || units < 2 || Double.isNaN(mean)) {
            throw new IllegalArgumentException("A mean needs a standard error of at least 0 and 2 units, but they are "
                    + mean + ", " + error + " and " + units + ".");
        }
        if (items < units || bounded && !(mean >= 0 && mean <= 1)) {
            throw new IllegalArgumentException("A mean in [0, 1] over " + units + " units needs as many items, but is "
                    + mean + " over " + items + ".");
        }
        if (isRounding(mean, error)) {
            double reach = Intervals.clopperPearson(0, units, confidence).high();
            return new MeanInterval(
                    limits(mean, reach, bounded), EXACT + " over " + units + " " + what + ", which are all alike");
        }
        double tail = (1 - confidence) / 2;
        double student = StudentT.quantile(tail, units - 1.0);
        if (bounded && mean > 0 && mean < 1) {
            double effective = Math.pow(StudentT.quantile(tail, items - 1.0) / student / error, 2) * mean * (1 - mean);
            double most = units * Math.max(1, items * Math.min(mean, 1 - mean) / ENOUGH);
            double draws = Math.min(effective, units < items ? Math.min(items, most) : most);
            return new MeanInterval(
                    Intervals.clopperPearsonAt(mean, draws, confidence), "Korn-Graubard over " + units + " " + what);
        }
        return new MeanInterval(limits(mean, student * error, bounded), "Student's t over " + units + " " + what);
    }

    /// Whether a standard error is none, but for the rounding of its terms.
    public static boolean isRounding(double mean, double error) {
        return error <= ROUNDING * Math.max(1, Math.abs(mean));
    }

    private static Interval limits(double mean, double reach, boolean bounded) {
        return bounded
                ? new Interval(Math.max(0, mean - reach), Math.min(1, mean + reach))
                : new Interval(mean - reach, mean + reach);
    }
}
