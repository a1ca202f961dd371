package dev.assay.core.task;

import dev.assay.core.model.Model;
import java.time.Instant;

/// Runs a task against a model.
public final class Eval {

    private Eval() {}

    /// Runs all samples with {@link EvalOptions#DEFAULT}.
    ///
    /// @see #run(Task, Model, EvalOptions)
    public static EvalLog run(Task task, Model model) {
        return run(task, model, EvalOptions.DEFAULT);
    }

    /// Runs all samples, each on a virtual thread of its own, and returns when all have ended. What a
    /// sample throws is its own error and counted; the run goes on. It ends early, and keeps what was
    /// finished, with status `ERROR` when the model fails for good ({@link
    /// dev.assay.core.model.ModelException.Kind#isFatal}), and with status `CANCELLED` when the calling
    /// thread is interrupted; the thread stays interrupted.
    public static EvalLog run(Task task, Model model, EvalOptions options) {
        return new EvalRun(task, model, options, Instant.now()).run();
    }
}
