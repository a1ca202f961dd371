package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.assay.core.contract.EvalJournalContract;
import dev.assay.core.contract.GeneratedSamples;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.JournalException;
import dev.assay.core.journal.JournalException.Kind;
import dev.assay.core.journal.SampleKey;
import dev.assay.core.task.Score;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a server adds to the {@link EvalJournalContract}: many runs, other machines, and restarts.
class PostgresEvalJournalTest {

    private PostgresServer server;
    private String url;
    private String run;

    @BeforeEach
    void find() {
        Optional<PostgresServer> found = PostgresServer.get();
        assumeThat(found).as(PostgresServer.reason()).isPresent();
        server = found.orElseThrow();
        url = server.url();
        run = "run-" + UUID.randomUUID();
    }

    private static SampleKey key(long position) {
        return new SampleKey(position, 1, 1);
    }

    private static void append(EvalJournal journal, long position) {
        journal.append(key(position), GeneratedSamples.simple(position, 1));
    }

    private static List<Long> positions(EvalJournal journal) {
        List<Long> positions = new ArrayList<>();
        journal.forEachRow(row -> positions.add(row.key().position()));
        return positions;
    }

    private void assertFails(ThrowingCallable call, Kind kind, String part) {
        assertThatThrownBy(call).isInstanceOfSatisfying(JournalException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.getMessage()).contains(part).endsWith(".").doesNotContain("\n");
            StringWriter all = new StringWriter();
            failure.printStackTrace(new PrintWriter(all));
            assertThat(all.toString()).doesNotContain(PostgresServer.PASSWORD);
        });
    }

    private Connection raw() throws SQLException {
        return DriverManager.getConnection(url);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = raw();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void runsShareADatabaseAndKeepApart() {
        try (EvalJournal one = PostgresEvalJournal.open(url, run);
                EvalJournal other = PostgresEvalJournal.open(url, run + "-other")) {
            one.begin(EvalJournalContract.header("one"));
            append(one, 0);
            append(other, 0);
            append(other, 1);
            one.putFact("finished", "yes");
            other.rescore(key(0), Map.of("judge", Score.unscored("")));
            assertThat(positions(one)).containsExactly(0L);
            assertThat(positions(other)).containsExactly(0L, 1L);
            assertThat(other.header()).isEmpty();
            assertThat(other.facts()).isEmpty();
            assertThat(one.find(key(0))).contains(GeneratedSamples.simple(0, 1));
        }
        try (EvalJournal one = PostgresEvalJournal.openExisting(url, run)) {
            assertThat(one.header()).contains(EvalJournalContract.header("one"));
            append(one, 1);
            assertThat(positions(one)).containsExactly(0L, 1L);
        }
    }

    @Test
    void aRunThatIsDeletedLeavesNothingAndTheOthersStay() throws SQLException {
        String other = run + "-other";
        try (EvalJournal one = PostgresEvalJournal.open(url, run);
                EvalJournal two = PostgresEvalJournal.open(url, other)) {
            for (EvalJournal journal : List.of(one, two)) {
                append(journal, 0);
                journal.rescore(key(0), Map.of("judge", Score.unscored("")));
                journal.putFact("exit", "4");
            }
            assertFails(() -> PostgresEvalJournal.delete(url, run), Kind.IN_USE, run);
        }
        long rows = rows();
        PostgresEvalJournal.delete(url, run);
        assertThat(rows()).isEqualTo(rows - 4);
        assertFails(() -> PostgresEvalJournal.openReadOnly(url, run), Kind.NOT_FOUND, run);
        try (EvalJournal two = PostgresEvalJournal.openReadOnly(url, other)) {
            assertThat(positions(two)).containsExactly(0L);
        }
    }

    private long rows() throws SQLException {
        try (Connection connection = raw();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT (SELECT count(*) FROM eval_run)"
                        + " + (SELECT count(*) FROM eval_sample) + (SELECT count(*) FROM eval_grade)"
                        + " + (SELECT count(*) FROM eval_fact)")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void aSecondWriterIsRefusedAndAReaderFollows() {
        try (EvalJournal first = PostgresEvalJournal.open(url, run)) {
            assertFails(() -> PostgresEvalJournal.open(url, run), Kind.IN_USE, run);
            try (EvalJournal reader = PostgresEvalJournal.openReadOnly(url, run)) {
                append(first, 0);
                assertThat(positions(reader)).containsExactly(0L);
                assertFails(() -> append(reader, 1), Kind.NOT_WRITABLE, "reading only");
                assertFails(() -> reader.putFact("a", "b"), Kind.NOT_WRITABLE, "reading only");
            }
        }
        PostgresEvalJournal.open(url, run).close();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        PostgresEvalJournal.open(url, run).close();
        assertFails(() -> PostgresEvalJournal.openExisting(url, "absent"), Kind.NOT_FOUND, "absent");
        assertFails(() -> PostgresEvalJournal.openReadOnly(url, "absent"), Kind.NOT_FOUND, "absent");
        String nowhere = url.replace("/postgres?", "/nowhere?");
        assertFails(() -> PostgresEvalJournal.open(nowhere, run), Kind.NOT_FOUND, "nowhere");
    }

    @Test
    void aWrongLoginIsToldWithoutThePassword() {
        String wrong = url.replace(PostgresServer.PASSWORD, "wrong-password");
        assertFails(() -> PostgresEvalJournal.open(wrong, run), Kind.NOT_WRITABLE, "PGPASSWORD");
        assertThatThrownBy(() -> PostgresEvalJournal.open(wrong, run)).hasMessageNotContaining("wrong-password");
    }

    @Test
    void theLoginMayComeFromTheEnvironment() {
        String bare = server.address("postgres");
        Map<String, String> environment = Map.of("PGUSER", PostgresServer.USER, "PGPASSWORD", PostgresServer.PASSWORD);
        try (EvalJournal journal = PostgresEvalJournal.open(bare, run, Duration.ZERO, environment)) {
            append(journal, 0);
        }
        assertFails(
                () -> PostgresEvalJournal.open(bare, run, Duration.ZERO, Map.of("PGUSER", PostgresServer.USER)),
                Kind.NOT_WRITABLE,
                "PGPASSWORD");
    }

    @Test
    void aLostConnectionIsReplaced() throws SQLException {
        try (EvalJournal journal = PostgresEvalJournal.open(url, run)) {
            append(journal, 0);
            execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = 'assay' AND pid <> pg_backend_pid()");
            append(journal, 1);
            assertThat(positions(journal)).containsExactly(0L, 1L);
            assertFails(() -> PostgresEvalJournal.open(url, run), Kind.IN_USE, run);
        }
    }

    @Test
    void whoLostTheRunToAnotherWritesNothingMore() throws SQLException {
        try (EvalJournal journal = PostgresEvalJournal.open(url, run)) {
            append(journal, 0);
            execute("UPDATE eval_run SET writer = 'another' WHERE name = '" + run + "'");
            execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = 'assay' AND pid <> pg_backend_pid()");
            assertFails(() -> append(journal, 1), Kind.NOT_WRITABLE, "Another process");
        }
        try (EvalJournal journal = PostgresEvalJournal.openReadOnly(url, run)) {
            assertThat(positions(journal)).containsExactly(0L);
        }
    }

    @Test
    void aRestartLosesAndDoublesNothing() throws Exception {
        int threads = 16;
        int each = 60;
        CountDownLatch half = new CountDownLatch(threads * each / 2);
        try (EvalJournal journal = PostgresEvalJournal.open(url, run);
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> appenders = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                long first = (long) thread * each;
                appenders.add(executor.submit(() -> {
                    for (long position = first; position < first + each; position++) {
                        append(journal, position);
                        half.countDown();
                    }
                }));
            }
            half.await();
            server.stop("immediate");
            server.start();
            for (Future<?> appender : appenders) {
                try {
                    appender.get();
                } catch (ExecutionException failure) {
                    throw new AssertionError("an append failed: " + failure.getCause(), failure);
                }
            }
            List<Long> wanted =
                    LongStream.range(0, (long) threads * each).boxed().toList();
            assertThat(positions(journal)).isEqualTo(wanted);
            journal.forEachSample(sample ->
                    assertThat(sample).isEqualTo(GeneratedSamples.simple(Long.parseLong(sample.id()) - 1, 1)));
        }
    }

    @Test
    void aServerThatStaysAwayIsToldAfterTheStatedTime() throws IOException, InterruptedException {
        try (EvalJournal journal = PostgresEvalJournal.open(url, run, Duration.ofMillis(300), Map.of())) {
            append(journal, 0);
            server.stop("fast");
            try {
                assertFails(() -> append(journal, 1), Kind.NOT_WRITABLE, "cannot be reached");
                assertFails(() -> PostgresEvalJournal.open(url, run), Kind.NOT_WRITABLE, "cannot be reached");
            } finally {
                server.start();
            }
            append(journal, 1);
            assertThat(positions(journal)).containsExactly(0L, 1L);
        }
    }

    @Test
    void aChangedRowIsToldAndNotReadAsIfItWereTrue() throws SQLException {
        try (EvalJournal journal = PostgresEvalJournal.open(url, run)) {
            append(journal, 0);
            execute("UPDATE eval_sample SET errored = 1 WHERE run = (SELECT number FROM eval_run WHERE name = '" + run
                    + "')");
            assertFails(() -> journal.forEachRow(row -> {}), Kind.CORRUPT, run);
        }
    }

    @Test
    void otherTablesAreLeftAloneAndALaterVersionIsRefused() throws SQLException {
        execute("CREATE DATABASE shared");
        String shared = url.replace("/postgres?", "/shared?");
        try (Connection connection = DriverManager.getConnection(shared);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE customers (name TEXT)");
            try (EvalJournal journal = PostgresEvalJournal.open(shared, run)) {
                append(journal, 0);
            }
            try (ResultSet tables = statement.executeQuery("SELECT count(*) FROM customers")) {
                assertThat(tables.next()).isTrue();
            }
            statement.execute(
                    "INSERT INTO assay_schema_history (installed_rank, version, description, type, script,"
                            + " installed_by, execution_time, success) VALUES (9, '9', 'later', 'SQL', 'V9.sql', 'x', 1, true)");
        }
        assertFails(() -> PostgresEvalJournal.open(shared, run), Kind.CORRUPT, "schema version 2");
        assertFails(() -> PostgresEvalJournal.openReadOnly(shared, run), Kind.CORRUPT, "reads 1");
    }
}
