package dev.assay.app.eval;

import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.EvalRow;
import dev.assay.core.journal.JournalException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A grading that is under way, as the journal remembers it in the fact `score.open`, so that the same command goes on
/// with what is missing: what was asked for, and how often each answer had been graded again before. Whatever was
/// graded more often since is done.
///
/// @param append whether the grades before stay beside the new ones
/// @param scorers as `--scorer` takes them
/// @param epochs how often each sample was asked
/// @param planes the numbers before, a bit of each place's number in each plane, the lowest first
record OpenGrading(boolean append, List<String> scorers, int epochs, List<BitSet> planes) {

    /// Empty, or missing, when none is under way.
    private static final String FACT = "score.open";

    OpenGrading {
        scorers = List.copyOf(scorers);
        planes = List.copyOf(planes);
    }

    /// The grading that was cut off, if one was.
    ///
    /// @throws JournalException if the fact is damaged
    static Optional<OpenGrading> of(EvalJournal journal) {
        String fact = journal.facts().getOrDefault(FACT, "");
        if (fact.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonNode json = JsonMapper.shared().readTree(fact);
            List<String> scorers = new ArrayList<>();
            json.path("scorers").forEach(name -> scorers.add(name.asString("")));
            List<BitSet> planes = new ArrayList<>();
            json.path("before").forEach(plane -> planes.add(Positions.decode(plane.asString(""))));
            return Optional.of(new OpenGrading(
                    json.path("append").asBoolean(false),
                    scorers,
                    json.path("epochs").asInt(1),
                    planes));
        } catch (JacksonException | IllegalArgumentException damage) {
            throw new JournalException(
                    JournalException.Kind.CORRUPT,
                    "What the run remembers of a grading that was cut off is damaged: restore its journal.",
                    damage);
        }
    }

    /// Remembers a new grading, in place of one that was cut off.
    static OpenGrading begin(EvalJournal journal, boolean append, List<String> scorers, int epochs) {
        List<BitSet> planes = new ArrayList<>();
        journal.forEachRow(row -> {
            for (int bit = 0; row.revision() >>> bit != 0; bit++) {
                if (planes.size() == bit) {
                    planes.add(new BitSet());
                }
                planes.get(bit).set(place(row, epochs), (row.revision() >>> bit & 1) != 0);
            }
        });
        OpenGrading grading = new OpenGrading(append, scorers, epochs, planes);
        journal.putFact(FACT, grading.toJson());
        return grading;
    }

    /// Forgets the grading: it is done.
    static void end(EvalJournal journal) {
        journal.putFact(FACT, "");
    }

    /// That the grades of a run are those of two gradings, in one sentence; empty where they are of one.
    ///
    /// @param run as the user calls it
    static Optional<String> mixture(EvalJournal journal, String run) {
        Optional<OpenGrading> open = of(journal);
        if (open.isEmpty()) {
            return Optional.empty();
        }
        long[] counts = new long[2];
        journal.forEachRow(row -> {
            if (!row.errored()) {
                counts[open.get().isGraded(row) ? 0 : 1]++;
            }
        });
        String command = "./assay score " + EvalText.shellWord(run)
                + open.get().scorers().stream()
                        .map(name -> " --scorer " + EvalText.shellWord(name))
                        .collect(Collectors.joining())
                + (open.get().append() ? " --append" : "");
        return counts[0] == 0
                ? Optional.empty()
                : Optional.of("run '" + run + "' was graded again in part: " + counts[0] + " of "
                        + (counts[0] + counts[1]) + " samples have the new grades, the others those before; finish it"
                        + " with " + command);
    }

    boolean isFor(boolean appends, List<String> names) {
        return append == appends && scorers.equals(names);
    }

    /// Whether the answer was graded since this began.
    boolean isGraded(EvalRow row) {
        int before = 0;
        for (int bit = 0; bit < planes.size(); bit++) {
            before |= planes.get(bit).get(place(row, epochs)) ? 1 << bit : 0;
        }
        return row.revision() > before;
    }

    private static int place(EvalRow row, int epochs) {
        return Math.toIntExact(row.key().position() * epochs + row.key().epoch() - 1);
    }

    private String toJson() {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("append", append);
        ArrayNode names = json.putArray("scorers");
        scorers.forEach(names::add);
        json.put("epochs", epochs);
        ArrayNode before = json.putArray("before");
        planes.forEach(plane -> before.add(Positions.encode(plane)));
        return json.toString();
    }
}
