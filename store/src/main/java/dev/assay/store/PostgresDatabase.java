package dev.assay.store;

import dev.assay.core.journal.JournalException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import org.flywaydb.core.api.FlywayException;

/// One run of a database that holds many.
///
/// A writer holds an advisory lock of its run for as long as its connection lasts. Since a lost connection
/// loses the lock, the run's row names its writer too: who comes back and finds another name there has lost the
/// run, and writes nothing more. Readers hold nothing.
final class PostgresDatabase implements Database {

    /// "ASSE"; with the run's number the name of the lock.
    private static final int LOCK = 0x41535345;

    private static final List<String> DELETE = List.of(
            "DELETE FROM eval_fact WHERE run = ?",
            "DELETE FROM eval_grade WHERE run = ?",
            "DELETE FROM eval_sample WHERE run = ?",
            "DELETE FROM eval_run WHERE number = ?");

    private final PostgresAddress address;
    private final PostgresFailures failures;
    private final String name;
    private final boolean writes;
    private final boolean creates;
    private final Duration patience;
    private final String token = UUID.randomUUID().toString();
    private long run;

    PostgresDatabase(PostgresAddress address, String name, boolean writes, boolean creates, Duration patience) {
        this.address = address;
        this.failures = new PostgresFailures(address, name);
        this.name = name;
        this.writes = writes;
        this.creates = creates;
        this.patience = patience;
    }

    @Override
    public Connection open() {
        Connection opened = null;
        try {
            Connection connection = connect();
            opened = connection;
            prepareTables(connection);
            OptionalLong found = creates ? OptionalLong.of(Runs.add(connection, name)) : Runs.find(connection, name);
            run = found.orElseThrow(failures::notFound);
            if (writes) {
                lock(connection);
                sign(connection);
            }
            return connection;
        } catch (SQLException failure) {
            SqliteFile.closeQuietly(opened);
            throw failures.of(failure);
        } catch (JournalException failure) {
            SqliteFile.closeQuietly(opened);
            throw failure;
        }
    }

    /// Deletes the run from all tables at once.
    ///
    /// @throws JournalException if another holds it, or the database cannot be written
    void delete() {
        try (Connection connection = open()) {
            connection.setAutoCommit(false);
            for (String statement : DELETE) {
                try (PreparedStatement delete = connection.prepareStatement(statement)) {
                    delete.setLong(1, run);
                    delete.executeUpdate();
                }
            }
            connection.commit();
        } catch (SQLException failure) {
            throw failures.of(failure);
        }
    }

    private void prepareTables(Connection connection) throws SQLException {
        int version = PostgresSchema.version(connection);
        int wanted = EvalSchema.INSTANCE.version();
        if (version == wanted) {
            return;
        }
        if (version == 0 && !creates) {
            throw failures.notFound();
        }
        if (version > wanted || !writes) {
            throw failures.otherVersion(version, wanted);
        }
        try {
            PostgresSchema.migrate(address);
        } catch (FlywayException failure) {
            throw failures.notMigrated(failure);
        }
    }

    @Override
    public Connection reopen() throws SQLException {
        Connection connection = connect();
        try {
            if (writes) {
                lock(connection);
                if (!token.equals(writer(connection))) {
                    throw failures.takenOver();
                }
            }
            return connection;
        } catch (SQLException | JournalException failure) {
            SqliteFile.closeQuietly(connection);
            throw failure;
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = address.source().getConnection();
        try {
            // Whatever the server's default is: an appended sample must survive the server's fall.
            SqliteFile.execute(connection, "SET synchronous_commit = on");
            return connection;
        } catch (SQLException failure) {
            SqliteFile.closeQuietly(connection);
            throw failure;
        }
    }

    private void lock(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT pg_try_advisory_lock(?, ?)")) {
            select.setInt(1, LOCK);
            select.setInt(2, Math.toIntExact(run));
            try (ResultSet row = select.executeQuery()) {
                if (!row.next() || !row.getBoolean(1)) {
                    throw failures.inUse();
                }
            }
        }
    }

    private void sign(Connection connection) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE eval_run SET writer = ? WHERE number = ?")) {
            update.setString(1, token);
            update.setLong(2, run);
            update.executeUpdate();
        }
    }

    private String writer(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT writer FROM eval_run WHERE number = ?")) {
            select.setLong(1, run);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Objects.requireNonNullElse(row.getString(1), "") : "";
            }
        }
    }

    @Override
    public long run() {
        return run;
    }

    @Override
    public boolean isLost(SQLException failure) {
        return PostgresFailures.isLost(failure);
    }

    @Override
    public Duration patience() {
        return patience;
    }

    @Override
    public void requireThere() {
        // A table that is dropped fails by itself.
    }

    @Override
    public JournalException failure(SQLException failure) {
        return failures.of(failure);
    }

    @Override
    public JournalException damaged(String what, Throwable cause) {
        return failures.corrupt(what);
    }

    @Override
    public JournalException readOnly() {
        return failures.readOnly();
    }
}
