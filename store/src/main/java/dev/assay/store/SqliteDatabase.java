package dev.assay.store;

import dev.assay.core.journal.JournalException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One file with one run.
final class SqliteDatabase implements Database {

    private static final String RUN_NAME = "run";

    private final SqliteFile file;
    private final SqliteFailures failures;
    private final boolean writes;
    private final Path path;
    private @Nullable FileIdentity identity;

    SqliteDatabase(Path file, boolean writes) {
        this.file = new SqliteFile(file, EvalSchema.INSTANCE);
        this.failures = new SqliteFailures(file);
        this.writes = writes;
        this.path = file;
    }

    @Override
    public Connection open() {
        if (!writes) {
            return file.openForReading();
        }
        Connection connection = file.openForWriting();
        try {
            Runs.add(connection, RUN_NAME);
            identity = new FileIdentity(path);
            return connection;
        } catch (SQLException failure) {
            SqliteFile.closeQuietly(connection);
            throw failures.of(failure);
        }
    }

    @Override
    public Connection reopen() {
        throw new IllegalStateException("A file's connection is not lost.");
    }

    @Override
    public long run() {
        return 1;
    }

    @Override
    public boolean isLost(SQLException failure) {
        return false;
    }

    @Override
    public Duration patience() {
        return Duration.ZERO;
    }

    @Override
    public void requireThere() {
        if (identity != null && !identity.isThere()) {
            throw failures.deleted();
        }
    }

    @Override
    public JournalException failure(SQLException failure) {
        return identity != null && !identity.isThere() ? failures.deleted() : failures.of(failure);
    }

    @Override
    public JournalException damaged(String what, Throwable cause) {
        return failures.corrupt(what, cause);
    }

    @Override
    public JournalException readOnly() {
        return failures.readOnly();
    }
}
