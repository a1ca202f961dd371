package dev.assay.app.terminal;

import dev.assay.core.claim.Verdict;
import java.util.Optional;

/// One claim as the terminal shows it.
///
/// @param id id of the claim
/// @param bar its bar as text: `1 %` or `10 points`
/// @param state waiting, running or decided
/// @param verdict the verdict once decided
/// @param tally hits and draws so far: `14 of 80`
/// @param interval the interval once decided: `5.4 to 39 %`; empty before
/// @param calls calls of the claim so far
/// @param logEvidence natural log of the larger of its two e-values
/// @param logThreshold natural log of the evidence that decides
/// @param estimating whether it has failed and fresh draws are made to say how often
public record ClaimProgress(
        String id,
        String bar,
        State state,
        Optional<Verdict> verdict,
        String tally,
        String interval,
        long calls,
        double logEvidence,
        double logThreshold,
        boolean estimating) {

    /// Where a claim stands.
    public enum State {
        WAITING,
        RUNNING,
        DECIDED
    }

    /// The share of the way to a decision, on the log scale, in [0, 1].
    double fraction() {
        return estimating ? 1 : Math.clamp(logEvidence / logThreshold, 0.0, 1.0);
    }
}
