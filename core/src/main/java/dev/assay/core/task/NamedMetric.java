package dev.assay.core.task;

import java.util.Optional;
import java.util.function.Supplier;

/// A metric by its name and how it is counted.
record NamedMetric(String name, Optional<String> cluster, Supplier<Metric.Tally> start) implements Metric {

    /// A metric that looks at no metadata.
    NamedMetric(String name, Supplier<Metric.Tally> start) {
        this(name, Optional.empty(), start);
    }

    @Override
    public boolean needsMetadata() {
        return cluster.isPresent();
    }

    @Override
    public Tally tally() {
        return start.get();
    }
}
