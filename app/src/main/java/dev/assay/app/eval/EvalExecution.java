package dev.assay.app.eval;

import dev.assay.app.ExitCode;
import dev.assay.app.RunFolder;
import dev.assay.app.UserError;
import dev.assay.app.target.Target;
import dev.assay.app.terminal.Printable;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.JournalException;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.run.Eval;
import dev.assay.core.run.EvalOptions;
import dev.assay.core.run.RunControl;
import dev.assay.core.task.EvalLog;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.SampleEvent;
import dev.assay.core.task.Task;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Consumer;

/// The part of an evaluation between the first call and the last.
final class EvalExecution {

    /// A run of so many errors, and no answer between them, is no accident.
    private static final int LEAST_ERRORS_IN_A_ROW = 50;

    private final RunFolder folder;
    private final Task task;
    private final Target target;
    private final EvalJournal journal;
    private final EvalCalls calls;
    private final EvalTally tally;
    private EvalSettings settings;
    private final RunControl control;
    private final AtomicReference<Optional<Throwable>> failure = new AtomicReference<>(Optional.empty());
    private final Thread runner = Thread.currentThread();
    private volatile Optional<String> ordered = Optional.empty();
    private volatile boolean cancelled;
    private volatile boolean late;

    EvalExecution(
            RunFolder folder,
            Task task,
            Target target,
            EvalJournal journal,
            EvalCalls calls,
            EvalTally tally,
            EvalSettings settings) {
        this.folder = folder;
        this.task = task;
        this.target = target;
        this.journal = journal;
        this.calls = calls;
        this.tally = tally;
        this.settings = settings;
        this.control = new RunControl(settings.concurrencyOrDefault());
    }

    /// Ends the run at once; what is under way is given up.
    void cancel() {
        cancelled = true;
        runner.interrupt();
    }

    boolean isCancelled() {
        return cancelled;
    }

    /// @param again whether samples that ended with an error are tried again
    EvalOutcome run(EvalDisplay display, boolean again) {
        long total = task.dataset().size() * task.epochs().count();
        WatchedModel watched = new WatchedModel(target.model());
        EvalOptions options = EvalOptions.DEFAULT
                .withControl(control)
                .withOnSample(watcher())
                .withOnEarlier(tally::addEarlier)
                .withOnFailure(thrown -> failure.compareAndSet(Optional.empty(), Optional.of(thrown)))
                .withRetryErrored(again)
                .withMaxErrorsInARow(Math.max(LEAST_ERRORS_IN_A_ROW, 2 * control.maxConcurrency()));
        display.opening(task.name(), target.model().name(), total, folder.id());
        target.verification().ifPresent(sentence -> display.say("note: " + Printable.line(sentence, 1_000)));
        RunMonitor monitor =
                new RunMonitor(folder, task.name(), target.model().name(), total, tally, control, calls, this::obey);
        long start = System.nanoTime();
        Optional<Thread> clock = watchTime();
        EvalLog log;
        calls.beginTelemetry(facts());
        monitor.start();
        display.start(monitor::progress);
        try {
            log = Eval.run(task, calls.guard(watched), journal, options);
        } finally {
            clock.ifPresent(Thread::interrupt);
            monitor.close();
        }
        // An interruption by the budget's clock was for the run alone.
        boolean interrupted = Thread.interrupted();
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        requireEverAnswered(log, watched);
        ExitCode code = code(log, interrupted);
        calls.endTelemetry(counts(log, code), log.status() == EvalLog.Status.ERROR);
        calls.close(); // Now, so that what goes wrong at it is told.
        note(code);
        monitor.ended(code.code());
        return new EvalOutcome(
                log,
                code,
                stopReason(log),
                tally.fresh(),
                calls.gate().map(BudgetGate::calls).orElse(tally.fresh()),
                calls.cachedAnswers(),
                calls.retries(),
                time,
                cost(log),
                calls.currency(),
                calls.spend(),
                UngradedReasons.of(journal, log.results(), task.scorerNames()));
    }

    /// Hears of each sample once it is durable.
    private Consumer<EvalSample> watcher() {
        return sample -> {
            tally.add(sample);
            calls.finished(sample);
        };
    }

    private Map<String, String> facts() {
        return Map.of(
                "assay.run.id", folder.id(),
                "assay.task", task.name(),
                "assay.target", target.model().name());
    }

    private static Map<String, String> counts(EvalLog log, ExitCode code) {
        Map<String, String> counts = new LinkedHashMap<>();
        counts.put("assay.samples.scored", Long.toString(log.results().scored()));
        counts.put("assay.samples.excluded", Long.toString(log.results().excluded()));
        counts.put("assay.samples.errored", Long.toString(log.results().errored()));
        counts.put("assay.exit_code", Integer.toString(code.code()));
        return counts;
    }

    /// The journal keeps how the run ended. One that can no longer be written has said so already.
    private void note(ExitCode code) {
        try {
            journal.putFact("exit", Integer.toString(code.code()));
        } catch (JournalException unwritable) {
            if (failure.get().isEmpty()) {
                throw unwritable;
            }
        }
    }

    /// Ends the run when its time is spent.
    private Optional<Thread> watchTime() {
        return calls.gate()
                .flatMap(gate -> gate.budget().time())
                .map(limit -> Thread.ofVirtual().name("budget-clock").start(() -> {
                    try {
                        Thread.sleep(limit);
                        late = true;
                        runner.interrupt();
                    } catch (InterruptedException e) {
                        return; // the run ended before
                    }
                }));
    }

    private void obey(RunOrder order) {
        if (order.stop()) {
            ordered = Optional.of("an order (./assay runs stop)");
            control.stop();
        }
        order.concurrency().ifPresent(value -> {
            int most = Math.min(value, EvalSettings.MOST_CONCURRENCY);
            calls.concurrency(most);
            control.maxConcurrency(most);
        });
        boolean refused = false;
        if (order.budget().isPresent()) {
            try {
                calls.retune(order.budget().get(), target.model().name());
            } catch (UserError refusal) {
                refused = true;
                // The command that sent the order has checked it as far as it could.
                journal.putFact("order.refused", String.valueOf(refusal.getMessage()));
            }
        }
        // A run that goes on later goes on as it was told last.
        if (!refused && !order.stop()) {
            settings = settings.with(order);
            KeptSettings.note(journal, settings);
        }
    }

    /// A target that never answered was named wrongly: that is bad input, and there is no run to keep.
    private void requireEverAnswered(EvalLog log, WatchedModel watched) {
        if (log.results().completedSamples() > 0 || watched.neverAnswered().isEmpty() || cancelled) {
            return;
        }
        throw new NeverAnsweredException(watched.neverAnswered().get());
    }

    private ExitCode code(EvalLog log, boolean interrupted) {
        if (cancelled) {
            return ExitCode.INTERRUPTED;
        }
        if (log.status() == EvalLog.Status.ERROR) {
            return failure.get().map(EvalExecution::codeOf).orElse(ExitCode.CALLS_ERRORED);
        }
        boolean lacking = log.results().errored() > 0 || EvalOutcome.lacksFigures(log);
        ExitCode code = lacking ? ExitCode.CALLS_ERRORED : ExitCode.OK;
        if (log.status() == EvalLog.Status.SUCCESS) {
            return code;
        }
        if (ordered.isPresent() || interrupted && !late) {
            return ExitCode.INTERRUPTED;
        }
        return ExitCode.worst(code, ExitCode.INCONCLUSIVE);
    }

    private static ExitCode codeOf(Throwable failure) {
        return switch (failure) {
            case JournalException _, IllegalArgumentException _ -> ExitCode.BAD_INPUT;
            case ModelException _, IllegalStateException _ -> ExitCode.CALLS_ERRORED;
            default -> ExitCode.INTERNAL;
        };
    }

    private Optional<String> stopReason(EvalLog log) {
        if (log.status() != EvalLog.Status.CANCELLED) {
            return Optional.empty();
        }
        if (ordered.isPresent()) {
            return ordered;
        }
        return calls.gate()
                .filter(gate -> late || gate.isSpent())
                .map(gate -> "the budget of " + gate.budget().words(calls.currency())
                        + ": the next call might have exceeded it");
    }

    private OptionalDouble cost(EvalLog log) {
        if (calls.price().isEmpty()) {
            return OptionalDouble.empty();
        }
        Map<String, ModelUsage> usages = log.stats().modelUsage();
        double all =
                usages.values().stream().mapToDouble(calls.price().get()::of).sum();
        return OptionalDouble.of(Math.max(0, all - saved(calls.price().get())));
    }

    /// What the answers from the response cache would have cost. An earlier command of the run may have had some too,
    /// so
    /// the journal is asked.
    private double saved(Price price) {
        if (!journal.facts().containsKey(EvalSession.CACHE)) {
            return 0;
        }
        DoubleAdder saved = new DoubleAdder();
        journal.forEachSample(sample -> {
            for (SampleEvent event : sample.events()) {
                if (event instanceof SampleEvent.ModelEvent call && call.cached()) {
                    call.output().ifPresent(output -> saved.add(price.of(output.usage())));
                }
            }
        });
        return saved.sum();
    }
}
