package dev.assay.store;

import dev.assay.core.contract.EvalJournalContract;
import dev.assay.core.journal.EvalJournal;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteEvalJournalContractTest extends EvalJournalContract {

    @TempDir
    Path folder;

    @Override
    protected EvalJournal newJournal() {
        return SqliteEvalJournal.open(folder.resolve("run.db"));
    }
}
