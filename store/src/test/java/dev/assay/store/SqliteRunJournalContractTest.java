package dev.assay.store;

import dev.assay.core.contract.RunJournalContract;
import dev.assay.core.journal.RunJournal;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteRunJournalContractTest extends RunJournalContract {

    @TempDir
    Path folder;

    @Override
    protected RunJournal newJournal() {
        return SqliteRunJournal.open(folder.resolve("run.db"));
    }
}
