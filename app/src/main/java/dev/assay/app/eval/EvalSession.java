package dev.assay.app.eval;

import dev.assay.app.AssayVersion;
import dev.assay.app.ExitCode;
import dev.assay.app.Interruption;
import dev.assay.app.RunFolder;
import dev.assay.app.UserError;
import dev.assay.app.target.CallSettings;
import dev.assay.app.target.Target;
import dev.assay.app.target.TargetResolver;
import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Printable;
import dev.assay.core.journal.CurrentScorers;
import dev.assay.core.journal.EvalHeader;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.EvalRow;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.run.Eval;
import dev.assay.core.task.SampleSource;
import dev.assay.core.task.Task;
import dev.assay.models.http.RetryListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// One evaluation from what the command line asks for to its result, fresh or resumed.
final class EvalSession {

    /// The journal's fact that names the folder of the run's response cache.
    static final String CACHE = "cache";

    private final Console console;
    private EvalSettings settings;

    EvalSession(Console console, EvalSettings settings) {
        this.console = console;
        this.settings = settings;
    }

    EvalSettings settings() {
        return settings;
    }

    /// Begins a new run.
    ///
    /// @throws UserError if anything that was given is wrong; then nothing was written
    ExitCode start(EvalDefinition definition) {
        EvalDisplay display = new EvalDisplay(console, settings.json());
        try (EvalCalls calls = EvalCalls.of(settings, definition.model());
                Graders graders = graders(calls);
                Target target = open(definition.model(), calls)) {
            Task task = TaskAssembly.task(definition, graders);
            requireAble(task, target);
            MissingTargets.refuse(task);
            MissingClusters.refuse(task);
            calls.requirePossible(task.config());
            RunFolder folder = folder(task);
            Store store = Store.chosen(settings.store(), folder);
            calls.openCache();
            folder.create();
            try (EvalJournal journal = store.open(folder)) {
                store.note(folder);
                journal.begin(header(folder, definition, task, target));
                EvalTally tally = new EvalTally(task.scorerNames().getFirst());
                return run(folder, task, target, journal, calls, tally, display, false);
            } catch (NeverAnsweredException e) {
                store.discard();
                folder.discard();
                throw new UserError(e.sentence());
            }
        }
    }

    /// Checks what is wanted as {@link #start} would, and makes the folder in which another process will run it.
    ///
    /// @throws UserError if anything that was given is wrong; then nothing was written
    RunFolder reserve(EvalDefinition definition) {
        try (EvalCalls calls = EvalCalls.of(settings, definition.model());
                Graders graders = graders(calls);
                Target target = open(definition.model(), calls)) {
            Task task = TaskAssembly.task(definition, graders);
            requireAble(task, target);
            MissingTargets.refuse(task);
            MissingClusters.refuse(task);
            calls.requirePossible(task.config());
            RunFolder folder = folder(task);
            folder.create();
            return folder;
        }
    }

    private RunFolder folder(Task task) {
        return settings.out()
                .map(path -> RunFolder.atPath(path, "eval"))
                .orElseGet(() -> RunFolder.fresh(task.name(), LocalDate.now()));
    }

    /// Goes on with a run: with what is missing, and where `again` says so also with what ended with an error.
    ///
    /// @throws UserError if there is no such run, or it cannot go on as it was
    ExitCode resume(String run, boolean again) {
        RunFolder folder = RunFolder.existing(run);
        EvalDisplay display = new EvalDisplay(console, settings.json());
        try (EvalJournal journal = Store.of(folder, settings.store()).openExisting(folder)) {
            EvalHeader header = journal.header()
                    .orElseThrow(
                            () -> new UserError("run '" + run + "' stopped before its first call: start it anew with"
                                    + " ./assay eval and another --out."));
            EvalDefinition definition = EvalDefinition.ofJson(header.definition());
            // A run that was graded again meanwhile goes on with the scorers of the present grades.
            EvalDefinition graded = Rescoring.graded(journal, definition);
            EvalSettings kept = KeptSettings.over(withCacheOf(journal), journal);
            String words = KeptSettings.words(settings, kept);
            settings = kept;
            try (EvalCalls calls = EvalCalls.of(kept, definition.model());
                    Graders graders = graders(calls);
                    Target target = open(definition.model(), calls)) {
                List<String> added = Rescoring.added(journal);
                if (TaskAssembly.startsPrograms(graded)) {
                    // It is this task that was trusted, and nothing of another is started.
                    requireSame(
                            run, header, definition, TaskAssembly.task(graded, added, graders.onlyReading()), target);
                }
                Task task = TaskAssembly.task(graded, added, graders);
                requireSame(run, header, definition, task, target);
                requireAble(task, target);
                calls.requirePossible(task.config());
                calls.openCache();
                if (!words.isEmpty()) {
                    display.say("goes on with " + Printable.line(words, 500) + ", as before; others may be given"
                            + (kept.budget().isPresent() ? ", and --budget none for no budget" : ""));
                }
                EvalTally tally = new EvalTally(task.scorerNames().getFirst());
                return run(folder, task, target, journal, calls, tally, display, again);
            }
        } catch (NeverAnsweredException e) {
            throw new UserError(e.sentence());
        }
    }

    /// A run goes on with the cache that it had, unless another is given.
    private EvalSettings withCacheOf(EvalJournal journal) {
        String folder = journal.facts().get(CACHE);
        return folder == null || settings.cache().isPresent() ? settings : settings.withCache(Path.of(folder));
    }

    /// The samples of an earlier run that failed or errored, to be run anew.
    ///
    /// @param failing whether those are meant whose first score is below 1, rather than those that errored
    /// @throws UserError if there is no such run, its dataset has changed, or there is no such sample
    EvalDefinition filtered(String run, boolean failing, EvalDefinition given) {
        RunFolder folder = RunFolder.existing(run);
        try (Graders graders = new Graders(
                        settings.offline(), CallSettings.heardBy(RetryListener.NONE), UnaryOperator.identity());
                EvalJournal journal = Store.of(folder, Optional.empty()).openReadOnly(folder)) {
            EvalHeader header = journal.header()
                    .orElseThrow(() -> new UserError("run '" + run + "' stopped before its first call."));
            EvalDefinition earlier = EvalDefinition.ofJson(header.definition());
            BitSet chosen = new BitSet();
            String scorer = CurrentScorers.of(journal, header).getFirst();
            journal.forEachRow(row -> {
                if (failing ? fails(row, scorer) : row.errored()) {
                    chosen.set(Math.toIntExact(row.key().position()));
                }
            });
            if (chosen.isEmpty()) {
                throw new UserError("run '" + run + "' has no sample that " + (failing ? "failed" : "errored")
                        + ": there is nothing to run.");
            }
            Task task = TaskAssembly.task(earlier, graders);
            SampleSource before = task.dataset();
            if (!header.digest().equals(digest(earlier, task))) {
                throw new UserError("run '" + run + "' was on another dataset than '" + before.location()
                        + "' holds now: its samples cannot be found again.");
            }
            BitSet places = before instanceof Selection selection ? selection.placesOf(chosen) : chosen;
            return given.over(earlier).withPositions(Positions.encode(places));
        }
    }

    private static boolean fails(EvalRow row, String scorer) {
        Double score = row.scores().get(scorer);
        return !row.errored() && score != null && score < 1;
    }

    private ExitCode run(
            RunFolder folder,
            Task task,
            Target target,
            EvalJournal journal,
            EvalCalls calls,
            EvalTally tally,
            EvalDisplay display,
            boolean again) {
        calls.cacheFolder().ifPresent(cache -> journal.putFact(CACHE, cache.toString()));
        KeptSettings.note(journal, settings);
        calls.unpriced().ifPresent(note -> display.say("note: " + Printable.line(note, 1_000)));
        EvalExecution execution = new EvalExecution(folder, task, target, journal, calls, tally, settings);
        try (Interruption interruption =
                Interruption.onSignal(execution::cancel, () -> sayHowToResume(folder, execution))) {
            EvalOutcome outcome;
            try {
                outcome = execution.run(display, again);
            } finally {
                display.close();
                interruption.finished();
            }
            if (outcome.code() == ExitCode.INTERRUPTED && execution.isCancelled()) {
                return outcome.code();
            }
            interruption.release();
            calls.cacheTrouble().ifPresent(trouble -> display.say("note: " + Printable.line(trouble, 2_000)));
            calls.untold()
                    .ifPresent(clause -> display.say("note: " + Printable.line(clause, 2_000) + "; the run is whole"));
            String json = ResultFile.json(folder, outcome);
            if (!ResultFile.write(folder, json)) {
                display.say("note: result.json could not be written; what was answered is in the journal");
            }
            if (settings.json()) {
                console.out().println(json);
            }
            EvalClosing.lines(folder, outcome, display.live()).forEach(display.lines()::println);
            return outcome.code();
        }
    }

    private void sayHowToResume(RunFolder folder, EvalExecution execution) {
        if (execution.isCancelled()) {
            console.err()
                    .println("What was answered is kept. Go on with: ./assay eval --resume "
                            + EvalText.shellWord(folder.id()));
        }
    }

    private Graders graders(EvalCalls calls) {
        return new Graders(
                settings.offline(),
                calls.callSettings(),
                (name, model) -> calls.guard(name, model),
                settings.programs());
    }

    private Target open(String model, EvalCalls calls) {
        return new TargetResolver(System.getenv(), settings.offline(), calls.callSettings()).open(model);
    }

    /// Asks in the cheapest way whether the model can do what every sample needs.
    static void requireAble(Task task, Target target) {
        TaskAssembly.requireAble(task, target.model());
        try {
            ModelRequest.of(List.of(ChatMessage.user("")), task.config()).requireSupportedBy(target.model());
        } catch (ModelException e) {
            throw new UserError(String.valueOf(e.getMessage()));
        }
    }

    private EvalHeader header(RunFolder folder, EvalDefinition definition, Task task, Target target) {
        return new EvalHeader(
                folder.id(),
                Eval.spec(task, target.model(), Instant.now(), folder.id(), definition.tags()),
                Eval.plan(task),
                definition.toJson(),
                digest(definition, task),
                settings.command(),
                AssayVersion.current());
    }

    private static void requireSame(
            String run, EvalHeader header, EvalDefinition definition, Task task, Target target) {
        if (!header.eval().modelFingerprint().equals(target.model().fingerprint())) {
            throw new UserError("run '" + run + "' cannot go on: '" + definition.model()
                    + "' is another model now (fingerprint " + target.model().fingerprint() + ", was "
                    + header.eval().modelFingerprint() + "); start a new run.");
        }
        if (!header.digest().equals(digest(definition, task))) {
            throw new UserError(
                    "run '" + run + "' cannot go on: what '"
                            + task.dataset().location()
                            + "' or another file of its task holds has changed since it began; start a new run with another --out.");
        }
    }

    /// SHA-256 over all that decides what is asked and how it is graded.
    static String digest(EvalDefinition definition, Task task) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(definition.toJson().getBytes(StandardCharsets.UTF_8));
            if (definition.task().isPresent()) {
                digest.update(Files.readAllBytes(Path.of(definition.task().get())));
            }
            digest.update(task.dataset().digest().getBytes(StandardCharsets.UTF_8));
            TaskAssembly.otherDigests(definition)
                    .forEach(other -> digest.update(other.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256.", missing);
        } catch (IOException e) {
            throw new UserError("the task file '" + definition.task().orElse("") + "' cannot be read any more.");
        }
    }
}
