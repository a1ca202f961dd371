package dev.assay.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// The tables of evaluations in a PostgreSQL database, made and brought up to date by Flyway from the same
/// scripts as a SQLite file's.
final class PostgresSchema {

    private static final String HISTORY = "assay_schema_history";

    private PostgresSchema() {}

    /// The version of the tables; 0 where there are none.
    static int version(Connection connection) throws SQLException {
        if (number(connection, "SELECT count(to_regclass('" + HISTORY + "'))") == 0) {
            return 0;
        }
        return number(connection, "SELECT count(*) FROM " + HISTORY + " WHERE success AND type = 'SQL'");
    }

    /// @throws FlywayException if they cannot be
    static void migrate(PostgresAddress address) {
        FlywayLog.silence();
        Flyway.configure(PostgresSchema.class.getClassLoader())
                .dataSource(address.source())
                .locations("classpath:" + EvalSchema.FOLDER)
                .table(HISTORY)
                // A team's database may hold other tables; they are left alone.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getInt(1) : 0;
        }
    }
}
