package dev.assay.core.journal;

import dev.assay.core.task.EvalLog.EvalPlan;
import dev.assay.core.task.EvalLog.EvalSpec;
import java.util.Objects;

/// What an evaluation is, written once before its first call.
///
/// @param runId name of the run, such as `capitals-1125`; safe as a file name
/// @param eval what is run
/// @param plan how it is run
/// @param definition the task as it was given, in JSON, enough to go on with the run: file names, settings,
///     seeds
/// @param digest SHA-256, in hexadecimal, over all that decides what is asked and how it is graded; a
///     resumed run must
///     come to the same
/// @param command the command line that started the run, without secrets
/// @param assayVersion version that wrote it
public record EvalHeader(
        String runId,
        EvalSpec eval,
        EvalPlan plan,
        String definition,
        String digest,
        String command,
        String assayVersion) {
    public EvalHeader {
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(eval, "eval");
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(assayVersion, "assayVersion");
    }
}
