package dev.assay.app.eval;

import dev.assay.app.RunFolder;
import dev.assay.app.UserError;

/// Finds evaluations by what `./assay runs` calls them.
final class RunningRuns {

    private RunningRuns() {}

    /// The status of an evaluation, whether it goes on or has ended.
    ///
    /// @throws UserError if there is no such run, or it is no evaluation
    static RunStatus status(RunFolder folder, String run) {
        return RunStatus.read(folder)
                .orElseThrow(() -> new UserError("run '" + run + "' is no evaluation, or was begun by another version:"
                        + " it has no status to look at."));
    }

    /// @throws UserError if the run does not go on at this moment
    static RunStatus running(RunFolder folder, String run) {
        RunStatus status = status(folder, run);
        if (!status.isRunning()) {
            throw new UserError("run '" + run + "' does not run now: "
                    + status.exit()
                            .map(code -> "it ended with exit code " + code + ".")
                            .orElse("it was cut off; go on with it by ./assay eval --resume " + EvalText.shellWord(run)
                                    + "."));
        }
        return status;
    }
}
