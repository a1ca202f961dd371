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
            Set<SampleKey> mine = new HashSet<>();
            for (int index = 0; index < counts.length; index++) {
                NewRow row = rows.get(index);
                written[index] =
                        counts[index] == 1 || again && !mine.contains(row.row().key()) && isThere(row);
                if (written[index]) {
                    mine.add(row.row().key());
                }
            }
            return written;
        });
    }

    /// Writes the grades of a row that was graded again, within a transaction; done twice, it is done once.
    int grade(EvalSampleRow graded, byte[] grades) throws SQLException {
        try (PreparedStatement history = prepare("INSERT INTO eval_grade (run, position, epoch, attempt, revision,"
                + " scores) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            key(history, 2, graded.key());
            history.setInt(5, graded.revision());
            history.setBytes(6, grades);
            history.executeUpdate();
        }
        try (PreparedStatement update = connection.prepareStatement("UPDATE eval_sample SET scores = ?, revision = ?,"
                + " checksum = ? WHERE run = ? AND position = ? AND epoch = ? AND attempt = ?")) {
            update.setString(1, graded.scores());
            update.setInt(2, graded.revision());
            update.setLong(3, graded.checksum());
            update.setLong(4, run);
            key(update, 5, graded.key());
            return update.executeUpdate();
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
