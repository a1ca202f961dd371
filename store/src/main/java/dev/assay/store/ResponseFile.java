package dev.assay.store;

import dev.assay.core.model.RequestKey;
import dev.assay.core.model.ResponseCacheException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/// The SQL of a response cache: one table in one file, which several processes may have open. Reading and writing have
/// a connection each, and neither is safe for use by several threads.
final class ResponseFile implements AutoCloseable {

    /// "ASSR".
    private static final int APPLICATION_ID = 0x41535352;

    private static final int VERSION = 1;
    private static final int WAIT_MILLISECONDS = 5_000;
    private static final int PAUSE_MILLISECONDS = 10;
    private static final int LARGEST_LOG = 16 << 20;
    private static final int EVICTED_AT_ONCE = 64;

    private final Path file;
    private final long limit;
    private final Connection reading;
    private final Connection writing;
    private @Nullable PreparedStatement select;

    /// A row.
    ///
    /// @param used when it was last used, in seconds since 1970
    /// @param digest of key and body
    @SuppressWarnings("ArrayRecordComponent") // Never compared, and handed on once.
    record Row(long used, byte[] digest, byte[] body) {}

    /// @param limit bytes in use, over which the rows unused the longest are deleted
    /// @throws ResponseCacheException if the file cannot be opened, or is another program's
    ResponseFile(Path file, long limit) {
        this.file = file;
        this.limit = limit;
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException failure) {
            throw new ResponseCacheException(
                    "The folder of the response cache " + file + " cannot be made (" + failure.getMessage()
                            + " is in the way or closed to you): name another with --cache.",
                    failure);
        }
        Connection first = null;
        try {
            first = open(this::prepare);
            writing = first;
            reading = open(connection -> {});
        } catch (SQLException failure) {
            SqliteFile.closeQuietly(first);
            throw new ResponseCacheException(sentence(failure), failure);
        }
    }

    private interface Preparation {
        void of(Connection connection) throws SQLException;
    }

    /// What SQLite says, as one sentence with the remedy.
    String sentence(Exception failure) {
        String message = String.valueOf(failure.getMessage());
        int end = message.indexOf('\n');
        return "The response cache " + file + " cannot be used (" + (end < 0 ? message : message.substring(0, end))
                + "): delete it if it is damaged, or name another folder with --cache.";
    }

    /// Another process that opens the file at the same time may hold it for a moment.
    private Connection open(Preparation preparation) throws SQLException {
        long start = System.nanoTime();
        while (true) {
            Connection connection = null;
            try {
                connection = connect();
                preparation.of(connection);
                return connection;
            } catch (SQLException failure) {
                SqliteFile.closeQuietly(connection);
                if (!isBusy(failure) || System.nanoTime() - start > WAIT_MILLISECONDS * 1_000_000L) {
                    throw failure;
                }
            } catch (RuntimeException failure) {
                SqliteFile.closeQuietly(connection);
                throw failure;
            }
            try {
                Thread.sleep(PAUSE_MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ResponseCacheException("The response cache " + file + " was not opened: interrupted.", e);
            }
        }
    }

    private static boolean isBusy(SQLException failure) {
        int code = failure.getErrorCode() & 0xff;
        return code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code;
    }

    private Connection connect() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(WAIT_MILLISECONDS);
        config.setOpenMode(SQLiteOpenMode.OPEN_URI);
        // As a URI, so that a '?' or '#' in a folder's name is part of the name.
        Connection connection = config.createConnection(
                "jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath());
        SqliteFile.execute(connection, "PRAGMA cell_size_check = ON");
        return connection;
    }

    private void prepare(Connection connection) throws SQLException {
        // In one transaction, so that a file that another process makes meanwhile is seen whole or not at all.
        SqliteFile.execute(connection, "BEGIN");
        boolean ours = isOurs(connection);
        SqliteFile.execute(connection, "COMMIT");
        if (!ours) {
            SqliteFile.execute(connection, "BEGIN IMMEDIATE");
            // Another process may have made it meanwhile.
            if (!isOurs(connection)) {
                SqliteFile.execute(connection, "PRAGMA application_id = " + APPLICATION_ID);
                SqliteFile.execute(connection, "PRAGMA user_version = " + VERSION);
                SqliteFile.execute(
                        connection,
                        "CREATE TABLE answer (key BLOB NOT NULL UNIQUE, used INTEGER NOT NULL, digest BLOB NOT NULL,"
                                + " body BLOB NOT NULL) STRICT");
                SqliteFile.execute(connection, "CREATE INDEX answer_used ON answer (used)");
            }
            SqliteFile.execute(connection, "COMMIT");
        }
        SqliteFile.execute(connection, "PRAGMA journal_mode = WAL");
        SqliteFile.execute(connection, "PRAGMA synchronous = NORMAL");
        SqliteFile.execute(connection, "PRAGMA journal_size_limit = " + LARGEST_LOG);
    }

    /// Whether it is a response cache already, rather than empty.
    private boolean isOurs(Connection connection) throws SQLException {
        int application = SqliteFile.number(connection, "PRAGMA application_id");
        if (application == APPLICATION_ID) {
            int version = SqliteFile.number(connection, "PRAGMA user_version");
            if (version != VERSION) {
                throw new ResponseCacheException("The response cache " + file + " has version " + version
                        + " and this Assay reads " + VERSION + ": delete it, or name another folder with --cache.");
            }
            return true;
        }
        if (application != 0 || SqliteFile.number(connection, "SELECT count(*) FROM sqlite_master") > 0) {
            throw new ResponseCacheException("The file " + file
                    + " is no response cache but another program's database: name another folder with --cache.");
        }
        return false;
    }

    /// The row under `key`.
    Optional<Row> find(RequestKey key) throws SQLException {
        PreparedStatement statement = select;
        if (statement == null) {
            statement = reading.prepareStatement("SELECT used, digest, body FROM answer WHERE key = ?");
            select = statement;
        }
        statement.setBytes(1, bytes(key));
        try (ResultSet row = statement.executeQuery()) {
            return row.next()
                    ? Optional.of(new Row(row.getLong(1), row.getBytes(2), row.getBytes(3)))
                    : Optional.empty();
        }
    }

    static byte[] bytes(RequestKey key) {
        return HexFormat.of().parseHex(key.sha256());
    }

    /// Writes rows, notes that others were used now, and makes room, in one transaction.
    void write(Map<RequestKey, Row> rows, Collection<RequestKey> touched, long now) throws SQLException {
        SqliteFile.execute(writing, "BEGIN IMMEDIATE");
        try (PreparedStatement put =
                        writing.prepareStatement("INSERT INTO answer (key, used, digest, body) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (key) DO UPDATE SET used = excluded.used, digest = excluded.digest,"
                                + " body = excluded.body");
                PreparedStatement touch = writing.prepareStatement("UPDATE answer SET used = ? WHERE key = ?")) {
            for (RequestKey key : touched) {
                touch.setLong(1, now);
                touch.setBytes(2, bytes(key));
                touch.executeUpdate();
            }
            for (Map.Entry<RequestKey, Row> entry : rows.entrySet()) {
                Row row = entry.getValue();
                put.setBytes(1, bytes(entry.getKey()));
                put.setLong(2, row.used());
                put.setBytes(3, row.digest());
                put.setBytes(4, row.body());
                put.executeUpdate();
            }
            makeRoom();
            SqliteFile.execute(writing, "COMMIT");
        } catch (SQLException | RuntimeException failure) {
            try {
                SqliteFile.execute(writing, "ROLLBACK");
            } catch (SQLException second) {
                failure.addSuppressed(second); // Rolled back already, as SQLite does when the disk is full.
            }
            throw failure;
        }
    }

    private void makeRoom() throws SQLException {
        try (PreparedStatement delete = writing.prepareStatement(
                "DELETE FROM answer WHERE rowid IN (SELECT rowid FROM answer ORDER BY used, rowid LIMIT "
                        + EVICTED_AT_ONCE + ")")) {
            while (inUse() > limit && delete.executeUpdate() > 0) {
                continue;
            }
        }
    }

    /// Bytes of the file that hold something.
    private long inUse() throws SQLException {
        long pages = SqliteFile.number(writing, "PRAGMA page_count");
        long free = SqliteFile.number(writing, "PRAGMA freelist_count");
        return (pages - free) * SqliteFile.number(writing, "PRAGMA page_size");
    }

    @Override
    public void close() {
        SqliteFile.closeQuietly(reading);
        SqliteFile.closeQuietly(writing);
    }
}
