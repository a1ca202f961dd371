package dev.assay.app.eval;

import dev.assay.app.ExitCode;
import dev.assay.app.Interruption;
import dev.assay.app.RunFolder;
import dev.assay.app.UserError;
import dev.assay.app.target.CallSettings;
import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Printable;
import dev.assay.app.terminal.ProgressText;
import dev.assay.core.journal.CurrentScorers;
import dev.assay.core.journal.EvalHeader;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.SampleKey;
import dev.assay.core.run.EvalFigures;
import dev.assay.core.task.EvalLog;
import dev.assay.core.task.Scorer;
import dev.assay.models.http.RetryListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Grades the answers of a run again.
final class Rescoring {

    /// The scorers that replaced the run's own, as `--scorer` takes them, one a line.
    private static final String REPLACED = "scorers.options";

    /// Those that were added to these, or to the run's own; empty where none is.
    private static final String ADDED = "scorers.added";

    private final Console console;
    private final String run;
    private final List<String> names;
    private final boolean append;
    private final int concurrency;
    private final boolean offline;
    private final boolean json;
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
            List<String> present = CurrentScorers.of(journal, header);
            requireTargets(journal, scorers);
            String replaced = replaced(journal, present);
            if (!replaced.isEmpty()) {
                display.say("replaces " + replaced + "; --append keeps both");
            }
            GradingPass pass = new GradingPass(journal, scorers, append, concurrency, () -> cancelled);
            pass.run(grading(journal, header, scorers, present));
            interruption.finished();
            if (cancelled) {
                return ExitCode.INTERRUPTED;
            }
            pass.requireWhole();
            if (pass.ungraded() > 0) {
                interruption.release();
                console.err().println("assay: " + pass.firstFailure());
                display.say(ProgressText.count(pass.graded(), "sample")
                        + (pass.graded() == 1 ? " was graded, and " : " were graded, and ")
                        + (pass.isFatal() ? "the rest" : pass.ungraded())
                        + " could not be: the run's result stays as it was until all are. The same command goes on.");
                return ExitCode.CALLS_ERRORED;
            }
            note(journal, scorers, present);
            if (!replaced.isEmpty()) {
                display.say("replaced " + replaced + "; these stay in the journal (./assay runs show "
                        + EvalText.shellWord(folder.id()) + " SAMPLE)");
            }
            ExitCode code = finish(
                    folder, journal, header, display, Duration.ofNanos(System.nanoTime() - start), pass.graded());
            interruption.release();
            return code;
        }
    }

    /// The grading that this command goes on with, or a new one.
    private OpenGrading grading(EvalJournal journal, EvalHeader header, List<Scorer> scorers, List<String> present) {
        Optional<OpenGrading> cutOff = OpenGrading.of(journal);
        if (cutOff.isPresent() && cutOff.get().isFor(append, names)) {
            return cutOff.get();
        }
        if (append) {
            cutOff.ifPresent(other -> {
                throw new UserError("--append: the run is being graded by '" + String.join("', '", other.scorers())
                        + "', and not all of it is yet: give the same command again first, or leave --append away.");
            });
            requireNew(scorers, present);
        }
        return OpenGrading.begin(journal, append, names, header.eval().epochs());
    }

    /// All is graded: from now on these are the run's scorers.
    private void note(EvalJournal journal, List<Scorer> scorers, List<String> present) {
        Set<String> after = new LinkedHashSet<>(append ? present : List.of());
        scorers.forEach(scorer -> after.add(scorer.name()));
        CurrentScorers.note(journal, after);
        if (append) {
            Set<String> added = new LinkedHashSet<>(lines(journal, ADDED));
            added.addAll(names);
            journal.putFact(ADDED, String.join("\n", added));
        } else {
            journal.putFact(REPLACED, String.join("\n", names));
            journal.putFact(ADDED, "");
        }
        Gradings.note(journal, append, names);
        OpenGrading.end(journal);
    }

    /// Whose grades are replaced, and how many: `includes (40 grades)`; empty where none are.
    private String replaced(EvalJournal journal, List<String> present) {
        if (append) {
            return "";
        }
        Map<String, Long> counts = new LinkedHashMap<>();
        journal.forEachRow(row -> present.stream()
                .filter(name -> !Double.isNaN(row.scores().getOrDefault(name, Double.NaN)))
                .forEach(name -> counts.merge(name, 1L, Long::sum)));
        return counts.entrySet().stream()
                .map(each -> Printable.line(each.getKey(), 60) + " (" + ProgressText.grouped(each.getValue())
                        + (each.getValue() == 1 ? " grade)" : " grades)"))
                .collect(Collectors.joining(", "));
    }

    /// Grades that are there are not replaced by none.
    private void requireTargets(EvalJournal journal, List<Scorer> scorers) {
        if (scorers.stream().noneMatch(Scorer::needsTarget)) {
            return;
        }
        List<SampleKey> keys = new ArrayList<>();
        journal.forEachRow(row -> keys.add(row.key()));
        boolean any = keys.isEmpty()
                || keys.stream()
                        .anyMatch(key -> journal.find(key)
                                .filter(sample -> !sample.target().texts().isEmpty())
                                .isPresent());
        if (!any) {
            throw MissingTargets.refused(scorers, "none of the " + keys.size() + " samples of run '" + run + "'");
        }
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

    /// What the run asks, graded as it is now: by its own scorers, or by those that replaced them.
    static EvalDefinition graded(EvalJournal journal, EvalDefinition definition) {
        List<String> replaced = lines(journal, REPLACED);
        return replaced.isEmpty() ? definition : definition.withScorers(replaced);
    }

    /// The scorers beside these, as `--scorer` takes them.
    static List<String> added(EvalJournal journal) {
        return lines(journal, ADDED);
    }

    private static List<String> lines(EvalJournal journal, String fact) {
        String text = journal.facts().getOrDefault(fact, "");
        return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    }

    private ExitCode finish(
            RunFolder folder, EvalJournal journal, EvalHeader header, EvalDisplay display, Duration time, long graded) {
        EvalFigures figures = RunFigures.of(journal, header, display::say);
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
        ExitCode code = EvalOutcome.lacksFigures(log) ? ExitCode.CALLS_ERRORED : ExitCode.OK;
        EvalOutcome outcome = new EvalOutcome(
                log,
                code,
                Optional.empty(),
                graded,
                0,
                OptionalLong.empty(),
                0,
                time,
                OptionalDouble.empty(),
                "",
                Spend.NONE,
                UngradedReasons.of(journal, log.results(), CurrentScorers.of(journal, header)));
        String text = ResultFile.json(folder, outcome);
        if (!ResultFile.write(folder, text)) {
            display.say("note: result.json could not be written; the grades are in the journal");
        }
        if (json) {
            console.out().println(text);
        }
        EvalClosing.lines(folder, outcome, display.live()).forEach(display.lines()::println);
        return code;
    }

    private void sayHowToGoOn() {
        if (cancelled) {
            console.err().println("What was graded is kept. The same command goes on.");
        }
    }
}
