package dev.assay.core.run;

import dev.assay.core.journal.EvalHeader;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.InMemoryEvalJournal;
import dev.assay.core.model.Model;
import dev.assay.core.task.EvalLog;
import dev.assay.core.task.EvalLog.EvalDataset;
import dev.assay.core.task.EvalLog.EvalPlan;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.EvalLog.EvalSpec;
import dev.assay.core.task.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs a task against a model.
public final class Eval {

    private Eval() {}

    /// Runs all samples with {@link EvalOptions#DEFAULT}.
    ///
    /// @see #run(Task, Model, EvalOptions)
    public static EvalLog run(Task task, Model model) {
        return run(task, model, EvalOptions.DEFAULT);
    }

    /// Runs all samples, each on a virtual thread of its own, and returns when all have ended, with the samples in
    /// the log. What a sample throws is its own error and counted; the run goes on. It ends early, and keeps what
    /// was finished, with status `ERROR` when the model fails for good ({@link
    /// dev.assay.core.model.ModelException.Kind#isFatal}; the samples that met with that failure are not counted),
    /// and with status `CANCELLED` when it is stopped or the calling thread is interrupted; the thread stays
    /// interrupted.
    public static EvalLog run(Task task, Model model, EvalOptions options) {
        try (EvalJournal journal = new InMemoryEvalJournal()) {
            EvalLog log = run(task, model, journal, options);
            List<EvalSample> samples = new ArrayList<>();
            journal.forEachSample(samples::add);
            return new EvalLog(
                    log.version(),
                    log.status(),
                    log.eval(),
                    log.plan(),
                    log.results(),
                    log.stats(),
                    log.error(),
                    samples);
        }
    }

    /// As {@link #run(Task, Model, EvalOptions)}, with each finished sample durable in `journal` before it counts,
    /// and memory for the samples under way only. What the journal holds already is not run again, so that a run
    /// that was cut off goes on. A journal without a header gets one. The log holds no samples: the journal does.
    ///
    /// @throws dev.assay.core.journal.JournalException if the journal cannot be read, or its header be written; one
    ///     that can no longer be written ends the run with status `ERROR`
    /// @throws IllegalArgumentException if the journal holds a run of another task, model or number of epochs
    public static EvalLog run(Task task, Model model, EvalJournal journal, EvalOptions options) {
        Instant started = Instant.now();
        EvalHeader header = journal.header().orElseGet(() -> {
            EvalHeader made = header(task, model, started);
            journal.begin(made);
            return made;
        });
        if (header.eval().epochs() != task.epochs().count()
                || !header.eval().task().equals(task.name())
                || !header.eval().modelFingerprint().equals(model.fingerprint())) {
            throw new IllegalArgumentException("The journal holds the run '" + header.runId() + "' of task '"
                    + header.eval().task() + "' with " + header.eval().epochs() + " epochs on "
                    + header.eval().modelFingerprint() + ": go on with the same, or open a new journal.");
        }
        return new EvalRun(task, model, journal, options, header, started).run();
    }

    /// What is run, as a log states it.
    public static EvalSpec spec(Task task, Model model, Instant created, String runId, List<String> tags) {
        return new EvalSpec(
                created,
                runId,
                task.name(),
                task.version(),
                new EvalDataset(
                        task.dataset().name(),
                        task.dataset().location(),
                        task.dataset().size(),
                        task.dataset().shuffled()),
                model.name(),
                model.fingerprint(),
                task.epochs().count(),
                task.epochs().reducerNames(),
                task.scorerNames(),
                tags,
                Map.of());
    }

    /// How it is run, as a log states it.
    public static EvalPlan plan(Task task) {
        return new EvalPlan("plan", task.solver().steps(), task.config());
    }

    private static EvalHeader header(Task task, Model model, Instant started) {
        return new EvalHeader("", spec(task, model, started, "", List.of()), plan(task), "{}", "", "", "");
    }
}
