package dev.assay.store.inspect;

import dev.assay.core.journal.CurrentScorers;
import dev.assay.core.journal.EvalHeader;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.run.EvalFigures;
import dev.assay.core.task.EpochReducer;
import dev.assay.core.task.Epochs;
import dev.assay.core.task.EvalLog.EvalResults;
import dev.assay.core.task.EvalLog.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a journal says by itself of what a run came to: the three counts, and for each scorer accuracy with
/// its standard error. A run that has all its samples is a success, another still `started`.
final class JournalOutcome {

    private JournalOutcome() {}

    /// @throws LogException if the journal has no header
    static LogOutcome of(EvalJournal journal) {
        EvalHeader header = journal.header()
                .orElseThrow(() -> new LogException("the run has no header yet: there is nothing to write."));
        EvalResults results = EvalFigures.of(
                        journal,
                        CurrentScorers.of(journal, header),
                        new Epochs(
                                header.eval().epochs(), reducers(header.eval().epochsReducer())),
                        header.eval().dataset().samples())
                .results();
        boolean whole = results.finishedSamples() >= results.totalSamples();
        return LogOutcome.of(whole ? Status.SUCCESS : Status.STARTED, results, Optional.empty());
    }

    static List<EpochReducer> reducers(String names) {
        return Arrays.stream(names.split(",", -1))
                .map(String::strip)
                .map(EpochReducer::of)
                .toList();
    }
}
