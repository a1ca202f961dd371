package dev.assay.core.compare;

import dev.assay.core.claim.ClusteredMean;
import dev.assay.core.claim.Interval;
import dev.assay.core.claim.PairedComparison.McNemar;
import dev.assay.core.claim.PairedProportions;
import dev.assay.core.claim.SignFlipTest;
import dev.assay.core.claim.StudentT;

/// What differences over items that come in clusters say of the mean difference.
///
/// Single items with scores of 0 and 1: Tango's score limits and McNemar's exact test. All else: Student's
/// t on the
/// clustered standard error (with C - 1 degrees of freedom) and the sign-flip test over clusters. Where
/// fewer than
/// {@link #FEW_MOVED} clusters moved at all, t has no hold, and the limits are widened to Tango's over the
/// clusters'
/// signs.
///
/// @param interval limits of the mean difference, each side with the stated tail; in units of the score
/// @param error standard error of the mean difference, clustered; 0 where nothing moved
/// @param worse one-sided p-value against "no drop"
/// @param better one-sided p-value against "no rise"
/// @param method in words
record DifferenceTest(Interval interval, double error, double worse, double better, String method) {

    static final int FEW_MOVED = 20;
    private static final int MOST_FLIPPED = 400;
    private static final int FLIPS = 20_000;

    /// @param differences candidate minus baseline, one an item
    /// @param clusterOf number of each item's cluster, from 0 without gaps
    /// @param binary whether every score is 0 or 1
    /// @param span largest difference that the score allows; infinite where that is not known
    /// @param tail error of each side of the interval
    static DifferenceTest of(
            double[] differences, int[] clusterOf, boolean binary, double span, double tail, long seed) {
        ClusteredMean mean = ClusteredMean.of(differences, clusterOf);
        int gains = count(differences, 1);
        int losses = count(differences, -1);
        if (binary && mean.clusters() == mean.items()) {
            return new DifferenceTest(
                    PairedProportions.scoreInterval(gains, losses, mean.items(), tail),
                    Double.isNaN(mean.independentError()) ? 0 : mean.independentError(),
                    McNemar.of(losses, gains).oneSided(),
                    McNemar.of(gains, losses).oneSided(),
                    "Tango's score limits and McNemar's exact test on single items");
        }
        return clustered(mean, sums(differences, clusterOf, mean.clusters()), span, tail, seed);
    }

    private static DifferenceTest clustered(ClusteredMean mean, double[] sums, double span, double tail, long seed) {
        int clusters = mean.clusters();
        if (clusters < 2) {
            return new DifferenceTest(
                    new Interval(-span, span), 0, 1, 1, "none: a single cluster says nothing of the next one");
        }
        double error = mean.standardError();
        double reach = StudentT.quantile(tail, clusters - 1.0) * error;
        double low = mean.mean() - reach;
        double high = mean.mean() + reach;
        int up = count(sums, 1);
        int down = count(sums, -1);
        String method = "Student's t on the clustered standard error";
        if (up + down < FEW_MOVED) {
            Interval signs = PairedProportions.scoreInterval(up, down, clusters, tail);
            low = Math.min(low, span * signs.low());
            high = Math.max(high, span * signs.high());
            method += ", widened because few clusters moved,";
        }
        double worse;
        double better;
        if (up + down <= MOST_FLIPPED) {
            worse = SignFlipTest.lowerTail(sums, FLIPS, seed);
            better = SignFlipTest.lowerTail(negated(sums), FLIPS, seed);
            method += " and the sign-flip test over clusters";
        } else {
            worse = StudentT.upperTail(-mean.mean() / error, clusters - 1.0);
            better = StudentT.upperTail(mean.mean() / error, clusters - 1.0);
            method += " and its t-test";
        }
        return new DifferenceTest(
                new Interval(Math.max(-span, low), Math.min(span, high)), error, worse, better, method);
    }

    private static double[] sums(double[] values, int[] clusterOf, int clusters) {
        double[] sums = new double[clusters];
        for (int i = 0; i < values.length; i++) {
            sums[clusterOf[i]] += values[i];
        }
        return sums;
    }

    private static double[] negated(double[] values) {
        double[] negated = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            negated[i] = -values[i];
        }
        return negated;
    }

    private static int count(double[] values, int sign) {
        int count = 0;
        for (double value : values) {
            count += Math.signum(value) == sign ? 1 : 0;
        }
        return count;
    }
}
