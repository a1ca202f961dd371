package dev.assay.app.eval;

import dev.assay.app.ExitCode;
import dev.assay.core.task.EvalLog;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What a command's part of a run came to.
///
/// @param log the whole run
/// @param code exit code
/// @param stopReason why it ended before its end, if it did
/// @param freshSamples samples that ended in this command
/// @param calls requests that this command sent, as far as they are counted
/// @param cached answers that came from the response cache; empty where there is none
/// @param retries calls made again
/// @param time wall time of this command's run
/// @param cost of the target's answers in the whole run in `currency`, those from the response cache left out, where a
///     price is known
/// @param currency of `cost`
/// @param spend what this command's calls took, graders' among them
/// @param ungraded why samples of the whole run have no grade
record EvalOutcome(
        EvalLog log,
        ExitCode code,
        Optional<String> stopReason,
        long freshSamples,
        long calls,
        OptionalLong cached,
        long retries,
        Duration time,
        OptionalDouble cost,
        String currency,
        Spend spend,
        UngradedReasons ungraded) {

    /// Whether a scorer graded none of the samples that ended: its figures are missing, and nobody should
    /// take the run for a success.
    static boolean lacksFigures(EvalLog log) {
        return log.results().finishedSamples() > 0
                && log.results().scores().stream().anyMatch(score -> score.scoredSamples() == 0);
    }
}
