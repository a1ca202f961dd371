package dev.assay.app.eval;

import dev.assay.core.claim.DesignEffect;
import dev.assay.core.claim.Interval;
import dev.assay.core.claim.McNemarDesign;
import dev.assay.core.claim.MeanInterval;
import dev.assay.core.claim.SampleSize;
import java.util.Optional;

/// What a run can show if its accuracy is as expected. The variance of an answer's score, p (1 - p), is
/// split by the correlation of two answers to the same sample: that share lies between samples, the
/// rest within them, and only the rest shrinks with epochs. Clusters multiply the variance by their
/// design effect.
///
/// Single answers without clusters are right or wrong: their interval is Clopper-Pearson's and their
/// comparison McNemar's exact test. All else is Miller 2024 (arXiv 2411.00640), section 5, with Kish's
/// design effect, and with Student's quantiles of units - 1 degrees of freedom, by which `./assay compare`
/// decides there.
///
/// @param accuracy p, in (0, 1)
/// @param clusters samples and how they cluster
/// @param epochs answers a sample, at least 1
/// @param intraclass share of the variance between clusters, in [0, 1]
/// @param correlation of two runs' scores, in [0, 1) and at most `epochCorrelation`
/// @param epochCorrelation of two answers to the same sample, in [0, 1]
record PlanPrecision(
        double accuracy,
        DesignEffect clusters,
        int epochs,
        double intraclass,
        double correlation,
        double epochCorrelation) {

    static final double ALPHA = 0.05;

    private static final double CONFIDENCE = 1 - ALPHA;
    private static final long MOST_EXACT = 1_000_000;

    static PlanPrecision of(
            double accuracy, DesignEffect clusters, int epochs, boolean greedy, PlanAssumptions assumptions) {
        return new PlanPrecision(
                accuracy,
                clusters,
                epochs,
                assumptions.intraclass(),
                assumptions.correlation(greedy),
                assumptions.epochCorrelation(greedy));
    }

    PlanPrecision withEpochs(int value) {
        return new PlanPrecision(accuracy, clusters, value, intraclass, correlation, epochCorrelation);
    }

    private boolean isPlain() {
        return epochs == 1 && clusters.clusters() == clusters.items();
    }

    double designEffect() {
        return clusters.at(intraclass);
    }

    private double variance() {
        return accuracy * (1 - accuracy);
    }

    /// Standard error of the accuracy.
    double error() {
        double perSample = variance() * (epochCorrelation + (1 - epochCorrelation) / epochs);
        return Math.sqrt(perSample * designEffect() / clusters.items());
    }

    /// The interval of 95 % if the accuracy comes out as expected; empty where there is a single cluster.
    Optional<MeanInterval> interval() {
        if (isPlain() && clusters.items() <= MOST_EXACT) {
            int items = (int) clusters.items();
            return Optional.of(MeanInterval.exact((int) Math.round(accuracy * items), items, CONFIDENCE));
        }
        if (clusters.clusters() < 2) {
            return Optional.empty();
        }
        boolean single = clusters.clusters() == clusters.items();
        return Optional.of(MeanInterval.ofMean(
                accuracy,
                error(),
                (int) Math.min(Integer.MAX_VALUE, clusters.clusters()),
                (int) Math.min(Integer.MAX_VALUE, clusters.items()),
                true,
                single ? "samples" : "clusters",
                CONFIDENCE));
    }

    /// Half of its width; NaN where there is none.
    double halfWidth() {
        return interval().map(MeanInterval::interval).map(Interval::width).orElse(Double.NaN) / 2;
    }

    /// The smallest difference to another run of the same samples that is found with that power,
    /// two-sided at 5 %; NaN where not even the largest would be.
    double paired(double power) {
        return possible(
                isPlain()
                        ? new McNemarDesign(discordant(), ALPHA).detectable(clusters.items(), power)
                        : detectable(paired(epochs, power), clusters.items()));
    }

    /// The same for a run of as many other samples.
    double unpaired(double power) {
        return possible(
                isPlain()
                        ? unpaired(epochs, power).detectable(clusters.items())
                        : detectable(unpaired(epochs, power), clusters.items()));
    }

    /// About how many samples of the same kind find a difference of `gap` to another run of the same
    /// samples.
    long pairedSamples(double gap, double power) {
        return isPlain()
                ? new McNemarDesign(discordant(), ALPHA).items(gap, power)
                : needed(paired(epochs, power), gap);
    }

    /// The same for runs of different samples.
    long unpairedSamples(double gap, double power) {
        SampleSize size = unpaired(epochs, power);
        return isPlain() ? up(size.items(gap)) : needed(size, gap);
    }

    /// Of `items` samples in clusters as large as these.
    private double detectable(SampleSize size, long items) {
        double units = (double) items * clusters.clusters() / clusters.items();
        return size.detectable(items, units - 1) * Math.sqrt(designEffect());
    }

    private long needed(SampleSize size, double gap) {
        // Student's quantiles are over the normal ones, so that fewer than these cannot do.
        long low = up(size.items(gap) * designEffect()) - 1;
        long high = low + 1;
        while (!(detectable(size, high) <= gap)) {
            low = high;
            high *= 2;
        }
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (detectable(size, middle) <= gap) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /// Share of samples whose grade changes between two runs of equal accuracy.
    double discordant() {
        return 2 * variance() * (1 - correlation);
    }

    private SampleSize paired(int answers, double power) {
        return new SampleSize(
                2 * variance() * (epochCorrelation - correlation),
                variance() * (1 - epochCorrelation),
                answers,
                ALPHA,
                power);
    }

    private SampleSize unpaired(int answers, double power) {
        return new SampleSize(
                2 * variance() * epochCorrelation, variance() * (1 - epochCorrelation), answers, ALPHA, power);
    }

    private double possible(double gap) {
        return gap <= Math.max(accuracy, 1 - accuracy) ? gap : Double.NaN;
    }

    private static long up(double items) {
        return Math.max(2, (long) Math.ceil(items - 1e-9));
    }
}
