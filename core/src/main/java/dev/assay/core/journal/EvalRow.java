package dev.assay.core.journal;

import dev.assay.core.model.ModelUsage;
import java.util.Map;
import java.util.Objects;

/// A finished sample of an evaluation without its conversation: enough to count, to resume and to compute
/// metrics.
///
/// @param key which sample
/// @param id the sample's own id
/// @param errored whether it ended with an error
/// @param scores the value by the scorer's name; NaN where the scorer excluded the sample; empty where it
///     errored
/// @param usage tokens of all its answers
/// @param seconds how long it took, at least 0
public record EvalRow(
        SampleKey key, String id, boolean errored, Map<String, Double> scores, ModelUsage usage, double seconds) {
    public EvalRow {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(id, "id");
        scores = Map.copyOf(scores);
        Objects.requireNonNull(usage, "usage");
    }
}
