package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.contract.EvalJournalContract;
import dev.assay.core.contract.GeneratedSamples;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.JournalException;
import dev.assay.core.journal.JournalException.Kind;
import dev.assay.core.journal.SampleKey;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.Score;
import dev.assay.store.Session.NewRow;
import dev.assay.store.body.SampleBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the file adds to the {@link EvalJournalContract}: it lasts, it is locked, it is small, and its failures
/// are told apart.
class SqliteEvalJournalTest {

    @TempDir
    Path folder;

    private Path home;
    private Path file;

    @BeforeEach
    void name() {
        home = folder.resolve("a folder with ? and # and %41");
        file = home.resolve("run.db");
    }

    private static SampleKey key(long position) {
        return new SampleKey(position, 1, 1);
    }

    private static EvalSample sample(long position) {
        return GeneratedSamples.simple(position, 1);
    }

    private static List<EvalSample> samples(EvalJournal journal) {
        List<EvalSample> samples = new ArrayList<>();
        journal.forEachSample(samples::add);
        return samples;
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

    private EvalJournal begun() {
        EvalJournal journal = SqliteEvalJournal.open(file);
        journal.begin(EvalJournalContract.header("run"));
        journal.append(key(0), sample(0));
        return journal;
    }

    /// Appends the samples from position 1 up to `end`, many at once, so that they share commits.
    private static void append(EvalJournal journal, int end) {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> appended = new ArrayList<>();
            for (int position = 1; position < end; position++) {
                int each = position;
                appended.add(executor.submit(() -> journal.append(key(each), sample(each))));
            }
            for (Future<?> one : appended) {
                one.get();
            }
        } catch (InterruptedException | ExecutionException failure) {
            throw new AssertionError(failure);
        }
    }

    private Connection raw() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:file:" + file.toUri().getRawPath());
    }

    @Test
    void whatIsWrittenIsThereAfterReopening() {
        Map<String, Score> grades = Map.of("judge", Score.unscored("no answer"));
        try (EvalJournal journal = begun()) {
            journal.putFact("finished", "yes");
            journal.rescore(key(0), grades);
        }
        try (EvalJournal journal = SqliteEvalJournal.openExisting(file)) {
            assertThat(journal.header()).contains(EvalJournalContract.header("run"));
            assertThat(journal.facts()).containsEntry("finished", "yes");
            journal.append(key(1), sample(1));
        }
        try (EvalJournal journal = SqliteEvalJournal.openReadOnly(file)) {
            assertThat(samples(journal)).containsExactly(sample(0).withScores(grades), sample(1));
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
    void aSecondOpeningIsRefusedUntilTheFirstCloses() {
        try (EvalJournal first = begun()) {
            assertFails(() -> SqliteEvalJournal.open(file), Kind.IN_USE, file);
            assertFails(() -> SqliteEvalJournal.openExisting(file), Kind.IN_USE, file);
            assertFails(() -> SqliteEvalJournal.openReadOnly(file), Kind.IN_USE, file);
            first.append(key(1), sample(1));
        }
        SqliteEvalJournal.open(file).close();
    }

    @Test
    void aReaderWritesNothingAndKeepsAWriterOut() throws IOException {
        begun().close();
        byte[] before = Files.readAllBytes(file);
        try (EvalJournal journal = SqliteEvalJournal.openReadOnly(file)) {
            assertFails(() -> journal.append(key(1), sample(1)), Kind.NOT_WRITABLE, file);
            assertFails(() -> journal.putFact("a", "b"), Kind.NOT_WRITABLE, file);
            assertFails(() -> journal.rescore(key(0), Map.of()), Kind.NOT_WRITABLE, file);
            assertFails(() -> journal.begin(EvalJournalContract.header("run")), Kind.NOT_WRITABLE, file);
            assertThat(samples(journal)).hasSize(1);
            assertFails(() -> SqliteEvalJournal.open(file), Kind.IN_USE, file);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void anAbsentJournalIsNotFoundAndNotMade() {
        assertFails(() -> SqliteEvalJournal.openExisting(file), Kind.NOT_FOUND, file);
        assertFails(() -> SqliteEvalJournal.openReadOnly(file), Kind.NOT_FOUND, file);
        assertThat(home).doesNotExist();
    }

    @Test
    void theJournalOfAnAuditIsNotTakenForOneOfAnEvaluation() {
        SqliteRunJournal.open(file).close();
        assertFails(() -> SqliteEvalJournal.open(file), Kind.CORRUPT, file);
        assertThatThrownBy(() -> SqliteEvalJournal.openReadOnly(file)).hasMessageContaining("journal of an audit");
        Path other = folder.resolve("eval.db");
        SqliteEvalJournal.open(other).close();
        assertThatThrownBy(() -> SqliteRunJournal.open(other)).hasMessageContaining("journal of an evaluation");
    }

    @Test
    void aLaterSchemaIsRefusedWithBothVersions() throws SQLException {
        begun().close();
        try (Connection connection = raw()) {
            SqliteFile.execute(connection, "PRAGMA user_version = 2");
        }
        assertFails(() -> SqliteEvalJournal.open(file), Kind.CORRUPT, file);
        assertThatThrownBy(() -> SqliteEvalJournal.openReadOnly(file))
                .hasMessageContaining("schema version 2")
                .hasMessageContaining("reads 1");
    }

    @Test
    void aThousandSimpleSamplesAreFarBelowHalfAMegabyte() throws IOException {
        try (EvalJournal journal = begun()) {
            append(journal, 1001);
        }
        assertThat(Files.size(file)).isLessThan(250_000);
    }

    @Test
    void everyChangeOfAColumnIsTold() throws SQLException {
        try (EvalJournal journal = begun()) {
            journal.rescore(key(0), Map.of("judge", Score.of(true, "yes")));
            journal.putFact("finished", "yes");
        }
        for (String change : List.of(
                "eval_sample SET position = 1",
                "eval_sample SET epoch = 2",
                "eval_sample SET attempt = 2",
                "eval_sample SET id = 'other'",
                "eval_sample SET errored = 1",
                "eval_sample SET scores = '{\"judge\":0.0}'",
                "eval_sample SET revision = 0",
                "eval_sample SET output_tokens = output_tokens + 1",
                "eval_sample SET reasoning_tokens = 1",
                "eval_sample SET seconds = seconds + 1",
                "eval_sample SET size = size + 1",
                "eval_sample SET checksum = checksum + 1",
                "eval_sample SET body = x'0100'",
                "eval_grade SET scores = x'0100'",
                "eval_grade SET revision = 7",
                "eval_run SET header = x'0100'",
                "eval_run SET samples = 0",
                "eval_fact SET value = 'no'")) {
            try (Connection connection = raw()) {
                SqliteFile.execute(connection, "CREATE TEMP TABLE kept AS SELECT * FROM eval_sample");
                SqliteFile.execute(connection, "CREATE TEMP TABLE grades AS SELECT * FROM eval_grade");
                SqliteFile.execute(connection, "CREATE TEMP TABLE runs AS SELECT * FROM eval_run");
                SqliteFile.execute(connection, "CREATE TEMP TABLE facts AS SELECT * FROM eval_fact");
                SqliteFile.execute(connection, "UPDATE " + change);
                assertFails(
                        () -> {
                            try (EvalJournal journal = SqliteEvalJournal.openReadOnly(file)) {
                                journal.forEachRow(row -> {});
                                assertThat(journal.header()).isPresent();
                                assertThat(journal.facts()).isNotEmpty();
                                assertThat(samples(journal)).as(change).hasSize(77);
                            }
                        },
                        Kind.CORRUPT,
                        file);
                for (String table : List.of("eval_sample", "eval_grade", "eval_run", "eval_fact")) {
                    SqliteFile.execute(connection, "DELETE FROM " + table);
                }
                SqliteFile.execute(connection, "INSERT INTO eval_sample SELECT * FROM kept");
                SqliteFile.execute(connection, "INSERT INTO eval_grade SELECT * FROM grades");
                SqliteFile.execute(connection, "INSERT INTO eval_run SELECT * FROM runs");
                SqliteFile.execute(connection, "INSERT INTO eval_fact SELECT * FROM facts");
            }
        }
    }

    @Test
    void bytesThatTurnOnTheDiskAreToldOrChangeNothing() throws IOException {
        try (EvalJournal journal = begun()) {
            append(journal, 300);
        }
        List<EvalSample> wanted =
                IntStream.range(0, 300).mapToObj(SqliteEvalJournalTest::sample).toList();
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(6);
        int told = 0;
        for (int round = 0; round < 250; round++) {
            byte[] changed = whole.clone();
            int place = random.nextInt(changed.length);
            changed[place] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, changed);
            try (EvalJournal journal = SqliteEvalJournal.openReadOnly(file)) {
                assertThat(samples(journal).equals(wanted))
                        .as("round %s, byte %s", round, place)
                        .isTrue();
            } catch (JournalException failure) {
                assertThat(failure.getMessage()).contains(file.toString()).doesNotContain("\n");
                told++;
            }
        }
        assertThat(told).isGreaterThan(60);
    }

    @Test
    void aTruncatedFileIsCorrupt() throws IOException {
        try (EvalJournal journal = begun()) {
            append(journal, 300);
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertFails(
                () -> {
                    try (EvalJournal journal = SqliteEvalJournal.openReadOnly(file)) {
                        assertThat(samples(journal)).hasSize(77);
                    }
                },
                Kind.CORRUPT,
                file);
    }

    @Test
    void aDeletedFileIsNotWrittenAsIfItWereThere() throws IOException {
        try (EvalJournal journal = begun()) {
            Files.delete(file);
            assertFails(() -> journal.append(key(1), sample(1)), Kind.NOT_FOUND, file);
            assertFails(() -> journal.putFact("finished", "yes"), Kind.NOT_FOUND, file);
        }
    }

    @Test
    void aFullDiskLosesNothingThatWasAppendedAndTheRunGoesOnWhenThereIsSpace() throws Exception {
        Path place = folder.resolve("small");
        SmallDisk.mounted(place, "size=4m", () -> {
            Path small = place.resolve("run.db");
            Path filler = Files.write(place.resolve("filler"), new byte[2 << 20]);
            List<EvalSample> kept = new ArrayList<>();
            try (EvalJournal journal = SqliteEvalJournal.open(small)) {
                assertFails(
                        () -> {
                            for (int position = 0; position < 100_000; position++) {
                                EvalSample sample = GeneratedSamples.simple(position, 1, noise(position));
                                journal.append(key(position), sample);
                                kept.add(sample);
                            }
                        },
                        Kind.DISK_FULL,
                        small);
                assertThat(kept).isNotEmpty();
                assertThat(samples(journal)).isEqualTo(kept);
                Files.delete(filler);
                EvalSample next = sample(kept.size());
                journal.append(key(kept.size()), next);
                kept.add(next);
                assertThat(samples(journal)).isEqualTo(kept);
            }
            try (EvalJournal journal = SqliteEvalJournal.openReadOnly(small)) {
                assertThat(samples(journal)).isEqualTo(kept);
            }
        });
    }

    private static String noise(int seed) {
        byte[] bytes = new byte[2000];
        new Random(seed).nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /// As after a lost answer: what was written is known again, and what another wrote is not taken for it.
    @Test
    void aRowWrittenTwiceIsOneAndAnothersRowIsNotOurs() throws SQLException {
        begun().close();
        try (Session session = new Session(new SqliteFile(file, EvalSchema.INSTANCE).openForWriting(), 1)) {
            List<NewRow> rows = List.of(row(5, "five"), row(6, "six"), row(6, "six"));
            assertThat(session.insert(rows, false)).containsExactly(true, true, false);
            assertThat(session.insert(rows, false)).containsExactly(false, false, false);
            assertThat(session.insert(rows, true)).containsExactly(true, true, false);
            assertThat(session.insert(List.of(row(5, "other"), row(7, "seven")), true))
                    .containsExactly(false, true);
        }
    }

    private static NewRow row(long position, String answer) {
        EvalSample sample = GeneratedSamples.simple(position, 1, answer);
        byte[] body = SampleBody.encode(key(position), sample);
        return new NewRow(EvalSampleRow.of(key(position), sample, body.length), body);
    }
}
