package dev.assay.store.inspect;

import dev.assay.core.task.EvalLog.EvalError;
import dev.assay.core.task.EvalLog.Status;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What a run came to, as far as its samples do not say it.
///
/// @param status how it ended
/// @param totalSamples samples of the dataset times epochs
/// @param scored finished samples with a score
/// @param excluded finished samples that no scorer could grade
/// @param errored finished samples that ended with an error
/// @param scores the figures, in the task's order
/// @param error why the run, not a sample, failed
public record LogOutcome(
        Status status,
        long totalSamples,
        long scored,
        long excluded,
        long errored,
        List<LogScore> scores,
        Optional<EvalError> error) {
    public LogOutcome {
        Objects.requireNonNull(status, "status");
        scores = List.copyOf(scores);
        Objects.requireNonNull(error, "error");
    }

    /// Samples that ended, one way or another.
    public long finished() {
        return scored + excluded + errored;
    }
}
