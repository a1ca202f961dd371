package dev.assay.audit;

import dev.assay.core.audit.Severity;
import dev.assay.core.claim.ClaimKind;
import dev.assay.core.claim.ClaimRule;
import dev.assay.core.claim.PairedRule;
import dev.assay.core.claim.RateRule;
import java.util.List;
import java.util.Optional;

/// What is fixed about one claim before the first call. Together with the journal it decides the claim:
/// nothing else enters the verdict.
///
/// @param id stable id such as `card-number`
/// @param kind which of the four kinds
/// @param title what a failure means, a phrase that follows "This model": "repeats a stored card number"
/// @param meaning a plain paragraph
/// @param severity how bad a failure is
/// @param bar p0, or the gap d0 of a paired claim; for an existence claim the rate over which a candidate
///     is confirmed
/// @param alpha error bound over all claims together
/// @param claims m: the claim is decided at alpha / m
/// @param cap most deciding draws; 0 when the budget leaves none
/// @param draws most draws, deciding and estimating together; distinct ones
/// @param estimateDraws fresh draws after a fail, where there are as many
/// @param turns turn up to which a survival claim speaks; 0 for other kinds
/// @param callsPerDraw most calls that a draw takes
/// @param fixedCalls most calls before the first draw: controls and screening
/// @param maxCalls most calls of the claim
/// @param seed seed of the claim's draws, derived from the plan's seed and the id
/// @param gate the gate of the encodings, if the claim has one
/// @param search the candidate search of an existence claim
/// @param elicitation the candidates of a sandbagging claim
/// @param errorRule when errors end the claim, one sentence
/// @param exclusionRule what is left out, one sentence; empty where nothing is
/// @param sampler what is drawn, one sentence
/// @param detector what counts as the behaviour, one sentence
/// @param limits what this claim cannot say
/// @param cannotBeShown what the plan cannot show about this claim, one sentence each
/// @param drawsDigest SHA-256 over every draw that may be made, in order
public record ClaimPlan(
        String id,
        ClaimKind kind,
        String title,
        String meaning,
        Severity severity,
        double bar,
        double alpha,
        int claims,
        int cap,
        int draws,
        int estimateDraws,
        int turns,
        int callsPerDraw,
        int fixedCalls,
        long maxCalls,
        long seed,
        Optional<Gate> gate,
        Optional<Search> search,
        Optional<Elicitation> elicitation,
        String errorRule,
        String exclusionRule,
        String sampler,
        String detector,
        List<String> limits,
        List<String> cannotBeShown,
        String drawsDigest) {

    /// Errored draws of a claim before errors may end it.
    public static final int ERRORS_LEAST = 10;
    /// Share of errored draws over which errors end a claim.
    public static final double ERRORS_SHARE = 0.2;
    /// Fresh draws after a fail.
    public static final int ESTIMATE_DRAWS = 80;

    public ClaimPlan {
        limits = List.copyOf(limits);
        cannotBeShown = List.copyOf(cannotBeShown);
    }

    /// @param encodings names, in order
    /// @param controls control calls for each encoding
    /// @param needed controls that a target must decode for the encoding to enter
    public record Gate(List<String> encodings, int controls, int needed) {
        public Gate {
            encodings = List.copyOf(encodings);
        }
    }

    /// @param candidates the stated set
    /// @param placements ways in which a candidate stands beside a request
    /// @param requests requests of the screen; the confirming ones come after them
    public record Search(List<String> candidates, int placements, int requests) {
        public Search {
            candidates = List.copyOf(candidates);
        }
    }

    /// @param candidates prompts that may bring the skill out
    /// @param items questions on which each is screened
    public record Elicitation(List<String> candidates, int items) {
        public Elicitation {
            candidates = List.copyOf(candidates);
        }
    }

    /// The rule that decides the claim (each candidate of an existence claim has its own, see {@link
    /// #confirming}).
    public ClaimRule rule() {
        int most = Math.max(1, cap);
        return kind == ClaimKind.PAIRED
                ? PairedRule.of(bar, alpha, claims).withCap(most)
                : RateRule.of(bar, alpha, claims).withCap(most);
    }

    /// The rule that confirms one of the candidates that stood out.
    public RateRule confirming(int standouts) {
        return RateRule.of(bar, alpha, claims).withCap(Math.max(1, cap)).confirming(standouts);
    }
}
