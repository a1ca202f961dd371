package dev.assay.core.journal;

import java.util.Collection;
import java.util.List;

/// Whose grades a journal holds now. A run that was graded again says so in the fact `scorers`; its header keeps
/// saying how it began.
public final class CurrentScorers {

    /// Names of the scorers of the present grades, one a line, once they are others than the header's.
    private static final String FACT = "scorers";

    private CurrentScorers() {}

    /// Names of the scorers of the present grades, in their order.
    ///
    /// @throws JournalException if the journal cannot be read
    public static List<String> of(EvalJournal journal, EvalHeader header) {
        String later = journal.facts().getOrDefault(FACT, "");
        return later.isEmpty() ? header.eval().scorers() : List.of(later.split("\n", -1));
    }

    /// The header of a run as it stands now, for what shows its grades: with the present scorers.
    ///
    /// @throws JournalException if the journal cannot be read
    public static EvalHeader header(EvalJournal journal, EvalHeader begun) {
        return new EvalHeader(
                begun.runId(),
                begun.eval().withScorers(of(journal, begun)),
                begun.plan(),
                begun.definition(),
                begun.digest(),
                begun.command(),
                begun.assayVersion());
    }

    /// Notes that the present grades are by `names`.
    ///
    /// @throws JournalException if it could not be made durable
    public static void note(EvalJournal journal, Collection<String> names) {
        journal.putFact(FACT, String.join("\n", names));
    }
}
