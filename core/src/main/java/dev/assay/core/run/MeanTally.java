package dev.assay.core.run;

import dev.assay.core.claim.MeanInterval;
import dev.assay.core.task.Metric;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The interval of 95 % beside the mean of a scorer's grades, in one pass: Clopper-Pearson where each
/// sample is right or wrong and none shares a cluster; else {@link MeanInterval#ofMean} over samples or clusters.
/// Welford 1962 for the variance; the clustered error is that of {@link Metric#clusteredStandardError}.
final class MeanTally {

    private static final double CONFIDENCE = 0.95;
    private static final String IF_INDEPENDENT = ", if samples are independent";
    private static final int MOST_EXACT = 1_000_000;

    private final Optional<String> key;
    private final Map<String, double[]> clusters = new HashMap<>();
    private int count;
    private int hits;
    private double sum;
    private double mean;
    private double squares;
    private boolean binary = true;
    private boolean bounded = true;
    private boolean clustered = true;

    /// @param key the metadata that tells clusters apart; empty where each sample is its own
    MeanTally(Optional<String> key) {
        this.key = key;
    }

    void add(Metric.Scored sample) {
        double value = sample.value();
        count++;
        sum += value;
        double difference = value - mean;
        mean += difference / count;
        squares += difference * (value - mean);
        hits += value == 1 ? 1 : 0;
        binary &= value == 0 || value == 1;
        bounded &= value >= 0 && value <= 1;
        if (key.isPresent()) {
            String cluster = sample.metadata().get(key.get());
            clustered &= cluster != null;
            if (cluster != null) {
                double[] sums = clusters.computeIfAbsent(cluster, _ -> new double[2]);
                sums[0] += value;
                sums[1]++;
            }
        }
    }

    /// Empty where there is nothing to judge by: no sample, a single unit, a sample without its
    /// cluster, or scores of an unknown range that are all the same.
    Optional<MeanInterval> interval() {
        if (key.isPresent()) {
            return clustered && clusters.size() > 1 ? ofMean(clusteredError(), clusters.size(), "clusters") : none();
        }
        if (binary && count > 0 && count <= MOST_EXACT) {
            return ifIndependent(Optional.of(MeanInterval.exact(hits, count, CONFIDENCE)));
        }
        return count > 1 ? ifIndependent(ofMean(Math.sqrt(squares / (count - 1) / count), count, "samples")) : none();
    }

    private Optional<MeanInterval> ofMean(double error, int units, String what) {
        double overall = sum / count;
        double inside = bounded ? Math.min(1, overall) : overall;
        return MeanInterval.isRounding(inside, error) && !bounded
                ? none()
                : Optional.of(MeanInterval.ofMean(inside, error, units, count, bounded, what, CONFIDENCE));
    }

    /// Nobody named clusters, which does not mean that there are none.
    private static Optional<MeanInterval> ifIndependent(Optional<MeanInterval> interval) {
        return interval.map(found -> new MeanInterval(found.interval(), found.method() + IF_INDEPENDENT));
    }

    private static Optional<MeanInterval> none() {
        return Optional.empty();
    }

    private double clusteredError() {
        double size = clusters.size();
        double overall = sum / count;
        double total = clusters.values().stream()
                .mapToDouble(sums -> Math.pow(sums[0] - sums[1] * overall, 2))
                .sum();
        return Math.sqrt(size / (size - 1) * total) / count;
    }
}
