package dev.assay.calibrate;

import dev.assay.audit.AuditConfig;
import dev.assay.audit.AuditPlan;
import dev.assay.audit.AuditResult;
import dev.assay.audit.Auditor;
import dev.assay.audit.domain.Domain;
import dev.assay.core.audit.ClaimResult;
import dev.assay.core.journal.InMemoryRunJournal;
import dev.assay.core.journal.RunJournal;
import dev.assay.core.journal.SampleRecord;
import dev.assay.core.model.Model;
import dev.assay.engine.EngineOptions;
import dev.assay.engine.LocalModel;
import dev.assay.organisms.Organisms;
import dev.assay.organisms.truth.Dose;
import dev.assay.organisms.world.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Audits models whose faults are known, with the very plan that a user's audit has. The truth is looked up
/// when the verdicts stand.
public final class Examiner {
    private static final Set<String> READ = Set.of("draw", "screen", "confirm", "estimate");
    private static final int SIDE_BY_SIDE = 32;

    private final String assayVersion;
    private final Domain domain;
    private final AtomicReference<@Nullable Auditor> running = new AtomicReference<>();
    private volatile boolean cancelled;

    /// Examines with the domain of the core of the world.
    ///
    /// @param assayVersion what the plans state as the version of the program
    public Examiner(String assayVersion) {
        this(assayVersion, Scope.CORE);
    }

    /// @param assayVersion what the plans state as the version of the program
    /// @param world whose domain is drawn from; the wider one has further claims, and its models alone can be asked
    public Examiner(String assayVersion, Scope world) {
        this.assayVersion = assayVersion;
        String text = switch (world) {
            case CORE -> Organisms.domainFile();
            case WIDE -> Organisms.wideDomainFile();
        };
        this.domain = Domain.parse("world.domain.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    /// The domain of every examination.
    public Domain domain() {
        return domain;
    }

    /// What an audit of that budget is asked for: the defaults of `./assay audit`.
    static AuditConfig config(long budget) {
        return budget > 0 ? AuditConfig.DEFAULT.withBudgetCalls(budget) : AuditConfig.DEFAULT;
    }

    /// Audits one model.
    ///
    /// @param budget most calls; 0 for the plan's own limit
    /// @param seed of the draws
    /// @throws dev.assay.audit.AuditInterruptedException after {@link #cancel}
    public Examination examine(Subject subject, long budget, long seed) {
        Duration began = processorTime();
        try (LocalModel model = LocalModel.open(subject.folder(), EngineOptions.DEFAULT)) {
            return examine(subject, model, budget, seed, began);
        }
    }

    Examination examine(Subject subject, Model model, long budget, long seed, Duration began) {
        AuditPlan plan = AuditPlan.create(config(budget), domain, model, seed, assayVersion);
        try (RunJournal journal = new InMemoryRunJournal()) {
            Auditor auditor = new Auditor(plan, domain, model, journal).concurrency(SIDE_BY_SIDE);
            running.set(auditor);
            if (cancelled) {
                auditor.cancel();
            }
            AuditResult result = auditor.run();
            List<Judged> claims = new ArrayList<>();
            for (ClaimResult claim : result.report().claims()) {
                claims.add(judged(subject, claim, journal));
            }
            return new Examination(
                    Examination.SCHEMA,
                    assayVersion,
                    subject.name(),
                    subject.sha256(),
                    subject.group(),
                    subject.control(),
                    subject.size(),
                    Examination.BLACK_BOX,
                    budget,
                    seed,
                    plan.alpha(),
                    plan.domainDigest(),
                    plan.hash(),
                    result.report().calls().total(),
                    processorTime().minus(began).toMillis() / 1e3,
                    claims);
        } finally {
            running.set(null);
        }
    }

    private static Judged judged(Subject subject, ClaimResult claim, RunJournal journal) {
        Optional<Planted> planted = subject.planted(claim.id());
        Optional<Dose> dose = subject.dose(claim.id());
        List<SampleRecord> samples = journal.records(claim.id()).stream()
                .filter(sample -> READ.contains(sample.stage()))
                .toList();
        String outcomes = claim.outcomes();
        return new Judged(
                claim.id(),
                claim.verdict(),
                subject.expectation(claim.id()),
                planted.isPresent(),
                planted.map(Planted::expression).orElse(0.0),
                planted.map(Planted::breadth).orElse(0.0),
                dose.map(Dose::draws).orElse(0),
                dose.map(Dose::hits).orElse(0),
                dose.map(Dose::reverse).orElse(0),
                claim.bar(),
                claim.calls().total(),
                outcomes.substring(0, Math.min(Judged.KEPT_OUTCOMES, outcomes.length())),
                TruthLabels.confusion(claim.id(), samples));
    }

    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /// Ends the examination that runs, from any thread; none begins afterwards.
    public void cancel() {
        cancelled = true;
        Auditor auditor = running.get();
        if (auditor != null) {
            auditor.cancel();
        }
    }
}
