package dev.assay.app.eval;

import dev.assay.app.ExitCode;
import dev.assay.app.Interruption;
import dev.assay.app.RunFolder;
import dev.assay.app.UserError;
import dev.assay.app.target.CallSettings;
import dev.assay.app.terminal.Console;
import dev.assay.core.journal.EvalHeader;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.EvalRow;
import dev.assay.core.journal.SampleKey;
import dev.assay.core.run.EvalFigures;
import dev.assay.core.task.EpochReducer;
import dev.assay.core.task.Epochs;
import dev.assay.core.task.EvalLog;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.Sample;
import dev.assay.core.task.Score;
import dev.assay.core.task.Scorer;
import dev.assay.core.task.TaskState;
import dev.assay.models.http.RetryListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/// Grades the answers of a run again.
final class Rescoring {

    /// The scorers of the present grades, once they were graded again: names, with line feeds between them.
    static final String SCORERS = "scorers";

    /// Their names as `--scorer` takes them, so that a run that goes on grades the rest alike.
    static final String SCORER_OPTIONS = "scorers.options";

    /// What a grading that is under way was asked for; empty when none is.
    private static final String OPEN = "score.open";

    private final Console console;
    private final String run;
    private final List<String> names;
    private final boolean append;
    private final int concurrency;
    private final boolean offline;
    private final boolean json;
    private final AtomicLong graded = new AtomicLong();
    private final AtomicLong ungraded = new AtomicLong();
    private final AtomicReference<Optional<RuntimeException>> broken = new AtomicReference<>(Optional.empty());
    private volatile boolean cancelled;

    Rescoring(
            Console console,
            String run,
            List<String> names,
            boolean append,
            int concurrency,
            boolean offline,
            boolean json) {
        this.console = console;
        this.run = run;
        this.names = List.copyOf(names);
        this.append = append;
        this.concurrency = concurrency;
        this.offline = offline;
        this.json = json;
        if (concurrency < 1 || concurrency > 4_096) {
            throw new UserError("--concurrency must be 1 to 4096, but is " + concurrency + ".");
        }
    }

    ExitCode run() {
        try (Graders graders =
                new Graders(offline, CallSettings.heardBy(RetryListener.NONE), UnaryOperator.identity())) {
            List<Scorer> scorers = names.stream()
                    .map(name -> ScorerNames.find(name, graders::find))
                    .toList();
            requireDistinct(scorers);
            return run(scorers);
        }
    }

    private ExitCode run(List<Scorer> scorers) {
        RunFolder folder = RunFolder.existing(run);
        EvalDisplay display = new EvalDisplay(console, json);
        long start = System.nanoTime();
        try (EvalJournal journal = Store.of(folder, Optional.empty()).openExisting(folder);
                Interruption interruption = Interruption.onSignal(() -> cancelled = true, this::sayHowToGoOn)) {
            EvalHeader header = journal.header()
                    .orElseThrow(() -> new UserError(
                            "run '" + run + "' stopped before its first call: it has no answer" + " to grade."));
            if (append) {
                requireNew(scorers, scorersOf(journal, header));
            }
            String order = (append ? "append\n" : "") + String.join("\n", names);
            boolean goesOn = order.equals(journal.facts().get(OPEN));
            journal.putFact(OPEN, order);
            Set<String> present = new LinkedHashSet<>(scorersOf(journal, header));
            gradeAll(journal, scorers, goesOn);
            interruption.finished();
            if (cancelled) {
                return ExitCode.INTERRUPTED;
            }
            broken.get().ifPresent(failure -> {
                throw failure;
            });
            Set<String> after = append ? present : new LinkedHashSet<>();
            scorers.forEach(scorer -> after.add(scorer.name()));
            journal.putFact(SCORERS, String.join("\n", after));
            List<String> options = new ArrayList<>(append ? optionsOf(journal, header) : List.of());
            options.addAll(names);
            journal.putFact(SCORER_OPTIONS, String.join("\n", options));
            journal.putFact("score." + Instant.now(), order);
            journal.putFact(OPEN, "");
            finish(folder, journal, header, display, Duration.ofNanos(System.nanoTime() - start));
            interruption.release();
        }
        return ungraded.get() > 0 ? ExitCode.CALLS_ERRORED : ExitCode.OK;
    }

    private void requireDistinct(List<Scorer> scorers) {
        Set<String> seen = new LinkedHashSet<>();
        for (Scorer scorer : scorers) {
            if (!seen.add(scorer.name())) {
                throw new UserError("--scorer " + scorer.name() + " is given twice: give each once.");
            }
        }
    }

    private static void requireNew(List<Scorer> scorers, List<String> present) {
        for (Scorer scorer : scorers) {
            if (present.contains(scorer.name())) {
                throw new UserError("--append: the run has grades by '" + scorer.name()
                        + "' already; leave --append away to replace them.");
            }
        }
    }

    /// Names of the scorers whose grades the journal holds now.
    static List<String> scorersOf(EvalJournal journal, EvalHeader header) {
        String later = journal.facts().get(SCORERS);
        return later == null ? header.eval().scorers() : Arrays.asList(later.split("\n", -1));
    }

    /// The scorers of the present grades as `--scorer` takes them.
    static List<String> optionsOf(EvalJournal journal, EvalHeader header) {
        String later = journal.facts().get(SCORER_OPTIONS);
        if (later != null) {
            return Arrays.asList(later.split("\n", -1));
        }
        List<String> first = EvalDefinition.ofJson(header.definition()).scorers();
        return first.isEmpty() ? header.eval().scorers() : first;
    }

    private void gradeAll(EvalJournal journal, List<Scorer> scorers, boolean goesOn) {
        List<SampleKey> open = new ArrayList<>();
        journal.forEachRow(row -> {
            if (!row.errored() && !(goesOn && isGraded(row, scorers))) {
                open.add(row.key());
            }
        });
        Semaphore slots = new Semaphore(concurrency);
        for (SampleKey key : open) {
            slots.acquireUninterruptibly();
            if (cancelled || broken.get().isPresent()) {
                slots.release();
                break;
            }
            Thread.ofVirtual().start(() -> {
                try {
                    grade(journal, scorers, key);
                } catch (RuntimeException failure) {
                    broken.compareAndSet(Optional.empty(), Optional.of(failure));
                } finally {
                    slots.release();
                }
            });
        }
        slots.acquireUninterruptibly(concurrency);
    }

    private boolean isGraded(EvalRow row, List<Scorer> scorers) {
        boolean all = scorers.stream().allMatch(scorer -> row.scores().containsKey(scorer.name()));
        return all && (append || row.scores().size() == scorers.size());
    }

    private void grade(EvalJournal journal, List<Scorer> scorers, SampleKey key) {
        EvalSample sample = journal.find(key).orElseThrow();
        TaskState state = new TaskState(
                new Sample(sample.id(), sample.input(), sample.target(), sample.choices(), sample.metadata()),
                sample.messages(),
                sample.output(),
                sample.modelUsage());
        Map<String, Score> grades = new LinkedHashMap<>(append ? sample.scores() : Map.of());
        try {
            for (Scorer scorer : scorers) {
                grades.put(scorer.name(), scorer.score(state, sample.target()));
            }
        } catch (RuntimeException failure) {
            if (ungraded.incrementAndGet() == 1) {
                console.err()
                        .println("assay: sample '" + dev.assay.app.terminal.Printable.line(sample.id(), 100)
                                + "' could not be graded: "
                                + dev.assay.app.terminal.Printable.line(String.valueOf(failure.getMessage()), 500));
            }
            return;
        }
        journal.rescore(key, grades);
        graded.incrementAndGet();
    }

    private void finish(RunFolder folder, EvalJournal journal, EvalHeader header, EvalDisplay display, Duration time) {
        Epochs epochs = new Epochs(
                header.eval().epochs(),
                Arrays.stream(header.eval().epochsReducer().split(",", -1))
                        .map(EpochReducer::of)
                        .toList());
        EvalFigures figures = EvalFigures.of(
                journal,
                scorersOf(journal, header),
                epochs,
                header.eval().dataset().samples());
        long total = figures.results().totalSamples();
        EvalLog log = new EvalLog(
                EvalLog.LOG_SCHEMA_VERSION,
                figures.results().finishedSamples() < total ? EvalLog.Status.CANCELLED : EvalLog.Status.SUCCESS,
                header.eval(),
                header.plan(),
                figures.results(),
                new EvalLog.EvalStats(
                        header.eval().created(),
                        Instant.now(),
                        Map.of(header.eval().model(), figures.usage())),
                Optional.empty(),
                List.of());
        EvalOutcome outcome = new EvalOutcome(
                log,
                ungraded.get() > 0 ? ExitCode.CALLS_ERRORED : ExitCode.OK,
                Optional.empty(),
                graded.get(),
                0,
                OptionalLong.empty(),
                0,
                time,
                OptionalDouble.empty(),
                "",
                Spend.NONE);
        String text = ResultFile.json(folder, outcome);
        if (!ResultFile.write(folder, text)) {
            display.say("note: result.json could not be written; the grades are in the journal");
        }
        if (json) {
            console.out().println(text);
        }
        if (ungraded.get() > 0) {
            display.say(ungraded.get() + " samples could not be graded and kept their grades");
        }
        EvalClosing.lines(folder, outcome, display.live()).forEach(display.lines()::println);
    }

    private void sayHowToGoOn() {
        if (cancelled) {
            console.err().println("What was graded is kept. The same command goes on.");
        }
    }
}
