package dev.assay.core.task;

import java.util.Optional;

/// A metric over the samples whose metadata `key` is `value`.
record MetricGroups(Metric metric, String key, String value) implements Metric {

    @Override
    public String name() {
        return metric.name() + "[" + key + "=" + value + "]";
    }

    @Override
    public boolean needsMetadata() {
        return true;
    }

    @Override
    public Optional<String> cluster() {
        return metric.cluster();
    }

    @Override
    public Tally tally() {
        Tally inner = metric.tally();
        return new Tally() {
            private long seen;

            @Override
            public void add(Scored sample) {
                if (value.equals(sample.metadata().get(key))) {
                    seen++;
                    inner.add(sample);
                }
            }

            @Override
            public double value() {
                return seen == 0 ? Double.NaN : inner.value();
            }
        };
    }
}
