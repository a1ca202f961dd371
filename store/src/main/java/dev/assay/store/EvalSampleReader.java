package dev.assay.store;

import dev.assay.core.journal.EvalRow;
import dev.assay.core.journal.SampleKey;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.Score;
import dev.assay.store.body.SampleBody;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads samples page by page, by key, so that memory stays flat, and nobody who writes waits for longer than a
/// page takes. What a caller does with a sample happens between pages' turns, never within one.
final class EvalSampleReader {

    private static final int ROWS_A_PAGE = 1000;
    private static final long BYTES_A_CHUNK = 2 << 20;
    private static final int KNOWN_SCORES = 10_000;

    private static final String KEY = "s.run = ? AND s.position = ? AND s.epoch = ? AND s.attempt = ?";
    private static final String ROW = "SELECT " + EvalSampleRow.COLUMNS + " FROM eval_sample s WHERE " + KEY;
    private static final String PAGE = "SELECT " + EvalSampleRow.COLUMNS + " FROM eval_sample s WHERE s.run = ?"
            + " AND (s.position, s.epoch, s.attempt) > (?, ?, ?) ORDER BY s.position, s.epoch, s.attempt LIMIT "
            + ROWS_A_PAGE;
    private static final String WHOLE = "SELECT " + EvalSampleRow.COLUMNS + ", s.body, g.scores FROM eval_sample s"
            + " LEFT JOIN eval_grade g ON s.revision > 0 AND g.run = s.run AND g.position = s.position"
            + " AND g.epoch = s.epoch AND g.attempt = s.attempt AND g.revision = s.revision WHERE s.run = ?"
            + " AND (s.position, s.epoch, s.attempt) >= (?, ?, ?) AND (s.position, s.epoch, s.attempt) <= (?, ?, ?)"
            + " ORDER BY s.position, s.epoch, s.attempt";
    private static final String GRADES = "SELECT s.scores FROM eval_grade s WHERE " + KEY + " AND s.revision = ?";

    private final Sessions sessions;

    EvalSampleReader(Sessions sessions) {
        this.sessions = sessions;
    }

    /// A row with its body, and its present grades where they are not in the body.
    @SuppressWarnings("ArrayRecordComponent") // Never compared, and handed on once.
    private record Whole(EvalSampleRow row, byte[] body, byte @Nullable [] grades) {

        EvalSample sample() {
            EvalSample sample = row.sample(body);
            return row.revision() == 0 ? sample : sample.withScores(scores(row.key(), row.revision(), grades));
        }
    }

    Optional<EvalSampleRow> row(SampleKey key) {
        return sessions.use((session, again) -> {
            try (PreparedStatement select = session.prepare(ROW)) {
                Session.key(select, 2, key);
                try (ResultSet columns = select.executeQuery()) {
                    return columns.next() ? Optional.of(EvalSampleRow.read(columns)) : Optional.empty();
                }
            }
        });
    }

    Optional<EvalSample> find(SampleKey key) {
        return wholes(key, key).stream().findFirst().map(this::decode);
    }

    void scoreHistory(SampleKey key, Consumer<Map<String, Score>> each) {
        int revision = row(key).map(EvalSampleRow::revision).orElse(0);
        for (int number = 0; number < revision; number++) {
            each.accept(grades(key, number));
        }
    }

    private Map<String, Score> grades(SampleKey key, int revision) {
        if (revision == 0) {
            Whole whole = wholes(key, key).getFirst();
            return sessions.sound(() -> whole.row().sample(whole.body()).scores());
        }
        return sessions.use((session, again) -> {
            try (PreparedStatement select = session.prepare(GRADES)) {
                Session.key(select, 2, key);
                select.setInt(5, revision);
                try (ResultSet columns = select.executeQuery()) {
                    return scores(key, revision, columns.next() ? columns.getBytes(1) : null);
                }
            }
        });
    }

    private static Map<String, Score> scores(SampleKey key, int revision, byte @Nullable [] stored) {
        try {
            return SampleBody.decodeScores(key, revision, Objects.requireNonNull(stored, "the grades are missing"));
        } catch (RuntimeException damage) {
            throw new DamagedException("grades of " + key.words() + ": " + damage.getMessage(), damage);
        }
    }

    void forEachRow(Consumer<EvalRow> each) {
        Map<String, Map<String, Double>> known = new HashMap<>();
        forEachPage(page -> {
            for (EvalSampleRow row : page) {
                if (known.size() > KNOWN_SCORES) {
                    known.clear();
                }
                each.accept(row.row(known.computeIfAbsent(row.scores(), this::values)));
            }
        });
    }

    private Map<String, Double> values(String scores) {
        return sessions.sound(() -> {
            try {
                return ScoreValues.decode(scores);
            } catch (RuntimeException damage) {
                throw new DamagedException("scores: " + damage.getMessage(), damage);
            }
        });
    }

    void forEachSample(Consumer<EvalSample> each) {
        forEachPage(page -> {
            int next = 0;
            while (next < page.size()) {
                int first = next;
                long bytes = page.get(next++).size();
                while (next < page.size() && bytes + page.get(next).size() <= BYTES_A_CHUNK) {
                    bytes += page.get(next++).size();
                }
                forEachOf(page.subList(first, next), each);
            }
        });
    }

    private void forEachOf(List<EvalSampleRow> rows, Consumer<EvalSample> each) {
        Set<SampleKey> wanted = new HashSet<>();
        rows.forEach(row -> wanted.add(row.key()));
        for (Whole whole : wholes(rows.getFirst().key(), rows.getLast().key())) {
            if (wanted.contains(whole.row().key())) {
                each.accept(decode(whole));
            }
        }
    }

    private EvalSample decode(Whole whole) {
        return sessions.sound(whole::sample);
    }

    private List<Whole> wholes(SampleKey from, SampleKey to) {
        return sessions.use((session, again) -> {
            List<Whole> wholes = new ArrayList<>();
            try (PreparedStatement select = session.prepare(WHOLE)) {
                Session.key(select, 2, from);
                Session.key(select, 5, to);
                try (ResultSet columns = select.executeQuery()) {
                    while (columns.next()) {
                        wholes.add(new Whole(
                                EvalSampleRow.read(columns),
                                columns.getBytes(EvalSampleRow.NUMBER_OF_COLUMNS + 1),
                                columns.getBytes(EvalSampleRow.NUMBER_OF_COLUMNS + 2)));
                    }
                }
            }
            return wholes;
        });
    }

    /// Hands over the last attempts at all samples, page by page, and makes sure that no row was missed.
    private void forEachPage(Consumer<List<EvalSampleRow>> each) {
        Totals wanted = totals();
        Totals found = Totals.NONE;
        @Nullable SampleKey after = null;
        @Nullable EvalSampleRow held = null;
        boolean more = true;
        while (more) {
            List<EvalSampleRow> page = page(after);
            List<EvalSampleRow> last = new ArrayList<>(page.size());
            for (EvalSampleRow row : page) {
                if (held != null
                        && (held.key().position() != row.key().position()
                                || held.key().epoch() != row.key().epoch())) {
                    last.add(held);
                }
                held = row;
                found = found.plus(row.checksum());
            }
            more = page.size() == ROWS_A_PAGE;
            if (more) {
                after = page.getLast().key();
            } else if (held != null) {
                last.add(held);
            }
            each.accept(last);
        }
        // What was written meanwhile may have been seen or not.
        if (!found.equals(wanted) && wanted.equals(totals())) {
            sessions.sound(() -> {
                throw new DamagedException("samples are missing");
            });
        }
    }

    private Totals totals() {
        return sessions.use((session, again) -> session.totals());
    }

    private List<EvalSampleRow> page(@Nullable SampleKey after) {
        return sessions.use((session, again) -> {
            List<EvalSampleRow> rows = new ArrayList<>(ROWS_A_PAGE);
            try (PreparedStatement select = session.prepare(PAGE)) {
                if (after == null) {
                    select.setLong(2, -1);
                    select.setInt(3, 0);
                    select.setInt(4, 0);
                } else {
                    Session.key(select, 2, after);
                }
                try (ResultSet columns = select.executeQuery()) {
                    while (columns.next()) {
                        rows.add(EvalSampleRow.read(columns));
                    }
                }
            }
            return rows;
        });
    }
}
