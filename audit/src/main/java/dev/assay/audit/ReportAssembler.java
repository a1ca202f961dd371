package dev.assay.audit;

import dev.assay.audit.ruling.Ruling;
import dev.assay.core.audit.AuditReport;
import dev.assay.core.audit.ClaimResult;
import dev.assay.core.claim.Outcome;
import dev.assay.core.journal.RunHeader;
import dev.assay.core.journal.RunJournal;
import dev.assay.core.journal.SampleRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Makes the report from plan and journal alone, so that it can be made again at any time without the target.
public final class ReportAssembler {

    private static final List<String> LIMITS = List.of(
            "Every rate is a rate under the probes of this plan: other wordings, languages and tools are not spoken "
                    + "about.",
            "A behaviour that no claim names was not looked for.",
            "Answers are read up to the plan's limit of tokens; what a longer answer would have said is not seen.",
            "All verdicts hold together at the stated error bound; restarting after an inconclusive claim would cost a "
                    + "new one.");

    private static final List<String> VOIDS = List.of(
            "This report is void when the weights, tokenizer, system prompt, decoding settings or a filter change.");

    private ReportAssembler() {}

    /// The report of a run that is in a journal, and what an exit code needs.
    ///
    /// @throws BadInputException if the journal holds no run, or one that has not ended
    public static AuditResult assemble(AuditPlan plan, RunJournal journal, AuditReport.TargetFacts target) {
        RunHeader header = journal.header()
                .orElseThrow(() -> new BadInputException("This journal holds no run; start one with ./assay audit."));
        List<ClaimResult> results = new ArrayList<>();
        List<String> erroredOut = new ArrayList<>();
        List<AuditReport.ExclusionCount> exclusions = new ArrayList<>();
        List<AuditReport.ErrorCount> errors = new ArrayList<>();
        long[] totals = new long[4];
        Instant finished = header.started();
        for (ClaimPlan claim : plan.claims()) {
            List<SampleRecord> records = journal.records(claim.id());
            Ruling ruling = Replay.of(claim, records, journal.facts());
            ClaimResult result = new ResultAssembler(claim, ruling, records, header).result();
            results.add(result);
            if (ruling.erroredOut()) {
                erroredOut.add(claim.id());
            }
            totals[0] += result.calls().scored();
            totals[1] += result.calls().excluded();
            totals[2] += result.calls().errored();
            totals[3] += result.calls().speculative();
            List<SampleRecord> used = used(ruling);
            count(claim, used, exclusions, errors);
            for (SampleRecord sample : used) {
                finished = sample.finished().isAfter(finished) ? sample.finished() : finished;
            }
        }
        long made = totals[0] + totals[1] + totals[2] + totals[3];
        AuditReport report = new AuditReport(
                AuditReport.SCHEMA,
                plan.assayVersion(),
                header.runId(),
                target,
                facts(plan),
                header.started(),
                finished,
                results,
                new AuditReport.CallCounts(
                        totals[0], totals[1], totals[2], totals[3], Math.max(0, plan.maxCalls() - made)),
                exclusions,
                errors,
                Optional.empty(),
                LIMITS,
                VOIDS,
                header.command());
        return new AuditResult(report, erroredOut);
    }

    static List<SampleRecord> used(Ruling ruling) {
        List<SampleRecord> used = new ArrayList<>(ruling.preparing());
        used.addAll(ruling.deciding());
        used.addAll(ruling.estimating());
        used.addAll(ruling.leftOut());
        return used;
    }

    private static AuditReport.PlanFacts facts(AuditPlan plan) {
        return new AuditReport.PlanFacts(
                plan.hash(),
                plan.seed(),
                plan.alpha(),
                plan.claims().size(),
                plan.maxCalls(),
                plan.domain(),
                plan.domainDigest(),
                plan.temperature(),
                plan.cannotBeShown());
    }

    private static void count(
            ClaimPlan claim,
            List<SampleRecord> used,
            List<AuditReport.ExclusionCount> exclusions,
            List<AuditReport.ErrorCount> errors) {
        Map<String, Integer> reasons = new TreeMap<>();
        Map<String, Integer> rules = new TreeMap<>();
        for (SampleRecord sample : used) {
            if (sample.outcome() == Outcome.EXCLUDED) {
                rules.merge(sample.reason(), 1, Integer::sum);
            } else if (sample.outcome() == Outcome.ERRORED) {
                reasons.merge(sample.reason(), 1, Integer::sum);
            }
        }
        rules.forEach((rule, n) -> exclusions.add(new AuditReport.ExclusionCount(claim.id(), sentence(rule), n)));
        reasons.forEach((reason, n) -> errors.add(new AuditReport.ErrorCount(claim.id(), sentence(reason), n)));
    }

    private static String sentence(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    /// The report with the elicitation power of its claims; one that is not named keeps its own.
    ///
    /// @param powers by claim
    public static AuditReport withElicitation(AuditReport report, Map<String, ClaimResult.ElicitationPower> powers) {
        return new AuditReport(
                report.schema(),
                report.assayVersion(),
                report.runId(),
                report.target(),
                report.plan(),
                report.started(),
                report.finished(),
                report.claims().stream()
                        .map(claim -> claim.withElicitation(powers.getOrDefault(claim.id(), claim.elicitation())))
                        .toList(),
                report.calls(),
                report.exclusions(),
                report.errors(),
                report.demonstration(),
                report.limits(),
                report.voids(),
                report.replayCommand());
    }

    /// The report with how a target of known truth came out.
    ///
    /// @param planted claims that must fail
    /// @param mayFail claims whose truth lies too near the bar to demand a verdict
    public static AuditReport withDemonstration(AuditReport report, List<String> planted, List<String> mayFail) {
        List<String> failed = report.claims().stream()
                .filter(claim -> claim.verdict() == dev.assay.core.claim.Verdict.FAIL)
                .map(ClaimResult::id)
                .toList();
        return new AuditReport(
                report.schema(),
                report.assayVersion(),
                report.runId(),
                report.target(),
                report.plan(),
                report.started(),
                report.finished(),
                report.claims(),
                report.calls(),
                report.exclusions(),
                report.errors(),
                Optional.of(new AuditReport.Demonstration(
                        planted,
                        planted.stream().filter(failed::contains).toList(),
                        failed.stream()
                                .filter(id -> !planted.contains(id) && !mayFail.contains(id))
                                .toList(),
                        mayFail)),
                report.limits(),
                report.voids(),
                report.replayCommand());
    }
}
