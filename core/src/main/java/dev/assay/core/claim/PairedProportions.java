package dev.assay.core.claim;

/// The difference of two rates over the same items, at a number of items fixed beforehand: score limits,
/// which hold
/// near zero too, where the interval of the normal approximation has no width.
///
/// Source: Tango 1998, "Equivalence test and confidence interval for the difference in proportions for the
/// paired-sample design", Statistics in Medicine 17, equations 6 and 13.
public final class PairedProportions {

    private PairedProportions() {}

    /// The gaps that the score test does not reject on either side.
    ///
    /// @param gains items right only under the candidate
    /// @param losses items right only under the baseline
    /// @param items all items, concordant ones included; at least 1
    /// @param tail error of each side, in (0, 1/2]; .025 for an interval of 95 %
    /// @return limits of candidate minus baseline, within [-1, 1]
    /// @throws IllegalArgumentException if a number is out of its range
    public static Interval scoreInterval(int gains, int losses, int items, double tail) {
        check(gains, losses, items);
        if (!(tail > 0 && tail <= 0.5)) {
            throw new IllegalArgumentException("The tail is " + tail + " but must lie in (0, 1/2].");
        }
        double z = SpecialFunctions.twoSidedZ(1 - 2 * tail + (tail == 0.5 ? 1e-12 : 0));
        double estimate = (double) (gains - losses) / items;
        double low = estimate <= -1 ? -1 : Roots.boundary(gap -> score(gains, losses, items, gap) <= z, -1, estimate);
        double high = estimate >= 1 ? 1 : Roots.boundary(gap -> score(gains, losses, items, gap) <= -z, estimate, 1);
        return new Interval(low, high);
    }

    /// The signed score statistic against "candidate minus baseline is `gap`"; it falls as `gap` grows.
    static double score(int gains, int losses, int items, double gap) {
        double deviation = gains - losses - items * gap;
        // The constrained estimate of the losses' share given the gap.
        double a = 2.0 * items;
        double b = -gains - losses + (2.0 * items - gains + losses) * gap;
        double c = -losses * gap * (1 - gap);
        double share = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
        double variance = items * (2 * share + gap * (1 - gap));
        if (variance <= 0) {
            return deviation == 0 ? 0 : Math.copySign(Double.POSITIVE_INFINITY, deviation);
        }
        return deviation / Math.sqrt(variance);
    }

    private static void check(int gains, int losses, int items) {
        if (gains < 0 || losses < 0 || items < 1 || (long) gains + losses > items) {
            throw new IllegalArgumentException(gains + " gains and " + losses + " losses in " + items
                    + " items: counts must not be negative, and no more than the items.");
        }
    }
}
