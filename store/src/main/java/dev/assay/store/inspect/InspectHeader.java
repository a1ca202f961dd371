package dev.assay.store.inspect;

import dev.assay.core.task.EvalLog.EvalError;
import dev.assay.core.task.EvalLog.EvalPlan;
import dev.assay.core.task.EvalLog.EvalSpec;
import dev.assay.core.task.EvalLog.EvalStats;
import dev.assay.core.task.EvalLog.Status;
import java.util.List;
import java.util.Optional;

/// A log's header in Assay's words.
///
/// @param version of the log's schema; 1 or 2
/// @param status how the run ended
/// @param eval what was run; `modelFingerprint` is empty but in logs of Assay
/// @param plan how it was run
/// @param totalSamples samples times epochs, 0 where the log has no results
/// @param completedSamples those that ended without an error
/// @param scores the figures of each scorer
/// @param stats times and tokens; times are 1970-01-01 where the log has none
/// @param error why the run failed
/// @param taskId the task's id in file names; may be empty
public record InspectHeader(
        int version,
        Status status,
        EvalSpec eval,
        EvalPlan plan,
        long totalSamples,
        long completedSamples,
        List<LogScore> scores,
        EvalStats stats,
        Optional<EvalError> error,
        String taskId) {
    public InspectHeader {
        scores = List.copyOf(scores);
    }
}
