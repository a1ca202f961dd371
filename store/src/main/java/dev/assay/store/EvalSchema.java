package dev.assay.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/// The journal of an evaluation. Its tables come from the scripts in `migrations`, which PostgreSQL takes as
/// they are, by Flyway. For a SQLite file Flyway would cost a start of the program more than all the rest of it
/// does, so the same scripts are run here, in the transaction that holds the file.
enum EvalSchema implements SqliteSchema {
    INSTANCE;

    /// Where the scripts are, as a resource's name.
    static final String FOLDER = "dev/assay/store/migrations";

    /// One script a version, from version 1.
    static final List<String> SCRIPTS = List.of("V1__evaluations.sql");

    /// "ASSE".
    @Override
    public int applicationId() {
        return 0x41535345;
    }

    @Override
    public String kind() {
        return "an evaluation";
    }

    @Override
    public int version() {
        return SCRIPTS.size();
    }

    @Override
    public int versionOf(Connection connection) throws SQLException {
        return SqliteFile.number(connection, "PRAGMA user_version");
    }

    @Override
    public void upgrade(Connection connection, int from) throws SQLException {
        for (String script : SCRIPTS.subList(from, SCRIPTS.size())) {
            for (String statement : read(script).split(";\\s*\n")) {
                SqliteFile.execute(connection, statement);
            }
        }
        SqliteFile.execute(connection, "PRAGMA user_version = " + version());
    }

    private static String read(String script) {
        try (InputStream in = EvalSchema.class.getResourceAsStream("/" + FOLDER + "/" + script)) {
            return new String(Objects.requireNonNull(in, script).readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
