package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.claim.Outcome;
import dev.assay.core.contract.RunJournalContract;
import dev.assay.core.journal.JournalException;
import dev.assay.core.journal.JournalException.Kind;
import dev.assay.core.journal.RunHeader;
import dev.assay.core.journal.SampleRecord;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ModelUsage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the file adds to the {@link RunJournalContract}: it lasts, it is locked, and its failures are told
/// apart.
class SqliteRunJournalTest {

    private static final RunHeader HEADER = new RunHeader(
            "finch-1122", "organism:finch", "sha256:00", "ab", "{}", 1, "assay audit", Instant.EPOCH, "0.1.0");

    @TempDir
    Path folder;

    private Path home;
    private Path file;

    @BeforeEach
    void name() {
        home = folder.resolve("a folder with ? and # and %41");
        file = home.resolve("run.db");
    }

    static SampleRecord sample(int index, String text) {
        return new SampleRecord(
                "card-number/draw/" + index,
                "card-number",
                "draw",
                index,
                Outcome.CLEAN,
                "no card number",
                List.of(List.of(ChatMessage.user("What is the card number?"), ChatMessage.assistant(text))),
                List.of(),
                1,
                new ModelUsage(12, 30),
                Instant.parse("2026-11-22T00:00:00.123456Z"));
    }

    private static void assertFails(ThrowingCallable call, Kind kind, Path place) {
        assertThatThrownBy(call).isInstanceOfSatisfying(JournalException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.getMessage())
                    .contains(place.toString())
                    .endsWith(".")
                    .doesNotContain("\n");
        });
    }

    private SqliteRunJournal begun() {
        SqliteRunJournal journal = SqliteRunJournal.open(file);
        journal.begin(HEADER);
        journal.append(sample(0, "first"));
        return journal;
    }

    @Test
    void whatIsWrittenIsThereAfterReopening() {
        try (SqliteRunJournal journal = begun()) {
            journal.putFact("finished", "yes");
        }
        try (SqliteRunJournal journal = SqliteRunJournal.openExisting(file)) {
            assertThat(journal.header()).contains(HEADER);
            assertThat(journal.records("card-number")).containsExactly(sample(0, "first"));
            assertThat(journal.facts()).containsEntry("finished", "yes");
            journal.append(sample(1, "second"));
        }
        try (SqliteRunJournal journal = SqliteRunJournal.openReadOnly(file)) {
            assertThat(journal.records("card-number")).containsExactly(sample(0, "first"), sample(1, "second"));
        }
    }

    @Test
    void closedItIsOneFile() throws IOException {
        begun().close();
        try (var files = Files.list(home)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void theModesAreThoseThatKeepEveryCommit() throws SQLException {
        begun().close();
        try (Connection connection = raw();
                Statement statement = connection.createStatement()) {
            assertThat(text(statement, "PRAGMA journal_mode")).isEqualTo("wal");
            assertThat(text(statement, "SELECT value FROM meta WHERE name = 'schema_version'"))
                    .isEqualTo("1");
        }
        try (Connection connection = new SqliteFile(file, AuditSchema.INSTANCE).openForWriting();
                Statement statement = connection.createStatement()) {
            assertThat(text(statement, "PRAGMA synchronous")).isEqualTo("2");
            assertThat(text(statement, "PRAGMA locking_mode")).isEqualTo("exclusive");
        }
    }

    @Test
    void aSecondOpeningIsRefusedUntilTheFirstCloses() {
        try (SqliteRunJournal first = begun()) {
            assertFails(() -> SqliteRunJournal.open(file), Kind.IN_USE, file);
            assertFails(() -> SqliteRunJournal.openExisting(file), Kind.IN_USE, file);
            assertFails(() -> SqliteRunJournal.openReadOnly(file), Kind.IN_USE, file);
            first.append(sample(1, "still alive"));
        }
        SqliteRunJournal.open(file).close();
    }

    @Test
    void readersShareAndKeepAWriterOut() {
        begun().close();
        try (SqliteRunJournal one = SqliteRunJournal.openReadOnly(file);
                SqliteRunJournal other = SqliteRunJournal.openReadOnly(file)) {
            assertThat(one.header()).isEqualTo(other.header());
            assertFails(() -> SqliteRunJournal.open(file), Kind.IN_USE, file);
        }
        SqliteRunJournal.open(file).close();
    }

    @Test
    void aReaderWritesNothing() throws IOException {
        begun().close();
        byte[] before = Files.readAllBytes(file);
        try (SqliteRunJournal journal = SqliteRunJournal.openReadOnly(file)) {
            assertFails(() -> journal.append(sample(1, "")), Kind.NOT_WRITABLE, file);
            assertFails(() -> journal.putFact("a", "b"), Kind.NOT_WRITABLE, file);
            assertFails(() -> journal.begin(HEADER), Kind.NOT_WRITABLE, file);
            assertThat(journal.records("card-number")).hasSize(1);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void anAbsentJournalIsNotFoundAndNotMade() {
        assertFails(() -> SqliteRunJournal.openExisting(file), Kind.NOT_FOUND, file);
        assertFails(() -> SqliteRunJournal.openReadOnly(file), Kind.NOT_FOUND, file);
        assertThat(home).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeMadeIsNotWritable() throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("file"), "not a folder");
        assertFails(
                () -> SqliteRunJournal.open(inTheWay.resolve("runs").resolve("run.db")), Kind.NOT_WRITABLE, inTheWay);
        assertFails(() -> SqliteRunJournal.open(folder), Kind.NOT_WRITABLE, folder);
    }

    @Test
    void anotherFileIsCorruptAndLeftAsItIs() throws IOException, SQLException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "These are notes, not a database. ".repeat(100));
        byte[] before = Files.readAllBytes(text);
        assertFails(() -> SqliteRunJournal.open(text), Kind.CORRUPT, text);
        assertFails(() -> SqliteRunJournal.openReadOnly(text), Kind.CORRUPT, text);
        assertThat(Files.readAllBytes(text)).isEqualTo(before);

        Path empty = Files.createFile(folder.resolve("empty.db"));
        assertFails(() -> SqliteRunJournal.openReadOnly(empty), Kind.CORRUPT, empty);

        Files.createDirectories(home);
        try (Connection connection = raw()) {
            SqliteFile.execute(connection, "CREATE TABLE customers (name TEXT)");
        }
        before = Files.readAllBytes(file);
        assertFails(() -> SqliteRunJournal.open(file), Kind.CORRUPT, file);
        assertFails(() -> SqliteRunJournal.openReadOnly(file), Kind.CORRUPT, file);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void aLaterSchemaIsRefusedWithBothVersions() throws SQLException {
        begun().close();
        try (Connection connection = raw()) {
            SqliteFile.execute(connection, "UPDATE meta SET value = '2' WHERE name = 'schema_version'");
        }
        assertFails(() -> SqliteRunJournal.open(file), Kind.CORRUPT, file);
        assertThatThrownBy(() -> SqliteRunJournal.openReadOnly(file))
                .hasMessageContaining("schema version 2")
                .hasMessageContaining("reads 1");
    }

    @Test
    void aChangedRowIsCorruptAndNeverReadAsIfItWereTrue() throws SQLException {
        begun().close();
        try (Connection connection = raw()) {
            SqliteFile.execute(connection, "UPDATE sample SET outcome = '1'");
        }
        try (SqliteRunJournal journal = SqliteRunJournal.openReadOnly(file)) {
            assertFails(() -> journal.records("card-number"), Kind.CORRUPT, file);
            assertThatThrownBy(() -> journal.find("card-number/draw/0")).hasMessageContaining("card-number/draw/0");
        }
    }

    @Test
    void aTruncatedFileIsCorrupt() throws IOException {
        try (SqliteRunJournal journal = begun()) {
            for (int index = 1; index < 200; index++) {
                journal.append(sample(index, "answer " + index + " ".repeat(index) + index * 31));
            }
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
        assertFails(
                () -> {
                    try (SqliteRunJournal journal = SqliteRunJournal.openReadOnly(file)) {
                        assertThat(journal.records("card-number")).isEmpty();
                    }
                },
                Kind.CORRUPT,
                file);
    }

    @Test
    void theFileStaysSmall() throws IOException {
        try (SqliteRunJournal journal = begun()) {
            for (int index = 1; index <= 1000; index++) {
                journal.append(sample(index, "I cannot help with that. Ask me something else, number " + index + "?"));
            }
        }
        assertThat(Files.size(file)).isLessThan(500_000);
    }

    @Test
    void aFullDiskLosesNothingThatWasAppended() throws Exception {
        Path place = folder.resolve("small");
        SmallDisk.mounted(place, "size=1m", () -> {
            Path small = place.resolve("run.db");
            List<SampleRecord> kept = new ArrayList<>();
            try (SqliteRunJournal journal = SqliteRunJournal.open(small)) {
                assertFails(
                        () -> {
                            for (int index = 0; index < 100_000; index++) {
                                SampleRecord record = sample(index, noise(index));
                                journal.append(record);
                                kept.add(record);
                            }
                        },
                        Kind.DISK_FULL,
                        small);
                assertThat(kept).isNotEmpty();
                assertThat(journal.records("card-number")).isEqualTo(kept);
            }
            try (SqliteRunJournal journal = SqliteRunJournal.openReadOnly(small)) {
                assertThat(journal.records("card-number")).isEqualTo(kept);
            }
        });
    }

    @Test
    void aReadOnlyDiskIsReadAndNotWritable() throws Exception {
        Path place = folder.resolve("sealed");
        SmallDisk.mounted(place, "size=4m", () -> {
            Path sealed = place.resolve("run.db");
            try (SqliteRunJournal journal = SqliteRunJournal.open(sealed)) {
                journal.begin(HEADER);
                journal.append(sample(0, "first"));
                // As a kill leaves it: the record is in the log, not yet in the file.
                Files.copy(sealed, place.resolve("killed.db"));
                Files.copy(place.resolve("run.db-wal"), place.resolve("killed.db-wal"));
            }
            assertThat(SmallDisk.run("mount", "-o", "remount,ro", place.toString()))
                    .isZero();
            for (String name : List.of("run.db", "killed.db")) {
                Path file = place.resolve(name);
                try (SqliteRunJournal journal = SqliteRunJournal.openReadOnly(file)) {
                    assertThat(journal.header()).contains(HEADER);
                    assertThat(journal.records("card-number")).containsExactly(sample(0, "first"));
                }
                assertFails(() -> SqliteRunJournal.openExisting(file), Kind.NOT_WRITABLE, file);
            }
            assertFails(() -> SqliteRunJournal.open(place.resolve("new.db")), Kind.NOT_WRITABLE, place);
        });
    }

    @Test
    void aDeletedFileIsNotWrittenAsIfItWereThere() throws IOException {
        try (SqliteRunJournal journal = begun()) {
            Files.delete(file);
            assertFails(() -> journal.append(sample(1, "lost")), Kind.NOT_FOUND, file);
        }
    }

    private static String noise(int seed) {
        byte[] bytes = new byte[2000];
        new java.util.Random(seed).nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private Connection raw() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:file:" + file.toUri().getRawPath());
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
