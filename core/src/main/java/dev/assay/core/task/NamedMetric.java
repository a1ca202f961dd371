package dev.assay.core.task;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// A metric by its name and formula.
record NamedMetric(String name, ToDoubleFunction<List<Metric.Scored>> formula) implements Metric {

    @Override
    public double of(List<Scored> samples) {
        return formula.applyAsDouble(samples);
    }
}
