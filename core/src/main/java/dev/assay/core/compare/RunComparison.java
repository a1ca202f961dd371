package dev.assay.core.compare;

import dev.assay.core.claim.Verdict;
import java.util.List;

/// A candidate run beside its baseline.
///
/// @param baseline the run that was accepted
/// @param candidate the run that wants to be
/// @param options what was let pass
/// @param scores one comparison a scorer that both runs have, in the baseline's order
/// @param missingScorers scorers that the baseline has and the candidate lacks
/// @param warnings what a reader should know before believing the verdict, one sentence each
public record RunComparison(
        Side baseline,
        Side candidate,
        GateOptions options,
        List<ScoreComparison> scores,
        List<String> missingScorers,
        List<String> warnings) {
    public RunComparison {
        scores = List.copyOf(scores);
        missingScorers = List.copyOf(missingScorers);
        warnings = List.copyOf(warnings);
    }

    /// `FAIL` if one score failed, else `INCONCLUSIVE` if one is or a scorer is missing, else `PASS`.
    public Verdict verdict() {
        Verdict worst = missingScorers.isEmpty() ? Verdict.PASS : Verdict.INCONCLUSIVE;
        for (ScoreComparison score : scores) {
            if (score.verdict() == Verdict.FAIL) {
                return Verdict.FAIL;
            }
            if (score.verdict() == Verdict.INCONCLUSIVE) {
                worst = Verdict.INCONCLUSIVE;
            }
        }
        return worst;
    }

    /// Which run it was.
    ///
    /// @param name how the user calls it
    /// @param task the task's name
    /// @param model name of the model
    /// @param fingerprint what identifies the model
    /// @param samples finished samples
    public record Side(String name, String task, String model, String fingerprint, int samples) {}
}
