package dev.assay.core.journal;

import dev.assay.core.contract.EvalJournalContract;

class InMemoryEvalJournalTest extends EvalJournalContract {

    @Override
    protected EvalJournal newJournal() {
        return new InMemoryEvalJournal();
    }
}
