package dev.assay.core.journal;

import dev.assay.core.model.ModelUsage;
import dev.assay.core.task.EvalLog.EvalSample;
import java.time.Duration;
import java.util.HashMap;
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
/// @param revision how often it was graded again
public record EvalRow(
        SampleKey key,
        String id,
        boolean errored,
        Map<String, Double> scores,
        ModelUsage usage,
        double seconds,
        int revision) {
    public EvalRow {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(id, "id");
        scores = Map.copyOf(scores);
        Objects.requireNonNull(usage, "usage");
    }

    /// What of `sample` is in its row, if it was never graded again.
    public static EvalRow of(SampleKey key, EvalSample sample) {
        return of(key, sample, 0);
    }

    /// What of `sample` is in its row.
    public static EvalRow of(SampleKey key, EvalSample sample, int revision) {
        Map<String, Double> scores = new HashMap<>();
        sample.scores().forEach((scorer, score) -> scores.put(scorer, score.value()));
        Duration time = sample.totalTime();
        return new EvalRow(
                key,
                sample.id(),
                sample.error().isPresent(),
                scores,
                sample.modelUsage(),
                time.toSeconds() + time.getNano() * 1e-9,
                revision);
    }
}
