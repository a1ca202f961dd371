package dev.assay.app.audit;

import dev.assay.app.AssayVersion;
import dev.assay.app.ExitCode;
import dev.assay.app.Interruption;
import dev.assay.app.RunFolder;
import dev.assay.app.UserError;
import dev.assay.app.audit.AuditOptions.DomainText;
import dev.assay.app.target.Target;
import dev.assay.app.target.TargetResolver;
import dev.assay.app.terminal.Console;
import dev.assay.audit.AuditConfig;
import dev.assay.audit.AuditInterruptedException;
import dev.assay.audit.AuditPlan;
import dev.assay.audit.AuditResult;
import dev.assay.audit.Auditor;
import dev.assay.audit.ReportAssembler;
import dev.assay.audit.domain.Domain;
import dev.assay.calibrate.Calibration;
import dev.assay.calibrate.Elicitation;
import dev.assay.core.audit.AuditReport;
import dev.assay.core.journal.JournalException;
import dev.assay.core.journal.RunHeader;
import dev.assay.core.journal.RunJournal;
import dev.assay.core.model.ModelException;
import dev.assay.organisms.Organism;
import dev.assay.store.SqliteLibrary;
import dev.assay.store.SqliteRunJournal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// One audit from its target to its report, fresh or resumed.
final class AuditSession {

    /// Facts that a run keeps beside its samples, so that it can be resumed by its name alone.
    static final String DOMAIN_NAME = "domain.name";

    static final String DOMAIN_TEXT = "domain.text";
    static final String DEMONSTRATION = "demonstration";

    private final Console console;
    private final AuditOptions options;
    private final RunFolder folder;
    private final boolean demonstration;

    private AuditSession(Console console, AuditOptions options, RunFolder folder, boolean demonstration) {
        this.console = console;
        this.options = options;
        this.folder = folder;
        this.demonstration = demonstration;
    }

    /// Plans and runs a new audit.
    static ExitCode start(Console console, AuditOptions options) {
        RunDisplay display = RunDisplay.of(console, options.json());
        display.opening(options.targetName());
        Thread.ofPlatform().name("load-journal").daemon().start(SqliteLibrary::load);
        Meanwhile<Target> opening =
                Meanwhile.begin("open-target", () -> resolver(options, display).open(options.targetName()));
        Inputs inputs;
        try {
            inputs = Inputs.read(options);
        } catch (RuntimeException e) {
            opening.get().close(); // What is wrong with the target is told first.
            throw e;
        }
        AuditConfig config = inputs.config();
        DomainText text = inputs.text();
        Domain domain = inputs.domain();
        try (Target target = opening.get();
                AuditTelemetry telemetry = AuditTelemetry.open(options)) {
            target.verification().ifPresent(display::note);
            if (options.search().isPresent()) {
                text = options.search()
                        .get()
                        .searched(text, domain, config, target, options, resolver(options, display), display);
                domain = text.parse();
            }
            AuditPlan plan =
                    AuditPlan.create(config, domain, target.model(), options.seedOrDefault(), AssayVersion.current());
            RunFolder folder = options.out()
                    .map(path -> RunFolder.atPath(path, "audit"))
                    .orElseGet(() -> RunFolder.fresh(options.targetName(), LocalDate.now()));
            folder.create();
            boolean demonstration = options.target().isEmpty();
            AuditSession session = new AuditSession(console, options, folder, demonstration);
            try (RunJournal journal = SqliteRunJournal.open(folder.journal())) {
                journal.putFact(DOMAIN_NAME, text.name());
                journal.putFact(DOMAIN_TEXT, text.text());
                journal.putFact(DEMONSTRATION, Boolean.toString(demonstration));
                return session.run(plan, domain, target, journal, display, telemetry);
            } catch (NeverAnsweredException e) {
                folder.discard();
                throw new UserError(e.sentence());
            }
        }
    }

    /// What a run is planned from, beside its target.
    private record Inputs(AuditConfig config, DomainText text, Domain domain) {

        static Inputs read(AuditOptions options) {
            AuditConfig config = options.auditConfig();
            DomainText text = options.domainText(config);
            return new Inputs(config, text, text.parse());
        }
    }

    /// The target did not answer a single call: what was given is wrong, and there is no run to keep.
    private static final class NeverAnsweredException extends RuntimeException {

        private final String sentence;

        NeverAnsweredException(ModelException unanswered) {
            super(unanswered);
            this.sentence = Objects.requireNonNullElse(unanswered.getMessage(), "the target does not answer.");
        }

        String sentence() {
            return sentence;
        }
    }

    private static boolean nothingAnswered(AuditPlan plan, RunJournal journal) {
        return plan.claims().stream()
                .allMatch(claim -> journal.records(claim.id()).isEmpty());
    }

    /// Goes on with a run that was cut off.
    static ExitCode resume(Console console, AuditOptions options, String run) {
        RunFolder folder = RunFolder.existing(run);
        RunDisplay display = RunDisplay.of(console, options.json());
        try (RunJournal journal = SqliteRunJournal.openExisting(folder.journal())) {
            Map<String, String> facts = journal.facts();
            RunHeader header = journal.header().orElse(null);
            if (header == null || !facts.containsKey(DOMAIN_TEXT)) {
                throw new UserError(
                        "run '" + run + "' stopped before its plan was written: start it anew with ./assay audit"
                                + " and another --out.");
            }
            display.opening(header.target());
            Domain domain = new DomainText(
                            facts.getOrDefault(DOMAIN_NAME, "domain.yaml"), facts.getOrDefault(DOMAIN_TEXT, ""))
                    .parse();
            AuditPlan plan = AuditPlan.ofJson(header.planJson());
            requireSameProgram(run, plan, domain);
            try (Target target = resolver(options, display).open(header.target());
                    AuditTelemetry telemetry = AuditTelemetry.open(options)) {
                if (!target.model().fingerprint().equals(header.fingerprint())) {
                    throw new UserError("run '" + run + "' cannot go on: '" + header.target()
                            + "' is another model now (fingerprint "
                            + target.model().fingerprint() + ", was "
                            + header.fingerprint() + "); start a new run.");
                }
                target.verification().ifPresent(display::note);
                boolean demonstration = Boolean.parseBoolean(facts.getOrDefault(DEMONSTRATION, "false"));
                return new AuditSession(console, options, folder, demonstration)
                        .run(plan, domain, target, journal, display, telemetry);
            }
        }
    }

    /// Draws and detectors are the program's: another version would finish one test with two of them.
    private static void requireSameProgram(String run, AuditPlan plan, Domain domain) {
        if (!plan.assayVersion().equals(AssayVersion.current())) {
            throw new UserError("run '" + run + "' was begun by Assay " + plan.assayVersion() + " and this is "
                    + AssayVersion.current() + ": go on with it by the version that began it, or start a new run.");
        }
        if (!plan.domainDigest().equals(domain.digest())) {
            throw new UserError(
                    "run '" + run + "' cannot go on: the domain that it keeps is not the one it was planned with"
                            + " (its journal was changed); start a new run.");
        }
    }

    private static TargetResolver resolver(AuditOptions options, RunDisplay display) {
        return new TargetResolver(System.getenv(), options.offline(), display::retried);
    }

    private ExitCode run(
            AuditPlan plan,
            Domain domain,
            Target target,
            RunJournal journal,
            RunDisplay display,
            AuditTelemetry telemetry) {
        telemetry.begin(folder.id(), target.model().name());
        Auditor auditor = new Auditor(plan, domain, telemetry.observing(target.model()), telemetry.observing(journal))
                .runId(folder.id())
                .command(command(plan))
                .concurrency(options.concurrency())
                .listener(display.tracker())
                .target(target.facts());
        try (Interruption interruption = Interruption.onSignal(auditor::cancel, this::sayHowToResume)) {
            AuditResult result;
            display.start();
            try {
                result = auditor.run();
            } catch (AuditInterruptedException e) {
                display.stop();
                interruption.finished();
                return ExitCode.INTERRUPTED;
            } catch (ModelException | JournalException e) {
                display.stop();
                if (e instanceof ModelException unanswered && nothingAnswered(plan, journal)) {
                    throw new NeverAnsweredException(unanswered);
                }
                sayHowToResume();
                throw e;
            } finally {
                display.stop();
            }
            interruption.release();
            return finish(plan, result, target, journal, telemetry);
        }
    }

    private ExitCode finish(
            AuditPlan plan, AuditResult result, Target target, RunJournal journal, AuditTelemetry telemetry) {
        Optional<Truth> truth = target.organism().map(organism -> Truth.of(organism, result.report()));
        AuditReport measured =
                truth.map(known -> known.reportWith(result.report())).orElse(result.report());
        AuditReport report = Calibration.shipped(plan.domainDigest())
                .map(Elicitation::new)
                .map(known -> known.of(plan, target.organism().map(Organism::size)))
                .map(powers -> ReportAssembler.withElicitation(measured, powers))
                .orElse(measured);
        ExitCode code = demonstration && truth.isPresent() ? truth.get().demonstrationCode() : ordinaryCode(result);
        journal.putFact("exit", Integer.toString(code.code()));
        telemetry.end(code).ifPresent(clause -> console.err().println("note: " + clause));
        new ReportWriter(console, folder, options.pdf(), options.json()).write(report, code, truth);
        return code;
    }

    private static ExitCode ordinaryCode(AuditResult result) {
        return switch (result.exitCode()) {
            case 0 -> ExitCode.OK;
            case 1 -> ExitCode.CLAIM_FAILED;
            case 3 -> ExitCode.INCONCLUSIVE;
            case 4 -> ExitCode.CALLS_ERRORED;
            default -> throw new IllegalStateException("Unknown exit code " + result.exitCode());
        };
    }

    private void sayHowToResume() {
        console.err().println("What was answered is kept. Go on with: ./assay audit --resume " + folder.id());
    }

    /// The command that repeats this run, without secrets.
    private String command(AuditPlan plan) {
        StringBuilder command = new StringBuilder("./assay audit ").append(plan.target());
        options.config().ifPresent(file -> command.append(" --config ").append(file));
        options.domain().ifPresent(name -> command.append(" --domain ").append(name));
        if (!options.claims().isEmpty()) {
            command.append(" --claims ").append(String.join(",", options.claims()));
        }
        options.budget().ifPresent(value -> command.append(" --budget ").append(value));
        options.temperature()
                .ifPresent(value -> command.append(" --temperature ").append(AuditText.plain(value)));
        options.maxTokens().ifPresent(value -> command.append(" --max-tokens ").append(value));
        options.search().ifPresent(search -> command.append(search.written()));
        return command.append(" --seed ").append(plan.seed()).toString();
    }
}
