package dev.assay.app.eval;

import dev.assay.app.RunFolder;
import dev.assay.core.journal.EvalJournal;
import dev.assay.store.SqliteEvalJournal;

/// Where the journal of a run is.
final class Journals {

    private Journals() {}

    /// A journal for a new run.
    static EvalJournal open(RunFolder folder) {
        return SqliteEvalJournal.open(folder.journal());
    }

    /// The journal of a run that goes on.
    static EvalJournal openExisting(RunFolder folder) {
        return SqliteEvalJournal.openExisting(folder.journal());
    }

    /// The journal of a run that nobody goes on with at this moment.
    static EvalJournal openReadOnly(RunFolder folder) {
        return SqliteEvalJournal.openReadOnly(folder.journal());
    }
}
