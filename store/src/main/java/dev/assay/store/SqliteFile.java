package dev.assay.store;

import dev.assay.core.journal.JournalException;
import dev.assay.core.journal.JournalException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/// Opens the file of a journal: its locks, its modes, its version.
///
/// A writer holds SQLite's exclusive lock for as long as the connection is open. The kernel gives it back
/// when the process ends, however it ends, so nothing stale is left. Readers share the file, and only
/// while nobody writes.
final class SqliteFile {

    private static final int READER_WAITS_MILLISECONDS = 250;

    private final Path file;
    private final SqliteSchema schema;
    private final SqliteFailures failures;

    SqliteFile(Path file, SqliteSchema schema) {
        this.file = file;
        this.schema = schema;
        this.failures = new SqliteFailures(file);
    }

    Connection openForWriting() {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException failure) {
            throw new JournalException(
                    Kind.NOT_WRITABLE,
                    "The folder of the journal " + file + " cannot be made (" + failure.getMessage()
                            + " is in the way or closed to you): choose another with --out.",
                    failure);
        }
        Connection opened = null;
        try {
            Connection connection = connect(file, true);
            opened = connection;
            execute(connection, "PRAGMA locking_mode = EXCLUSIVE");
            int version = version(connection);
            execute(connection, "PRAGMA journal_mode = WAL");
            execute(connection, "PRAGMA synchronous = FULL");
            execute(connection, "PRAGMA cell_size_check = ON");
            execute(connection, "BEGIN EXCLUSIVE");
            if (version < schema.version()) {
                execute(connection, "PRAGMA application_id = " + schema.applicationId());
                schema.upgrade(connection, version);
            }
            execute(connection, "COMMIT");
            return connection;
        } catch (SQLException failure) {
            closeQuietly(opened);
            throw failures.of(failure);
        } catch (JournalException failure) {
            closeQuietly(opened);
            throw failure;
        }
    }

    /// Opens the file so that nothing can be written. Where its folder takes no files, SQLite cannot
    /// follow the log that a killed run left; then a private copy of file and log is read.
    Connection openForReading() {
        if (!Files.isRegularFile(file)) {
            throw failures.notFound();
        }
        try {
            return openForReading(file);
        } catch (SQLException failure) {
            int code = failure.getErrorCode() & 0xff;
            if (code != SQLiteErrorCode.SQLITE_CANTOPEN.code
                    && code != SQLiteErrorCode.SQLITE_READONLY.code
                    && code != SQLiteErrorCode.SQLITE_FULL.code
                    && code != SQLiteErrorCode.SQLITE_IOERR.code) {
                throw failures.of(failure);
            }
        }
        try {
            return openForReading(copy());
        } catch (SQLException failure) {
            throw failures.of(failure);
        } catch (IOException failure) {
            throw new JournalException(
                    Kind.NOT_WRITABLE,
                    "The journal " + file + " cannot be read where it is nor copied (" + failure.getMessage()
                            + "): copy it to a folder that you may write.",
                    failure);
        }
    }

    private Connection openForReading(Path place) throws SQLException {
        Connection connection = connect(place, false);
        try {
            execute(connection, "PRAGMA busy_timeout = " + READER_WAITS_MILLISECONDS);
            execute(connection, "PRAGMA query_only = ON");
            execute(connection, "PRAGMA cell_size_check = ON");
            int version = version(connection);
            if (version == 0) {
                throw failures.corrupt("it is empty");
            }
            if (version < schema.version()) {
                throw failures.outdated(version, schema.version());
            }
            return connection;
        } catch (SQLException | JournalException failure) {
            closeQuietly(connection);
            throw failure;
        }
    }

    private Path copy() throws IOException {
        Path folder = Files.createTempDirectory("assay-journal");
        Path copy = folder.resolve("run.db");
        Path log = folder.resolve("run.db-wal");
        Files.copy(file, copy);
        Path source = file.resolveSibling(file.getFileName() + "-wal");
        if (Files.exists(source)) {
            Files.copy(source, log);
        }
        for (Path left : new Path[] {folder, copy, log, folder.resolve("run.db-shm")}) {
            left.toFile().deleteOnExit();
        }
        return copy;
    }

    /// The version of what is in the file; 0 if nothing is yet.
    ///
    /// @throws JournalException if something else than a journal of this kind, or a later version, is in it
    private int version(Connection connection) throws SQLException {
        int application = number(connection, "PRAGMA application_id");
        if (application == schema.applicationId()) {
            int version = schema.versionOf(connection);
            if (version < 1 || version > schema.version()) {
                throw failures.corrupt(
                        "it has schema version " + version + " and this Assay reads " + schema.version());
            }
            return version;
        }
        for (SqliteSchema other : List.of(AuditSchema.INSTANCE, EvalSchema.INSTANCE)) {
            if (application == other.applicationId()) {
                throw failures.otherKind(other.kind(), schema.kind());
            }
        }
        if (application != 0 || number(connection, "SELECT count(*) FROM sqlite_master") > 0) {
            throw failures.corrupt("it is a database of another program");
        }
        return 0;
    }

    private static Connection connect(Path place, boolean create) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(0);
        config.setOpenMode(SQLiteOpenMode.OPEN_URI);
        if (!create) {
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        // As a URI, so that a '?' or '#' in a folder's name is part of the name.
        return config.createConnection(
                "jdbc:sqlite:file:" + place.toAbsolutePath().toUri().getRawPath());
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static int number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getInt(1) : 0;
        }
    }

    static void closeQuietly(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException failure) {
                // What is committed is in the file or its log, and the next opening finds it there.
            }
        }
    }
}
