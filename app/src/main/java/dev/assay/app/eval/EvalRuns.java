package dev.assay.app.eval;

import dev.assay.app.RunFolder;
import dev.assay.app.UserError;
import dev.assay.core.journal.CurrentScorers;
import dev.assay.core.journal.EvalHeader;
import dev.assay.core.journal.EvalJournal;
import java.util.List;
import java.util.Optional;

/// Evaluations that were run, for the commands that read them.
public final class EvalRuns {

    private EvalRuns() {}

    /// The journal of a run that nobody goes on with at this moment; the caller closes it.
    ///
    /// @throws dev.assay.core.journal.JournalException if it cannot be opened
    public static EvalJournal openReadOnly(RunFolder folder) {
        return Store.of(folder, Optional.empty()).openReadOnly(folder);
    }

    /// What the run is.
    ///
    /// @throws UserError if it stopped before its first call
    public static EvalHeader header(RunFolder folder, EvalJournal journal) {
        return journal.header()
                .orElseThrow(() -> new UserError("run '" + folder.id() + "' stopped before its first call: start it"
                        + " anew with ./assay eval and another --out."));
    }

    /// That the run's grades are those of two gradings, since one was cut off, and how to finish it;
    /// one sentence, empty where they are of one.
    ///
    /// @param run as the user calls it
    public static Optional<String> mixture(EvalJournal journal, String run) {
        return OpenGrading.mixture(journal, run);
    }

    /// The run as `./assay runs show` prints it, escaped for a terminal.
    ///
    /// @throws UserError if it stopped before its first call
    public static List<String> show(RunFolder folder) {
        try (EvalJournal journal = openReadOnly(folder)) {
            return RunText.of(folder, journal, header(folder, journal));
        }
    }

    /// Names of the scorers whose grades the journal holds now, after it was graded again if it was.
    public static List<String> scorers(EvalJournal journal, EvalHeader header) {
        return CurrentScorers.of(journal, header);
    }
}
