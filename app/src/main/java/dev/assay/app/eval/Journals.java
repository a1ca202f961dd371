package dev.assay.app.eval;

import dev.assay.app.RunFolder;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.InMemoryEvalJournal;

/// Where the journal of a run is.
final class Journals {

    private Journals() {}

    static EvalJournal open(RunFolder folder) {
        return new InMemoryEvalJournal();
    }

    static EvalJournal openExisting(RunFolder folder) {
        return new InMemoryEvalJournal();
    }

    static EvalJournal openReadOnly(RunFolder folder) {
        return new InMemoryEvalJournal();
    }
}
