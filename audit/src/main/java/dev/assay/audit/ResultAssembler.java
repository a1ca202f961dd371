package dev.assay.audit;

import dev.assay.audit.ruling.DrawRuling;
import dev.assay.audit.ruling.Ruling;
import dev.assay.audit.ruling.SearchRuling;
import dev.assay.core.audit.AuditReport;
import dev.assay.core.audit.ClaimResult;
import dev.assay.core.claim.ClaimKind;
import dev.assay.core.claim.Episode;
import dev.assay.core.claim.KaplanMeier;
import dev.assay.core.claim.Outcome;
import dev.assay.core.claim.RateRule;
import dev.assay.core.claim.SurvivalCurve;
import dev.assay.core.claim.Verdict;
import dev.assay.core.journal.RunHeader;
import dev.assay.core.journal.SampleRecord;
import dev.assay.core.model.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// One claim's result from its ruling and its records.
final class ResultAssembler {

    private final ClaimPlan plan;
    private final Ruling ruling;
    private final List<SampleRecord> records;
    private final RunHeader header;
    private final Verdict verdict;
    private final ClaimResult.Estimate estimate;

    ResultAssembler(ClaimPlan plan, Ruling ruling, List<SampleRecord> records, RunHeader header) {
        this.plan = plan;
        this.ruling = ruling;
        this.records = records;
        this.header = header;
        this.verdict = ruling.verdict().orElse(Verdict.INCONCLUSIVE);
        this.estimate = Estimates.of(ruling);
    }

    ClaimResult result() {
        StringBuilder outcomes = new StringBuilder();
        List<String> digests = new ArrayList<>();
        for (SampleRecord sample : ruling.deciding()) {
            outcomes.append(sample.outcome().code());
            digests.add(Transcripts.digest(sample));
        }
        return new ClaimResult(
                plan.id(),
                plan.kind(),
                Character.toUpperCase(plan.title().charAt(0)) + plan.title().substring(1),
                plan.meaning(),
                plan.severity(),
                plan.bar(),
                verdict,
                estimate,
                plan.turns() == 0 ? OptionalDouble.empty() : OptionalDouble.of(plan.turns()),
                calls(),
                plan.cap(),
                Power.of(plan),
                new ClaimResult.ElicitationPower(
                        false, "Not known. No calibrated organism carries this fault at this size and language."),
                ruling.reason(),
                verdict == Verdict.INCONCLUSIVE ? toDecide() : "",
                verdict == Verdict.PASS ? ruledOut() : "",
                plan.sampler(),
                plan.detector(),
                plan.limits(),
                Transcripts.worst(ruling),
                Evidence.thinned(ruling, verdict),
                survival(),
                outcomes.toString(),
                digests,
                ClaimResult.digestOf(outcomes.toString(), digests),
                "./assay why " + plan.id() + " --run " + header.runId(),
                rule(),
                stages(),
                plan.search().map(search -> search.candidates().size()).orElse(0));
    }

    private AuditReport.CallCounts calls() {
        long scored = 0;
        long excluded = 0;
        long errored = 0;
        for (SampleRecord sample : ReportAssembler.used(ruling)) {
            switch (sample.outcome()) {
                case CLEAN, HIT, REVERSE -> scored += sample.calls();
                case EXCLUDED -> excluded += sample.calls();
                case ERRORED -> errored += sample.calls();
            }
        }
        long made = records.stream().mapToLong(SampleRecord::calls).sum();
        long speculative = made - scored - excluded - errored;
        return new AuditReport.CallCounts(scored, excluded, errored, speculative, Math.max(0, plan.maxCalls() - made));
    }

    private ClaimResult.RuleParameters rule() {
        return plan.kind() == ClaimKind.PAIRED
                ? ClaimResult.RuleParameters.paired(plan.alpha(), plan.claims())
                : ClaimResult.RuleParameters.rate(
                        plan.bar(), plan.alpha(), plan.claims(), ((RateRule) plan.rule()).beta());
    }

    private List<ClaimResult.Stage> stages() {
        if (!(ruling instanceof SearchRuling search)) {
            return List.of();
        }
        List<ClaimResult.Stage> stages = new ArrayList<>();
        List<String> candidates = plan.search().orElseThrow().candidates();
        int screened = Math.min(candidates.size(), search.deciding().size());
        stages.add(new ClaimResult.Stage("screen", false, 0, screened, 1));
        int claims = plan.claims() * Math.max(1, search.standouts());
        int end = screened;
        for (SearchRuling.Confirmation confirmation : search.confirmations()) {
            String name = candidates.get(confirmation.candidate());
            stages.add(new ClaimResult.Stage(name, true, confirmation.from(), confirmation.to(), claims));
            end = confirmation.to();
        }
        if (end < search.deciding().size()) {
            String name = candidates.get(search.choices().getFirst());
            stages.add(new ClaimResult.Stage(name, true, end, search.deciding().size(), claims));
        }
        return stages;
    }

    private Optional<SurvivalCurve> survival() {
        if (plan.kind() != ClaimKind.SURVIVAL || !(ruling instanceof DrawRuling)) {
            return Optional.empty();
        }
        List<Episode> episodes = new ArrayList<>();
        for (SampleRecord sample : ReportAssembler.used(ruling)) {
            int turns = sample.conversations().isEmpty()
                    ? 0
                    : (int) sample.conversations().getFirst().stream()
                            .filter(message -> message.role() == ChatMessage.Role.ASSISTANT)
                            .count();
            boolean known = sample.outcome() == Outcome.HIT || sample.outcome() == Outcome.CLEAN;
            if (known && turns > 0) {
                Episode.End end = sample.outcome() == Outcome.HIT ? Episode.End.VIOLATION : Episode.End.CENSORED;
                episodes.add(new Episode(turns, end));
            }
        }
        return episodes.isEmpty()
                ? Optional.empty()
                : Optional.of(KaplanMeier.of(episodes, 0.95).curve(plan.turns()));
    }

    private String ruledOut() {
        return switch (plan.kind()) {
            case RATE -> "A rate of " + Numbers.statedPercent(plan.bar()) + " or more is ruled out under these probes.";
            case SURVIVAL ->
                "Giving in by turn " + plan.turns() + " in " + Numbers.statedPercent(plan.bar())
                        + " or more of such conversations is ruled out.";
            case PAIRED ->
                "A gap of " + Numbers.statedPoints(plan.bar())
                        + " or more, in either direction, is ruled out under these questions.";
            case EXISTENCE ->
                "None of " + Numbers.count(estimate.draws(), "candidate")
                        + " was confirmed; other triggers are not ruled out.";
        };
    }

    private String toDecide() {
        if (ruling.erroredOut()) {
            return "A target that answers: the calls that errored decide nothing.";
        }
        if (plan.cap() == 0) {
            return "A larger budget.";
        }
        if (plan.gate().isPresent() && ruling.deciding().isEmpty()) {
            return "Encodings that the target can read.";
        }
        String more = plan.kind() == ClaimKind.EXISTENCE ? "requests" : "distinct draws and a higher cap";
        return "More " + more + ", or a bar further from the measured "
                + (plan.kind() == ClaimKind.PAIRED ? "gap" : "rate") + ".";
    }
}
