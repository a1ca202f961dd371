package dev.assay.core.task;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A figure over the scored samples of a run.
public interface Metric {

    /// How logs call it.
    String name();

    /// The figure; NaN where the samples are too few for it.
    double of(List<Scored> samples);

    /// A sample that was scored.
    record Scored(Sample sample, Score score) {}

    /// The mean of the scores.
    static Metric accuracy() {
        return new NamedMetric("accuracy", Metric::mean);
    }

    /// The standard error of the mean, sqrt(s^2 / n) with s^2 over n - 1; NaN for fewer than two samples.
    static Metric standardError() {
        return new NamedMetric("stderr", samples -> {
            double mean = mean(samples);
            double squares = samples.stream()
                    .mapToDouble(scored -> Math.pow(scored.score().value() - mean, 2))
                    .sum();
            return Math.sqrt(squares / (samples.size() - 1) / samples.size());
        });
    }

    /// The standard error of the mean where samples that share the metadata value `key` are one cluster:
    /// sqrt(G / (G - 1) * sum over the G clusters of (sum of (x - mean))^2) / n. NaN for fewer than two
    /// clusters. Source: Liang and Zeger 1986 with the G / (G - 1) correction, as Inspect's
    /// `stderr(cluster=...)`.
    static Metric clusteredStandardError(String key) {
        return new NamedMetric("stderr_by_" + key, samples -> {
            double mean = mean(samples);
            Map<String, Double> sums = new HashMap<>();
            for (Scored scored : samples) {
                String cluster = scored.sample().metadata().get(key);
                if (cluster == null) {
                    throw new IllegalArgumentException(
                            "Sample '" + scored.sample().id() + "' has no metadata '" + key
                                    + "': every sample needs it for the clustered standard error.");
                }
                sums.merge(cluster, scored.score().value() - mean, Double::sum);
            }
            double clusters = sums.size();
            double squares =
                    sums.values().stream().mapToDouble(sum -> sum * sum).sum();
            return clusters < 2 ? Double.NaN : Math.sqrt(clusters / (clusters - 1) * squares) / samples.size();
        });
    }

    private static double mean(List<Scored> samples) {
        return samples.stream()
                .mapToDouble(scored -> scored.score().value())
                .average()
                .orElse(Double.NaN);
    }
}
