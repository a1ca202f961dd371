package dev.assay.store.inspect;

import dev.assay.core.task.EvalLog.EvalError;
import dev.assay.core.task.EvalLog.EvalResults;
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

    /// What a run came to, from its results.
    public static LogOutcome of(Status status, EvalResults results, Optional<EvalError> error) {
        return new LogOutcome(
                status,
                results.totalSamples(),
                results.scored(),
                results.excluded(),
                results.errored(),
                results.scores().stream()
                        .map(score -> new LogScore(
                                score.name(),
                                score.scorer(),
                                score.reducer(),
                                score.scoredSamples(),
                                score.unscoredSamples(),
                                score.metrics()))
                        .toList(),
                error);
    }

    /// Samples that ended, one way or another.
    public long finished() {
        return scored + excluded + errored;
    }
}
