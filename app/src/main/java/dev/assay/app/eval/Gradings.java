package dev.assay.app.eval;

import dev.assay.core.journal.EvalJournal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The gradings that a run went through after its end, as its journal notes them.
final class Gradings {

    private static final String PREFIX = "score.";
    private static final String APPEND = "append\n";

    private Gradings() {}

    /// One grading.
    ///
    /// @param when it was done
    /// @param appended whether the grades before stayed beside it
    /// @param scorers as `--scorer` took them
    record Grading(Instant when, boolean appended, List<String> scorers) {
        Grading {
            scorers = List.copyOf(scorers);
        }
    }

    static void note(EvalJournal journal, boolean appended, List<String> scorers) {
        journal.putFact(PREFIX + Instant.now(), (appended ? APPEND : "") + String.join("\n", scorers));
    }

    /// All of them, the oldest first.
    static List<Grading> of(EvalJournal journal) {
        List<Grading> found = new ArrayList<>();
        for (Map.Entry<String, String> fact : journal.facts().entrySet()) {
            if (fact.getKey().startsWith(PREFIX)) {
                try {
                    Instant when = Instant.parse(fact.getKey().substring(PREFIX.length()));
                    boolean appended = fact.getValue().startsWith(APPEND);
                    String names = appended ? fact.getValue().substring(APPEND.length()) : fact.getValue();
                    found.add(new Grading(when, appended, List.of(names.split("\n", -1))));
                } catch (DateTimeException other) {
                    continue; // another fact, such as that of a grading under way
                }
            }
        }
        found.sort(Comparator.comparing(Grading::when));
        return found;
    }
}
