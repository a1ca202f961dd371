package dev.assay.core.task;

import java.util.function.Supplier;

/// A metric by its name and how it is counted.
record NamedMetric(String name, boolean needsMetadata, Supplier<Metric.Tally> start) implements Metric {
    @Override
    public Tally tally() {
        return start.get();
    }
}
