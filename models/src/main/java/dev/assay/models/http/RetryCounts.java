package dev.assay.models.http;

import dev.assay.core.model.ModelException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts retries by what caused them, for the line that a terminal shows.
public final class RetryCounts implements RetryListener {

    private final Map<ModelException.Kind, LongAdder> counts = new ConcurrentHashMap<>();

    /// No retries yet.
    public RetryCounts() {}

    @Override
    public void retrying(ModelException.Kind kind, Duration wait) {
        counts.computeIfAbsent(kind, _ -> new LongAdder()).increment();
    }

    /// All retries so far.
    public long total() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /// Retries so far by cause; causes that did not occur are left out.
    public Map<ModelException.Kind, Long> byKind() {
        Map<ModelException.Kind, Long> sums = new EnumMap<>(ModelException.Kind.class);
        counts.forEach((kind, count) -> sums.put(kind, count.sum()));
        return Collections.unmodifiableMap(sums);
    }
}
