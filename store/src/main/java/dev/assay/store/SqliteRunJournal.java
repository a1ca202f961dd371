package dev.assay.store;

import dev.assay.core.journal.JournalException;
import dev.assay.core.journal.JournalException.Kind;
import dev.assay.core.journal.RunHeader;
import dev.assay.core.journal.RunJournal;
import dev.assay.core.journal.SampleRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/// The run journal in one SQLite file (write-ahead log, flushed to the disk at each commit).
///
/// By default one thread commits for all appenders, up to 1,000 records at once; {@link #append} returns
/// when the commit that holds its record is durable. One writer holds the file, across processes and
/// within one; a kill leaves no lock behind. While it is written, do not read the file by other means in
/// the same process: closing any handle of a file gives up the process's locks on it.
public final class SqliteRunJournal implements RunJournal {

    private final SqliteFailures failures;
    private final Connection connection;
    private final ReentrantLock turn = new ReentrantLock();
    private final @Nullable GroupCommit<SampleRow> writer;
    private final FileIdentity identity;
    private boolean closed;

    private SqliteRunJournal(Path file, Connection connection, boolean writes) {
        this.failures = new SqliteFailures(file);
        this.connection = connection;
        this.identity = new FileIdentity(file);
        this.writer = writes ? new GroupCommit<>("assay-journal", END, this::commit) : null;
    }

    private static final SampleRow END =
            new SampleRow("", "", "", 0, "", "", 0, 0, 0, "", new RecordBody.Stored(0, 0, new byte[0]));

    /// Opens the journal for writing; makes it, with its folders, if it is not there.
    ///
    /// @throws JournalException `IN_USE`, `CORRUPT`, `NOT_WRITABLE` or `DISK_FULL`
    public static SqliteRunJournal open(Path file) {
        return new SqliteRunJournal(file, new SqliteFile(file, AuditSchema.INSTANCE).openForWriting(), true);
    }

    /// Opens a journal that is there for writing, as a resumed run does.
    ///
    /// @throws JournalException `NOT_FOUND`, `IN_USE`, `CORRUPT`, `NOT_WRITABLE` or `DISK_FULL`
    public static SqliteRunJournal openExisting(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new SqliteFailures(file).notFound();
        }
        return open(file);
    }

    /// Opens a journal that nobody writes, for reading only; several readers may hold it, and a writer may
    /// not open it meanwhile. What a killed run left is read too, also where its folder cannot be written.
    ///
    /// @throws JournalException `NOT_FOUND`, `IN_USE` or `CORRUPT`; `NOT_WRITABLE` if it can only be read
    ///     from a copy and the temporary folder takes none
    public static SqliteRunJournal openReadOnly(Path file) {
        return new SqliteRunJournal(file, new SqliteFile(file, AuditSchema.INSTANCE).openForReading(), false);
    }

    @Override
    public void begin(RunHeader header) {
        Objects.requireNonNull(header, "header");
        writer();
        use(() -> {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO header VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                insert.setString(1, StoredText.encode(header.runId()));
                insert.setString(2, StoredText.encode(header.target()));
                insert.setString(3, StoredText.encode(header.fingerprint()));
                insert.setString(4, StoredText.encode(header.planHash()));
                insert.setString(5, StoredText.encode(header.planJson()));
                insert.setLong(6, header.seed());
                insert.setString(7, StoredText.encode(header.command()));
                insert.setString(8, header.started().toString());
                insert.setString(9, StoredText.encode(header.assayVersion()));
                insert.executeUpdate();
                return true;
            } catch (SQLException failure) {
                if (isConstraint(failure)) {
                    throw new JournalException(
                            Kind.DUPLICATE,
                            "This journal already holds a run: open a new one for another run.",
                            failure);
                }
                throw failure;
            }
        });
    }

    @Override
    public Optional<RunHeader> header() {
        return use(() -> {
            try (PreparedStatement select = connection.prepareStatement(
                            "SELECT run_id, target, fingerprint, plan_hash, plan_json, seed, command, started,"
                                    + " assay_version FROM header");
                    ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new RunHeader(
                                StoredText.decode(row.getString(1)),
                                StoredText.decode(row.getString(2)),
                                StoredText.decode(row.getString(3)),
                                StoredText.decode(row.getString(4)),
                                StoredText.decode(row.getString(5)),
                                row.getLong(6),
                                StoredText.decode(row.getString(7)),
                                Instant.parse(row.getString(8)),
                                StoredText.decode(row.getString(9))))
                        : Optional.empty();
            }
        });
    }

    @Override
    public void append(SampleRecord record) {
        writer().write(SampleRow.of(record));
    }

    @Override
    public Optional<SampleRecord> find(String key) {
        return select(SampleRow.BY_KEY, key).stream().findFirst();
    }

    @Override
    public List<SampleRecord> records(String claim) {
        List<SampleRecord> records = select(SampleRow.BY_CLAIM, claim);
        records.sort(Comparator.comparing(SampleRecord::stage).thenComparingInt(SampleRecord::index));
        return Collections.unmodifiableList(records);
    }

    @Override
    public void putFact(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        writer();
        use(() -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT OR REPLACE INTO fact VALUES (?, ?)")) {
                insert.setString(1, StoredText.encode(name));
                insert.setString(2, StoredText.encode(value));
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public Map<String, String> facts() {
        return use(() -> {
            Map<String, String> facts = new TreeMap<>();
            try (PreparedStatement select = connection.prepareStatement("SELECT name, value FROM fact");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
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
        turn.lock();
        try {
            if (!closed) {
                closed = true;
                SqliteFile.closeQuietly(connection);
            }
        } finally {
            turn.unlock();
        }
    }

    private List<SampleRecord> select(String sql, String argument) {
        return use(() -> {
            List<SampleRecord> records = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, StoredText.encode(argument));
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        records.add(SampleRow.read(row));
                    }
                }
            }
            return records;
        });
    }

    /// Writes a batch in one transaction. A key that is there already fails alone; anything else fails the
    /// batch.
    private void commit(List<GroupCommit.Waiting<SampleRow>> batch) {
        List<GroupCommit.Waiting<SampleRow>> written = new ArrayList<>(batch.size());
        turn.lock();
        try (PreparedStatement insert = connection.prepareStatement(SampleRow.INSERT)) {
            SqliteFile.execute(connection, "BEGIN IMMEDIATE");
            for (GroupCommit.Waiting<SampleRow> waiting : batch) {
                try {
                    waiting.value().bind(insert);
                    insert.executeUpdate();
                    written.add(waiting);
                } catch (SQLException failure) {
                    if (!isConstraint(failure)) {
                        throw failure;
                    }
                    waiting.done().completeExceptionally(duplicate(waiting.value(), failure));
                }
            }
            SqliteFile.execute(connection, "COMMIT");
            if (!identity.isThere()) {
                fail(batch, failures.deleted());
                return;
            }
            written.forEach(waiting -> waiting.done().complete(null));
        } catch (SQLException failure) {
            rollback();
            fail(batch, failures.of(failure));
        } catch (RuntimeException failure) {
            rollback();
            fail(batch, failure);
        } catch (Error failure) {
            // Those who wait are owed an answer, or they wait for ever.
            fail(batch, new IllegalStateException("The journal could not be written: " + failure, failure));
        } finally {
            turn.unlock();
        }
    }

    private static void fail(List<GroupCommit.Waiting<SampleRow>> batch, RuntimeException failure) {
        batch.forEach(waiting -> waiting.done().completeExceptionally(failure));
    }

    private void rollback() {
        try {
            SqliteFile.execute(connection, "ROLLBACK");
        } catch (SQLException failure) {
            // SQLite has rolled back by itself, as it does when the disk is full.
        }
    }

    private static boolean isConstraint(SQLException failure) {
        return (failure.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
    }

    private static JournalException duplicate(SampleRow row, SQLException cause) {
        return new JournalException(
                Kind.DUPLICATE,
                "The journal already holds a sample '" + StoredText.decode(row.key()) + "': each key is written once.",
                cause);
    }

    private GroupCommit<SampleRow> writer() {
        if (writer == null) {
            throw failures.readOnly();
        }
        return writer;
    }

    private <T> T use(SqlCall<T> call) {
        turn.lock();
        try {
            if (closed) {
                throw new IllegalStateException("The journal is closed.");
            }
            return call.call();
        } catch (SQLException failure) {
            throw failures.of(failure);
        } catch (DamagedException damage) {
            throw failures.corrupt(String.valueOf(damage.getMessage()), damage);
        } finally {
            turn.unlock();
        }
    }

    /// A call of SQLite.
    private interface SqlCall<T> {
        T call() throws SQLException;
    }
}
