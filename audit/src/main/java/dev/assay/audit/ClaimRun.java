package dev.assay.audit;

import dev.assay.audit.domain.Domain;
import dev.assay.audit.probe.Probe;
import dev.assay.audit.probe.ProbeSource;
import dev.assay.audit.ruling.Ruling;
import dev.assay.audit.vulnerability.Catalogue;
import dev.assay.core.audit.ClaimResult;
import dev.assay.core.claim.ClaimKind;
import dev.assay.core.claim.Verdict;
import dev.assay.core.journal.RunJournal;
import dev.assay.core.journal.SampleRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// One claim while it runs: which samples of its stage are started, which are back, and which were fed to
/// the ruling. Indices here count from the start of the stage. For one thread.
final class ClaimRun {

    private final ClaimPlan plan;
    private final Ruling ruling;
    private final ProbeSource source;
    private final int ahead;
    private final Map<Integer, SampleRecord> back = new HashMap<>();
    private Ruling.Stage stage;
    private int started;
    private int fed;
    private int end = Integer.MAX_VALUE;
    private boolean announced;

    /// @param ahead samples that may be started beyond the last one fed
    ClaimRun(ClaimPlan plan, Domain domain, int ahead) {
        this.plan = plan;
        this.ruling = Ruling.of(plan);
        this.ahead = ahead;
        this.source = Catalogue.find(plan.id()).orElseThrow().source(domain, plan.seed());
        this.stage = ruling.stage();
    }

    ClaimPlan plan() {
        return plan;
    }

    boolean done() {
        return ruling.done();
    }

    boolean announced() {
        return announced;
    }

    void announce() {
        announced = true;
    }

    Optional<Verdict> verdict() {
        return ruling.verdict();
    }

    String stageName() {
        return stage.name();
    }

    int stageNumber() {
        return stage.number();
    }

    int nextIndex() {
        return started;
    }

    int absolute(int index) {
        return stage.from() + index;
    }

    /// Whether another sample may be started now.
    boolean wants() {
        if (done()) {
            return false;
        }
        int likely = Math.max(fed + 1, ruling.likelyEnd() - stage.from());
        return started < Math.min(end, Math.min(likely, fed + ahead));
    }

    Optional<Probe> probe(int index) {
        return source.probe(stage.name(), index, ruling.choices());
    }

    void started(int index) {
        started = index + 1;
    }

    void endsAt(int index) {
        end = index;
    }

    void ready(int stageNumber, int index, SampleRecord sample) {
        if (!done() && stageNumber == stage.number()) {
            back.put(index, sample);
        }
    }

    /// Feeds the next sample in plan order, if it is back; says whether there was one.
    boolean feedOne() {
        if (done()) {
            return false;
        }
        if (fed == end) {
            ruling.exhausted();
            enter();
            return !done();
        }
        SampleRecord sample = back.remove(fed);
        if (sample == null) {
            return false;
        }
        fed++;
        ruling.feed(sample);
        if (!done()) {
            enter();
        }
        return true;
    }

    private void enter() {
        Ruling.Stage now = ruling.stage();
        if (now.number() != stage.number()) {
            stage = now;
            started = 0;
            fed = 0;
            end = Integer.MAX_VALUE;
            back.clear();
        }
    }

    AuditListener.Progress progress(String stageName, AuditListener.Counts counts) {
        double share =
                Math.max(ruling.evidence() / ruling.threshold(), (double) ruling.drawn() / Math.max(1, plan.cap()));
        return new AuditListener.Progress(
                plan.id(),
                stageName,
                ruling.hits(),
                ruling.drawn(),
                plan.cap(),
                Math.clamp(share, 0, 1),
                Math.exp(ruling.evidence()),
                Math.exp(ruling.threshold()),
                ruling.verdict().isPresent(),
                counts);
    }

    AuditListener.Decided decided(RunJournal journal, AuditListener.Counts counts) {
        ClaimResult.Estimate estimate = Estimates.of(ruling);
        long calls = journal.records(plan.id()).stream()
                .mapToLong(SampleRecord::calls)
                .sum();
        Verdict verdict = ruling.verdict().orElse(Verdict.INCONCLUSIVE);
        boolean bounded = verdict == Verdict.PASS && Double.isFinite(estimate.upperBound());
        double low = bounded ? (plan.kind() == ClaimKind.PAIRED ? -estimate.upperBound() : 0) : estimate.low();
        double high = bounded ? estimate.upperBound() : estimate.high();
        boolean limits = Double.isFinite(low) && Double.isFinite(high);
        return new AuditListener.Decided(
                plan.id(),
                verdict,
                estimate.hits(),
                estimate.draws(),
                limits ? OptionalDouble.of(low) : OptionalDouble.empty(),
                limits ? OptionalDouble.of(high) : OptionalDouble.empty(),
                plan.bar(),
                calls,
                ruling.erroredOut(),
                ruling.reason(),
                counts);
    }
}
