package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLibraryTest {

    @TempDir
    private Path folder;

    @Test
    void isUnpackedForThisMachineAndAgain() throws IOException {
        Path file = SqliteLibrary.unpack(folder.resolve("a/b")).orElseThrow();
        assertThat(Files.size(file)).isGreaterThan(100_000);
        assertThat(SqliteLibrary.unpack(folder.resolve("a/b"))).contains(file);
        System.load(file.toAbsolutePath().toString());
    }

    @Test
    void loadsAheadOfTheFirstConnection() throws SQLException {
        SqliteLibrary.load();
        SqliteLibrary.load();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            assertThat(connection.isClosed()).isFalse();
        }
    }
}
