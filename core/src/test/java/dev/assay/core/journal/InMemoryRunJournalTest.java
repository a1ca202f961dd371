package dev.assay.core.journal;

import dev.assay.core.contract.RunJournalContract;

class InMemoryRunJournalTest extends RunJournalContract {

    @Override
    protected RunJournal newJournal() {
        return new InMemoryRunJournal();
    }
}
