package dev.assay.core.claim;

/// The interval of a mean score over a number of items that was fixed beforehand, and how it was
/// computed.
///
/// @param interval the limits
/// @param method in words, such as `Clopper-Pearson`
public record MeanInterval(Interval interval, String method) {

    /// How an exact interval calls itself.
    public static final String EXACT = "Clopper-Pearson";

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

    /// Of a mean with its standard error over independent units: Student's t. For units that are
    /// clusters Miller 2024 (arXiv 2411.00640) gives the error. Units that are all alike have no spread
    /// to judge by; there the limits reach as far as those of Clopper-Pearson over as many units, of
    /// which none differs.
    ///
    /// @param mean of the items
    /// @param error standard error of the mean, at least 0
    /// @param units independent units, items or clusters, at least 2
    /// @param bounded whether scores lie in [0, 1], and so must the limits
    /// @param what the units are called, such as `clusters`
    /// @throws IllegalArgumentException if a number lies out of its range
    public static MeanInterval ofMean(
            double mean, double error, int units, boolean bounded, String what, double confidence) {
        Counts.checkShare(confidence, "Confidence");
        if (!(error >= 0) || units < 2 || Double.isNaN(mean)) {
            throw new IllegalArgumentException("A mean needs a standard error of at least 0 and 2 units, but they are "
                    + mean + ", " + error + " and " + units + ".");
        }
        if (error == 0) {
            double reach = Intervals.clopperPearson(0, units, confidence).high();
            return new MeanInterval(
                    limits(mean, reach, bounded), EXACT + " over " + units + " " + what + ", which are all alike");
        }
        double reach = StudentT.quantile((1 - confidence) / 2, units - 1.0) * error;
        return new MeanInterval(limits(mean, reach, bounded), "Student's t over " + units + " " + what);
    }

    private static Interval limits(double mean, double reach, boolean bounded) {
        return bounded
                ? new Interval(Math.max(0, mean - reach), Math.min(1, mean + reach))
                : new Interval(mean - reach, mean + reach);
    }
}
