package dev.assay.core.task;

import java.util.HashMap;
import java.util.Map;

/// Sums by cluster.
final class Clusters implements Metric.Tally {

    private final String key;
    private final Map<String, double[]> sums = new HashMap<>();
    private double total;
    private long count;

    Clusters(String key) {
        this.key = key;
    }

    @Override
    public void add(Metric.Scored sample) {
        String cluster = sample.metadata().get(key);
        if (cluster == null) {
            throw new IllegalArgumentException("Sample '" + sample.id() + "' has no metadata '" + key
                    + "': every sample needs it for the clustered standard error.");
        }
        double[] sum = sums.computeIfAbsent(cluster, _ -> new double[2]);
        sum[0] += sample.value();
        sum[1]++;
        total += sample.value();
        count++;
    }

    @Override
    public double value() {
        double clusters = sums.size();
        if (clusters < 2) {
            return Double.NaN;
        }
        double mean = total / count;
        double squares = sums.values().stream()
                .mapToDouble(sum -> Math.pow(sum[0] - sum[1] * mean, 2))
                .sum();
        return Math.sqrt(clusters / (clusters - 1) * squares) / count;
    }
}
