package dev.assay.app.compare;

import dev.assay.app.RunFolder;
import dev.assay.core.compare.ScoredRun;
import dev.assay.core.journal.EvalJournal;
import dev.assay.store.SqliteEvalJournal;
import java.util.Optional;

/// Reads a run by the name that a user gives it.
final class RunReader {

    private RunReader() {}

    /// @param cluster the metadata whose value is the cluster; empty for a cluster a sample
    /// @throws dev.assay.app.UserError if there is no such run, or nothing in it to compare
    static ScoredRun read(String run, Optional<String> cluster) {
        RunFolder folder = RunFolder.existing(run);
        try (EvalJournal journal = SqliteEvalJournal.openReadOnly(folder.journal())) {
            return ScoredRuns.of(journal, run, cluster);
        }
    }
}
