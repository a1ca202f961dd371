package dev.assay.store;

import static dev.assay.store.SqliteFile.execute;

import java.sql.Connection;
import java.sql.SQLException;

/// The journal of an audit.
enum AuditSchema implements SqliteSchema {
    INSTANCE;

    private static final int VERSION = 1;

    /// "ASSY".
    @Override
    public int applicationId() {
        return 0x41535359;
    }

    @Override
    public String kind() {
        return "an audit";
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public int versionOf(Connection connection) throws SQLException {
        return SqliteFile.number(connection, "SELECT value FROM meta WHERE name = 'schema_version'");
    }

    @Override
    public void upgrade(Connection connection, int from) throws SQLException {
        execute(connection, "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
        execute(connection, "INSERT INTO meta VALUES ('schema_version', '" + VERSION + "')");
        execute(
                connection,
                "CREATE TABLE header (one INTEGER PRIMARY KEY CHECK (one = 1), run_id TEXT NOT NULL, target TEXT NOT NULL,"
                        + " fingerprint TEXT NOT NULL, plan_hash TEXT NOT NULL, plan_json TEXT NOT NULL,"
                        + " seed INTEGER NOT NULL, command TEXT NOT NULL, started TEXT NOT NULL,"
                        + " assay_version TEXT NOT NULL)");
        execute(connection, "CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
        execute(connection, SampleRow.TABLE);
        execute(connection, SampleRow.INDEX);
    }
}
