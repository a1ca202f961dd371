package dev.assay.audit;

import dev.assay.audit.domain.Domain;
import dev.assay.core.audit.AuditReport;
import dev.assay.core.journal.RunHeader;
import dev.assay.core.journal.RunJournal;
import dev.assay.core.model.Model;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/// Runs a plan on a target. By default eight samples at a time, nobody listens, the run is named after the
/// start of its plan's hash, and the target is described by its name.
///
/// Every sample is in the journal before it counts; one that is there already is never asked again, so
/// that a run which was cut off goes on where it stopped and ends with the verdicts of an undisturbed one.
public final class Auditor {

    private final AuditPlan plan;
    private final Domain domain;
    private final Model target;
    private final RunJournal journal;
    private String runId;
    private String command = "./assay audit";
    private int concurrency = 8;
    private AuditListener listener = AuditListener.NONE;
    private Clock clock = Clock.systemUTC();
    private AuditReport.TargetFacts facts;
    private final AtomicReference<Coordinator> running = new AtomicReference<>();
    private volatile boolean cancelled;

    /// @param plan made from this domain and target
    public Auditor(AuditPlan plan, Domain domain, Model target, RunJournal journal) {
        this.plan = plan;
        this.domain = domain;
        this.target = target;
        this.journal = journal;
        this.runId = "run-" + plan.hash().substring(0, 8);
        this.facts = new AuditReport.TargetFacts(target.name(), target.fingerprint(), target.name(), false);
    }

    /// Name of a new run; a resumed one keeps the name in its journal.
    public Auditor runId(String value) {
        runId = value;
        return this;
    }

    /// Command line that starts the run, without secrets.
    public Auditor command(String value) {
        command = value;
        return this;
    }

    /// Samples in flight at once, at least 1.
    ///
    /// @throws IllegalArgumentException if it is less than 1
    public Auditor concurrency(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("concurrency must be at least 1, but is " + value);
        }
        concurrency = value;
        return this;
    }

    public Auditor listener(AuditListener value) {
        listener = value;
        return this;
    }

    /// The clock that stamps samples.
    public Auditor clock(Clock value) {
        clock = value;
        return this;
    }

    /// How the report describes the target.
    public Auditor target(AuditReport.TargetFacts value) {
        facts = value;
        return this;
    }

    /// Runs the plan to its end, or goes on with a run that was cut off.
    ///
    /// The journal's fact `finished` holds the time of the end.
    ///
    /// @return the report and what an exit code needs
    /// @throws BadInputException if the journal holds a run of another plan
    /// @throws dev.assay.core.model.ModelException if the target cannot be asked at all (key, name, address)
    /// @throws dev.assay.core.journal.JournalException if the journal fails; what it holds is kept
    /// @throws AuditInterruptedException after {@link #cancel}
    public AuditResult run() {
        begin();
        listener.planned(plan);
        Coordinator coordinator = new Coordinator(plan, domain, target, journal, concurrency, listener, clock);
        running.set(coordinator);
        if (cancelled) {
            coordinator.cancel();
        }
        coordinator.run();
        journal.putFact("finished", Instant.now(clock).toString());
        return ReportAssembler.assemble(plan, journal, facts);
    }

    private void begin() {
        RunHeader header = journal.header().orElse(null);
        if (header == null) {
            journal.begin(new RunHeader(
                    runId,
                    plan.target(),
                    plan.fingerprint(),
                    plan.hash(),
                    plan.json(),
                    plan.seed(),
                    command,
                    Instant.now(clock),
                    plan.assayVersion()));
        } else if (!header.planHash().equals(plan.hash())) {
            throw new BadInputException("Run " + header.runId() + " cannot go on: it was planned otherwise (plan "
                    + header.planHash().substring(0, 8) + ", now "
                    + plan.hash().substring(0, 8)
                    + "), since the domain, the configuration, the target, the seed or the version changed; "
                    + "restore them, or start a new run.");
        }
    }

    /// Stops the run from any thread: no further call is made, those in flight are interrupted, and {@link
    /// #run} throws.
    public void cancel() {
        cancelled = true;
        Coordinator coordinator = running.get();
        if (coordinator != null) {
            coordinator.cancel();
        }
    }
}
