package dev.assay.store;

import dev.assay.core.journal.SampleKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A connection with what is kept for as long as it lasts.
final class Session implements AutoCloseable {

    /// A row that is to be written.
    @SuppressWarnings("ArrayRecordComponent") // Never compared, and handed on once.
    record NewRow(EvalSampleRow row, byte[] body) {}

    /// What is done in a transaction.
    interface Work<T> {
        T done() throws SQLException;
    }

    private final Connection connection;
    private final long run;
    private @Nullable PreparedStatement insert;

    Session(Connection connection, long run) {
        this.connection = connection;
        this.run = run;
    }

    /// A statement whose first parameter is the run's number, set already.
    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setLong(1, run);
        return statement;
    }

    PreparedStatement prepareFree(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /// Sets the sample's position, epoch and attempt from parameter `first` on.
    static void key(PreparedStatement statement, int first, SampleKey key) throws SQLException {
        statement.setLong(first, key.position());
        statement.setInt(first + 1, key.epoch());
        statement.setInt(first + 2, key.attempt());
    }

    <T> T transaction(Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T result = work.done();
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error failure) {
            try {
                connection.rollback();
            } catch (SQLException second) {
                failure.addSuppressed(second); // Rolled back already, as SQLite does when the disk is full.
            }
            throw failure;
        } finally {
            try {
                connection.setAutoCommit(true);
            } catch (SQLException failure) {
                // The connection is lost, or no transaction is open, which was wanted.
            }
        }
    }

    /// Writes the rows in one transaction and says which of them are there as given now. A key that another row
    /// holds already is not written.
    ///
    /// @param again whether an earlier try may have written these rows, though its answer was lost
    boolean[] insert(List<NewRow> rows, boolean again) throws SQLException {
        return transaction(() -> {
            PreparedStatement statement = insert;
            if (statement == null) {
                statement = connection.prepareStatement(EvalSampleRow.INSERT);
                insert = statement;
            }
            statement.clearBatch();
            for (NewRow row : rows) {
                row.row().bind(statement, run, row.body());
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            boolean[] written = new boolean[counts.length];
            Totals added = Totals.NONE;
            Set<SampleKey> mine = new HashSet<>();
            for (int index = 0; index < counts.length; index++) {
                NewRow row = rows.get(index);
                if (counts[index] == 1) {
                    added = added.plus(row.row().checksum());
                }
                written[index] =
                        counts[index] == 1 || (again && !mine.contains(row.row().key()) && isThere(row));
                if (written[index]) {
                    mine.add(row.row().key());
                }
            }
            add(added);
            return written;
        });
    }

    private void add(Totals added) throws SQLException {
        if (added.equals(Totals.NONE)) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE eval_run SET samples = samples + ?, digest = digest + ? WHERE number = ?")) {
            update.setLong(1, added.samples());
            update.setLong(2, added.digest());
            update.setLong(3, run);
            update.executeUpdate();
        }
    }

    /// How many samples there are, and what their checksums add up to.
    Totals totals() throws SQLException {
        try (PreparedStatement select = prepare("SELECT samples, digest FROM eval_run WHERE number = ?");
                ResultSet row = select.executeQuery()) {
            return row.next() ? new Totals(row.getLong(1), row.getLong(2)) : Totals.NONE;
        }
    }

    /// Writes the grades of a row that was graded again, within a transaction; done twice, it is done once.
    int grade(EvalSampleRow before, EvalSampleRow graded, byte[] grades) throws SQLException {
        try (PreparedStatement history = prepare("INSERT INTO eval_grade (run, position, epoch, attempt, revision,"
                + " scores) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            key(history, 2, graded.key());
            history.setInt(5, graded.revision());
            history.setBytes(6, grades);
            history.executeUpdate();
        }
        try (PreparedStatement update = connection.prepareStatement("UPDATE eval_sample SET scores = ?, revision = ?,"
                + " checksum = ? WHERE run = ? AND position = ? AND epoch = ? AND attempt = ? AND revision = ?")) {
            update.setString(1, graded.scores());
            update.setInt(2, graded.revision());
            update.setLong(3, graded.checksum());
            update.setLong(4, run);
            key(update, 5, graded.key());
            update.setInt(8, before.revision());
            int updated = update.executeUpdate();
            if (updated == 1) {
                add(new Totals(0, graded.checksum() - before.checksum()));
            }
            return updated;
        }
    }

    private boolean isThere(NewRow row) throws SQLException {
        try (PreparedStatement select = prepare("SELECT checksum, body FROM eval_sample"
                + " WHERE run = ? AND position = ? AND epoch = ? AND attempt = ?")) {
            key(select, 2, row.row().key());
            try (ResultSet found = select.executeQuery()) {
                return found.next()
                        && found.getLong(1) == row.row().checksum()
                        && Arrays.equals(found.getBytes(2), row.body());
            }
        }
    }

    @Override
    public void close() {
        if (insert != null) {
            try {
                insert.close();
            } catch (SQLException failure) {
                // It goes with the connection.
            }
        }
        SqliteFile.closeQuietly(connection);
    }
}
