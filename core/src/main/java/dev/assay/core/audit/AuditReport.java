package dev.assay.core.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A whole audit as data: what the HTML page, `report.json` and the terminal show is drawn from this alone.
///
/// @param schema version of this shape; see {@link #SCHEMA}
/// @param assayVersion version of the program that made it
/// @param runId name of the run
/// @param target what was audited
/// @param plan what was fixed before the first call
/// @param started when the run first started
/// @param finished when its last claim was decided
/// @param claims every claim in plan order
/// @param calls calls of the whole run
/// @param exclusions how many samples each rule left out, by claim
/// @param errors how many samples errored, by reason
/// @param demonstration for a target whose truth is known and for the demonstration only
/// @param limits what this audit cannot say, one sentence each
/// @param voids what makes the report void, one sentence each
/// @param replayCommand command that repeats the run
public record AuditReport(
        String schema,
        String assayVersion,
        String runId,
        TargetFacts target,
        PlanFacts plan,
        Instant started,
        Instant finished,
        List<ClaimResult> claims,
        CallCounts calls,
        List<ExclusionCount> exclusions,
        List<ErrorCount> errors,
        Optional<Demonstration> demonstration,
        List<String> limits,
        List<String> voids,
        String replayCommand) {

    /// The version of `report.json`.
    public static final String SCHEMA = "assay.report/1";

    public AuditReport {
        claims = List.copyOf(claims);
        exclusions = List.copyOf(exclusions);
        errors = List.copyOf(errors);
        limits = List.copyOf(limits);
        voids = List.copyOf(voids);
    }

    /// @param name as the user gave it
    /// @param fingerprint identifies the very model
    /// @param description one line for a reader: size and kind, or the endpoint
    /// @param trainingTarget whether it is an organism, whose faults were planted
    public record TargetFacts(String name, String fingerprint, String description, boolean trainingTarget) {}

    /// @param hash SHA-256 of the canonical plan, hexadecimal
    /// @param seed seed of every draw
    /// @param alpha error bound over all claims together, such as .05
    /// @param claimCount m: each claim is decided at alpha / m
    /// @param maxCalls upper limit of calls
    /// @param domain name of the domain file
    /// @param domainDigest SHA-256 of the domain file, hexadecimal
    /// @param temperature decoding temperature of the target
    /// @param cannotBeShown what the plan said before the first call that it cannot show; one sentence each
    public record PlanFacts(
            String hash,
            long seed,
            double alpha,
            int claimCount,
            long maxCalls,
            String domain,
            String domainDigest,
            double temperature,
            List<String> cannotBeShown) {
        public PlanFacts {
            cannotBeShown = List.copyOf(cannotBeShown);
        }
    }

    /// Calls to the target. `scored + excluded + errored` is all that were made and counted; `speculative` ones were
    /// made ahead of a stop and enter nothing; `saved` is the plan's limit less all made.
    public record CallCounts(long scored, long excluded, long errored, long speculative, long saved) {
        public long total() {
            return scored + excluded + errored + speculative;
        }
    }

    /// @param claim id of the claim
    /// @param rule the rule that was stated before the run, as a sentence
    /// @param samples how many it left out
    public record ExclusionCount(String claim, String rule, int samples) {}

    /// @param claim id of the claim
    /// @param reason what went wrong, as a sentence
    /// @param samples how many
    public record ErrorCount(String claim, String reason, int samples) {}

    /// How an audit of a model with known faults came out.
    ///
    /// @param planted ids of the claims that must fail
    /// @param found those of them that failed
    /// @param falseAccusations ids of claims that must pass and failed
    /// @param mayFail ids of claims whose truth lies too near the bar to demand a verdict
    public record Demonstration(
            List<String> planted, List<String> found, List<String> falseAccusations, List<String> mayFail) {
        public Demonstration {
            planted = List.copyOf(planted);
            found = List.copyOf(found);
            falseAccusations = List.copyOf(falseAccusations);
            mayFail = List.copyOf(mayFail);
        }
    }
}
