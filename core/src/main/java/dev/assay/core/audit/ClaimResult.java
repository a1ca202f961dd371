package dev.assay.core.audit;

import dev.assay.core.claim.ClaimKind;
import dev.assay.core.claim.PowerPoint;
import dev.assay.core.claim.SurvivalCurve;
import dev.assay.core.claim.Verdict;
import dev.assay.core.journal.SampleRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// One claim, decided, with everything a reader needs to judge the decision. Rates are in [0, 1]; gaps of paired
/// claims are in [-1, 1] and shown in points.
///
/// @param id stable id such as `card-number`
/// @param kind which of the four kinds
/// @param title what a failure means, as a heading: "Repeats a stored card number"
/// @param meaning a plain paragraph for a reader who knows no statistics
/// @param severity how bad a failure is
/// @param bar p0, or the gap d0 of a paired claim
/// @param verdict the decision
/// @param estimate how often, with interval
/// @param turns turn up to which a survival claim speaks; empty for other kinds
/// @param calls calls of this claim
/// @param cap most draws (pairs, episodes) that the plan allows
/// @param power what the plan could have found
/// @param elicitation whether the probes would have triggered such a fault, or why that is not known
/// @param reason why it stopped, one sentence
/// @param toDecide for an inconclusive claim what would decide it, one sentence; else empty
/// @param ruledOut for a pass what is ruled out, one sentence; else empty
/// @param sampler what was drawn, one sentence
/// @param detector what counts as the behaviour, one sentence
/// @param limits what this claim cannot say
/// @param worst transcripts in which the behaviour shows, worst first; may be empty
/// @param evidence log e-values by draw, thinned to what a chart needs, the last and the turning one included
/// @param survival the Kaplan-Meier curve of a survival claim; empty for other kinds
/// @param outcomes outcomes of the deciding draws in plan order, one character each (see `Outcome.code`)
/// @param sampleDigests SHA-256 of each deciding draw's transcript, hexadecimal, in plan order
/// @param digest SHA-256 over the lines `index outcome sampleDigest\n`, hexadecimal
/// @param whyCommand command that replays the decision
/// @param rule what the verdict was computed from, so that a reader can compute it again
/// @param stages parts of `outcomes` that are judged apart, in order and without gaps: the screen of an existence
///     claim, then one confirmation for each candidate that stood out; empty when all outcomes enter one test
/// @param candidates size of the stated candidate set of an existence claim; 0 for other kinds
public record ClaimResult(
        String id,
        ClaimKind kind,
        String title,
        String meaning,
        Severity severity,
        double bar,
        Verdict verdict,
        Estimate estimate,
        OptionalDouble turns,
        AuditReport.CallCounts calls,
        int cap,
        SamplingPower power,
        ElicitationPower elicitation,
        String reason,
        String toDecide,
        String ruledOut,
        String sampler,
        String detector,
        List<String> limits,
        List<Transcript> worst,
        List<EvidencePoint> evidence,
        Optional<SurvivalCurve> survival,
        String outcomes,
        List<String> sampleDigests,
        String digest,
        String whyCommand,
        RuleParameters rule,
        List<Stage> stages,
        int candidates) {

    public ClaimResult {
        limits = List.copyOf(limits);
        worst = List.copyOf(worst);
        evidence = List.copyOf(evidence);
        sampleDigests = List.copyOf(sampleDigests);
        stages = List.copyOf(stages);
    }

    /// The same with what is known of its elicitation power.
    public ClaimResult withElicitation(ElicitationPower value) {
        return new ClaimResult(
                id,
                kind,
                title,
                meaning,
                severity,
                bar,
                verdict,
                estimate,
                turns,
                calls,
                cap,
                power,
                value,
                reason,
                toDecide,
                ruledOut,
                sampler,
                detector,
                limits,
                worst,
                evidence,
                survival,
                outcomes,
                sampleDigests,
                digest,
                whyCommand,
                rule,
                stages,
                candidates);
    }

    /// The digest of a claim: SHA-256, in lower-case hexadecimal, over one line `index outcome sampleDigest\n`
    /// for each deciding draw, in ASCII: the index from 0 in decimal, the outcome's code, the sample's digest, one
    /// space between.
    ///
    /// @param outcomes outcome codes in plan order
    /// @param sampleDigests digest of each draw's transcript, as many as there are outcomes
    /// @throws IllegalArgumentException if their numbers differ
    public static String digestOf(String outcomes, List<String> sampleDigests) {
        if (outcomes.length() != sampleDigests.size()) {
            throw new IllegalArgumentException(
                    outcomes.length() + " outcomes have " + sampleDigests.size() + " digests: each needs one.");
        }
        StringBuilder lines = new StringBuilder();
        for (int index = 0; index < outcomes.length(); index++) {
            lines.append(index).append(' ').append(outcomes.charAt(index)).append(' ');
            lines.append(sampleDigests.get(index)).append('\n');
        }
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(lines.toString().getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
        }
    }

    /// The numbers of the sequential test that decided the claim. The bar and the cap are the claim's own.
    ///
    /// @param process which test: {@link #RATE} or {@link #PAIRED}
    /// @param alpha error bound over all claims together
    /// @param claims m; a verdict needs evidence of m / alpha (stages of existence claims carry their own)
    /// @param beta futility bound of the rate process; NaN for the paired one
    /// @param passA first parameter of the pass mixture Beta(a, b), truncated to [0, bar]; NaN for pairs
    /// @param passB second parameter of the pass mixture; NaN for the paired process
    /// @param failA first parameter of the fail mixture Beta(c, d), truncated to [bar, 1]; NaN for pairs
    /// @param failB second parameter of the fail mixture; NaN for the paired process
    public record RuleParameters(
            String process,
            double alpha,
            int claims,
            double beta,
            double passA,
            double passB,
            double failA,
            double failB) {
        /// Beta mixtures on both sides of the bar and two-sided futility (design, section 6).
        public static final String RATE = "rate-mixture/1";
        /// Forty bets in each direction on the difference of two conditions (design, section 6).
        public static final String PAIRED = "paired-bets/1";

        /// The rate process with its usual mixtures, Beta(1, 10 / bar) for pass and Beta(0.75, 3) for fail.
        public static RuleParameters rate(double bar, double alpha, int claims, double beta) {
            return new RuleParameters(RATE, alpha, claims, beta, 1, 10 / bar, 0.75, 3);
        }

        /// The paired process, which has no futility bound and no free mixture.
        public static RuleParameters paired(double alpha, int claims) {
            return new RuleParameters(
                    PAIRED, alpha, claims, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
    }

    /// A stretch of `outcomes` that is judged apart.
    ///
    /// @param name the candidate whose confirmation it is, or `screen`; may hold what a model said
    /// @param confirmation whether the stretch is one candidate's confirmation, judged by the claim's rule alone;
    ///     else it is the screen, one outcome a candidate, which decides nothing by itself
    /// @param from index of its first outcome
    /// @param to one past its last outcome
    /// @param claims the m of its test: the claims of the plan times the candidates that stood out; 1 for a screen
    public record Stage(String name, boolean confirmation, int from, int to, int claims) {}

    /// @param hits draws in which the behaviour happened; for pairs the net count `plus - minus`
    /// @param draws draws that entered the estimate (scored ones; after a fail the fresh ones alone)
    /// @param value hits / draws; NaN when there are no draws
    /// @param low lower limit of the two-sided interval; NaN when unknown
    /// @param high upper limit of the two-sided interval; NaN when unknown
    /// @param upperBound upper bound of the claim's own test, of the rate or of the gap either way: below the bar
    ///     exactly when it passes; NaN for kinds that have none
    /// @param decidingHits hits among the draws that decided
    /// @param decidingDraws draws that decided, errored ones included
    /// @param confidence confidence of the interval, such as .995 (ten claims together at 95 %)
    /// @param method name of the interval's method and what it was drawn on, one phrase
    public record Estimate(
            int hits,
            int draws,
            double value,
            double low,
            double high,
            double upperBound,
            int decidingHits,
            int decidingDraws,
            double confidence,
            String method) {}

    /// Exact chances of each verdict by true rate, under the claim's own sampler, rule and cap.
    ///
    /// @param curve by rising true rate (or gap), at least the bar's neighbourhood
    /// @param sentence the plain reading, with figures: "A rate of 3 % would be found 79 % of the time ..."
    public record SamplingPower(List<PowerPoint> curve, String sentence) {
        public SamplingPower {
            curve = List.copyOf(curve);
        }
    }

    /// @param known whether calibrated organisms carry this fault at this size, language and architecture
    /// @param sentence the plain reading: "Not known. No calibrated organism carries this fault."
    public record ElicitationPower(boolean known, String sentence) {}

    /// @param sampleKey key of the sample in the journal
    /// @param note what happened, one phrase
    /// @param conversations messages as said
    /// @param spans what shows the behaviour
    /// @param masked whether secrets were masked in what is shown
    public record Transcript(
            String sampleKey,
            String note,
            List<List<dev.assay.core.model.ChatMessage>> conversations,
            List<SampleRecord.Span> spans,
            boolean masked) {
        public Transcript {
            conversations = conversations.stream().map(List::copyOf).toList();
            spans = List.copyOf(spans);
        }
    }

    /// @param draw number of draws so far, from 1
    /// @param call index of the draw in plan order
    /// @param logPass natural log of the pass e-value
    /// @param logFail natural log of the fail e-value
    /// @param turning whether this draw moved the verdict most
    public record EvidencePoint(int draw, int call, double logPass, double logFail, boolean turning) {}
}
