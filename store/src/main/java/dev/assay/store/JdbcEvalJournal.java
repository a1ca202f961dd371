package dev.assay.store;

import dev.assay.core.journal.EvalHeader;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.EvalRow;
import dev.assay.core.journal.JournalException;
import dev.assay.core.journal.JournalException.Kind;
import dev.assay.core.journal.SampleKey;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.Score;
import dev.assay.store.Session.NewRow;
import dev.assay.store.body.HeaderBody;
import dev.assay.store.body.SampleBody;
import dev.assay.store.body.TooLargeException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The journal of an evaluation over JDBC, the same for SQLite and PostgreSQL.
///
/// A sample is encoded and compressed on the thread that appends it. One thread commits for all, up to 1,000
/// rows at once; {@link #append} returns when the commit that holds its row is durable, and so does
/// {@link #rescore}.
final class JdbcEvalJournal implements EvalJournal {

    private static final NewRow END =
            new NewRow(new EvalSampleRow(new SampleKey(0, 1, 1), "", false, "", 0, ModelUsage.NONE, 0, 0), new byte[0]);

    private static final NewGrades NO_GRADES = new NewGrades(new SampleKey(0, 1, 1), Map.of());

    private final Database database;
    private final Sessions sessions;
    private final EvalSampleReader reader;
    private final @Nullable GroupCommit<NewRow> writer;
    private @Nullable GroupCommit<NewGrades> grader;
    private boolean closed;

    JdbcEvalJournal(Database database, boolean writes) {
        this.database = database;
        this.sessions = new Sessions(database);
        this.reader = new EvalSampleReader(sessions);
        this.writer = writes ? new GroupCommit<>("assay-journal", END, this::commit) : null;
    }

    @Override
    public void begin(EvalHeader header) {
        byte[] bytes = fitting("the header", () -> HeaderBody.encode(header));
        writer();
        boolean written = sessions.use((session, again) -> {
            try (PreparedStatement update = session.prepareFree("UPDATE eval_run SET task = ?, model = ?, created = ?,"
                    + " command = ?, assay_version = ?, header = ? WHERE number = ? AND header IS NULL")) {
                update.setString(1, StoredText.encode(header.eval().task()));
                update.setString(2, StoredText.encode(header.eval().model()));
                update.setString(3, header.eval().created().toString());
                update.setString(4, StoredText.encode(header.command()));
                update.setString(5, StoredText.encode(header.assayVersion()));
                update.setBytes(6, bytes);
                update.setLong(7, database.run());
                return update.executeUpdate() == 1 || (again && Arrays.equals(headerBytes(session), bytes));
            }
        });
        if (!written) {
            throw new JournalException(
                    Kind.DUPLICATE, "This journal already holds a run: open a new one for another run.");
        }
    }

    @Override
    public Optional<EvalHeader> header() {
        return sessions.use((session, again) -> {
            byte[] bytes = headerBytes(session);
            try {
                return Optional.ofNullable(bytes).map(HeaderBody::decode);
            } catch (RuntimeException damage) {
                throw new DamagedException("header: " + damage.getMessage(), damage);
            }
        });
    }

    private static byte @Nullable [] headerBytes(Session session) throws SQLException {
        try (PreparedStatement select = session.prepare("SELECT header FROM eval_run WHERE number = ?");
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getBytes(1) : null;
        }
    }

    @Override
    public void append(SampleKey key, EvalSample sample) {
        key.requireEpochOf(sample);
        GroupCommit<NewRow> commits = writer();
        byte[] body = fitting(key.words(), () -> SampleBody.encode(key, sample));
        commits.write(new NewRow(EvalSampleRow.of(key, sample, body.length), body));
    }

    private void commit(List<GroupCommit.Waiting<NewRow>> batch) {
        try {
            List<NewRow> rows = batch.stream().map(GroupCommit.Waiting::value).toList();
            boolean[] written = sessions.use((session, again) -> session.insert(rows, again));
            for (int index = 0; index < written.length; index++) {
                GroupCommit.Waiting<NewRow> waiting = batch.get(index);
                if (written[index]) {
                    waiting.done().complete(null);
                } else {
                    waiting.done()
                            .completeExceptionally(
                                    duplicate(waiting.value().row().key()));
                }
            }
        } catch (RuntimeException failure) {
            batch.forEach(waiting -> waiting.done().completeExceptionally(failure));
        } catch (Error failure) {
            // Those who wait are owed an answer, or they wait for ever.
            batch.forEach(waiting -> waiting.done()
                    .completeExceptionally(
                            new IllegalStateException("The journal could not be written: " + failure, failure)));
        }
    }

    private static JournalException duplicate(SampleKey key) {
        return new JournalException(
                Kind.DUPLICATE, "The journal already holds " + key.words() + ": each key is written once.");
    }

    @Override
    public void rescore(SampleKey key, Map<String, Score> scores) {
        writer();
        grader().write(new NewGrades(key, scores));
    }

    private synchronized GroupCommit<NewGrades> grader() {
        if (closed) {
            throw new IllegalStateException("The journal is closed.");
        }
        GroupCommit<NewGrades> present = grader;
        if (present == null) {
            present = new GroupCommit<>("assay-grades", NO_GRADES, this::commitGrades);
            grader = present;
        }
        return present;
    }

    /// Writes the grades of a batch in one transaction. What cannot be graded fails by itself; a sample that
    /// is there twice is graded twice, one after the other.
    private void commitGrades(List<GroupCommit.Waiting<NewGrades>> batch) {
        List<GroupCommit.Waiting<NewGrades>> fitting = new ArrayList<>();
        sessions.turn().lock();
        try {
            Map<SampleKey, EvalSampleRow> latest = new HashMap<>();
            List<Graded> graded = new ArrayList<>();
            for (GroupCommit.Waiting<NewGrades> waiting : batch) {
                try {
                    graded.add(graded(waiting.value(), latest));
                    fitting.add(waiting);
                } catch (RuntimeException failure) {
                    waiting.done().completeExceptionally(failure);
                }
            }
            sessions.use((session, again) -> session.transaction(() -> {
                for (Graded each : graded) {
                    session.grade(each.before(), each.after(), each.grades());
                }
                return graded.size();
            }));
            fitting.forEach(waiting -> waiting.done().complete(null));
        } catch (RuntimeException failure) {
            fitting.forEach(waiting -> waiting.done().completeExceptionally(failure));
        } catch (Error failure) {
            // Those who wait are owed an answer, or they wait for ever.
            batch.forEach(waiting -> waiting.done()
                    .completeExceptionally(
                            new IllegalStateException("The journal could not be written: " + failure, failure)));
        } finally {
            sessions.turn().unlock();
        }
    }

    private Graded graded(NewGrades grades, Map<SampleKey, EvalSampleRow> latest) {
        SampleKey key = grades.key();
        EvalSampleRow before = Optional.ofNullable(latest.get(key))
                .or(() -> reader.row(key))
                .orElseThrow(() -> new JournalException(
                        Kind.NOT_FOUND,
                        "The journal holds no " + key.words() + ": only what is there can be graded again."));
        EvalSampleRow after = before.graded(grades.scores());
        byte[] body = fitting(
                "the grades of " + key.words(), () -> SampleBody.encodeScores(key, after.revision(), grades.scores()));
        latest.put(key, after);
        return new Graded(before, after, body);
    }

    /// Grades that take the place of those that are there.
    private record NewGrades(SampleKey key, Map<String, Score> scores) {}

    /// A row before and after it was graded again.
    private record Graded(EvalSampleRow before, EvalSampleRow after, byte[] grades) {}

    @Override
    public void scoreHistory(SampleKey key, Consumer<Map<String, Score>> each) {
        reader.scoreHistory(key, each);
    }

    @Override
    public void forEachSample(Consumer<EvalSample> each) {
        reader.forEachSample(each);
    }

    @Override
    public void forEachRow(Consumer<EvalRow> each) {
        reader.forEachRow(each);
    }

    @Override
    public Optional<EvalSample> find(SampleKey key) {
        return reader.find(key);
    }

    @Override
    public void putFact(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        writer();
        sessions.use((session, again) -> {
            try (PreparedStatement insert = session.prepare("INSERT INTO eval_fact (run, name, value, checksum)"
                    + " VALUES (?, ?, ?, ?) ON CONFLICT (run, name) DO UPDATE SET value = excluded.value,"
                    + " checksum = excluded.checksum")) {
                insert.setString(2, StoredText.encode(name));
                insert.setString(3, StoredText.encode(value));
                insert.setLong(4, StoredText.checksum(StoredText.encode(name), StoredText.encode(value)));
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public Map<String, String> facts() {
        return sessions.use((session, again) -> {
            Map<String, String> facts = new TreeMap<>();
            try (PreparedStatement select =
                            session.prepare("SELECT name, value, checksum FROM eval_fact WHERE run = ?");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (row.getLong(3) != StoredText.checksum(row.getString(1), row.getString(2))) {
                        throw new DamagedException("a fact's checksum differs");
                    }
                    facts.put(StoredText.decode(row.getString(1)), StoredText.decode(row.getString(2)));
                }
            }
            return Collections.unmodifiableMap(facts);
        });
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
        closeGrader();
        sessions.close();
    }

    private synchronized void closeGrader() {
        closed = true;
        if (grader != null) {
            grader.close();
        }
    }

    private GroupCommit<NewRow> writer() {
        if (writer == null) {
            throw database.readOnly();
        }
        return writer;
    }

    private static byte[] fitting(String what, Supplier<byte[]> encoder) {
        try {
            return encoder.get();
        } catch (TooLargeException tooLarge) {
            throw new JournalException(
                    Kind.NOT_WRITABLE,
                    "The journal cannot keep " + what + " (" + tooLarge.getMessage() + "): limit the answers' length.",
                    tooLarge);
        }
    }
}
