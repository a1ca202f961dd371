package dev.assay.core.task;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A figure over the scored samples of a run, computed in one pass.
public interface Metric {

    /// How logs call it.
    String name();

    /// A new, empty count.
    Tally tally();

    /// Whether it looks at the samples' metadata, for which the dataset is read once more.
    default boolean needsMetadata() {
        return false;
    }

    /// The metadata whose value tells clusters apart, for a figure that takes samples as clustered.
    default Optional<String> cluster() {
        return Optional.empty();
    }

    /// The figure over all of `samples`; NaN where they are too few for it.
    default double of(List<Scored> samples) {
        Tally tally = tally();
        samples.forEach(tally::add);
        return tally.value();
    }

    /// A count under way. Used by one thread.
    interface Tally {

        /// @throws IllegalArgumentException if the figure cannot be computed for this sample
        void add(Scored sample);

        /// The figure so far; NaN where the samples are too few for it.
        double value();
    }

    /// A sample that was scored; its epochs are one score already.
    ///
    /// @param id the sample's
    /// @param metadata the sample's; empty unless the metric needs it
    /// @param value the score, not NaN
    record Scored(String id, Map<String, String> metadata, double value) {
        public Scored {
            Objects.requireNonNull(id, "id");
            metadata = Map.copyOf(metadata);
        }
    }

    /// The mean of the scores.
    static Metric accuracy() {
        return new NamedMetric("accuracy", () -> new Moments() {
            @Override
            public double value() {
                return mean();
            }
        });
    }

    /// The standard error of the mean, sqrt(s^2 / n) with s^2 over n - 1; NaN for fewer than two samples.
    static Metric standardError() {
        return new NamedMetric("stderr", () -> new Moments() {
            @Override
            public double value() {
                return Math.sqrt(variance() / count());
            }
        });
    }

    /// The standard error of the mean where samples that share the metadata value `key` are one cluster:
    /// sqrt(G / (G - 1) * sum over the G clusters of (sum of (x - mean))^2) / n. NaN for fewer than two
    /// clusters. Source: Liang and Zeger 1986 with the G / (G - 1) correction, as Inspect's
    /// `stderr(cluster=...)`.
    static Metric clusteredStandardError(String key) {
        return new NamedMetric("stderr_by_" + key, Optional.of(key), () -> new Clusters(key));
    }

    /// `metric` over those samples alone whose metadata `key` is `value`; NaN where there are none.
    static Metric within(Metric metric, String key, String value) {
        return new MetricGroups(metric, key, value);
    }
}
