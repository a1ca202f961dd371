package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.assay.core.contract.EvalJournalContract;
import dev.assay.core.contract.GeneratedSamples;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.JournalException;
import dev.assay.core.journal.SampleKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvalJournalsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "sqlite"})
    void theDefaultIsAFileInTheRunsFolder(String store) {
        Path home = folder.resolve("run-1");
        try (EvalJournal journal = EvalJournals.open(store, home, "run-1")) {
            journal.begin(EvalJournalContract.header("run-1"));
        }
        assertThat(home.resolve("run.db")).isRegularFile();
        try (EvalJournal journal = EvalJournals.openExisting(store, home, "run-1")) {
            assertThat(journal.header()).isPresent();
        }
        try (EvalJournal journal = EvalJournals.openReadOnly(store, home, "run-1")) {
            assertThat(journal.header()).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres",
                "SQLite",
                "jdbc:mysql://user:hunter2@host/runs",
                "jdbc:postgresql",
                "jdbc:postgresql://auditor:hunter2@localhost/runs",
                "jdbc:postgresql://localhost:notaport/runs?password=hunter2",
                "jdbc:postgresql://localhost?password=hunter2",
                "jdbc:postgresql://localhost/?password=hunter2",
                "jdbc:postgresql:?password=hunter2",
                "postgresql://auditor:hunter2@localhost/runs"
            })
    void whatNamesNoStoreIsRefusedWithTheRemedyAndWithoutItsPassword(String store) {
        Path home = folder.resolve("run-1");
        List<String> logged = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger.getLogger("").addHandler(handler);
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> EvalJournals.check(store),
                () -> EvalJournals.open(store, home, "run-1"),
                () -> EvalJournals.openExisting(store, home, "run-1"),
                () -> EvalJournals.openReadOnly(store, home, "run-1"))) {
            assertThatThrownBy(call)
                    .isInstanceOf(JournalException.class)
                    .hasNoCause()
                    .hasMessageContaining("jdbc:postgresql://host:port/database")
                    .hasMessageNotContaining("hunter2")
                    .hasMessageNotContaining("\n");
        }
        Logger.getLogger("").removeHandler(handler);
        assertThat(logged).isEmpty();
        assertThat(home).doesNotExist();
    }

    @Test
    void anAbsentRunIsNotFoundAndNothingIsMade() {
        Path home = folder.resolve("absent");
        assertThatThrownBy(() -> EvalJournals.openExisting("", home, "absent"))
                .isInstanceOfSatisfying(
                        JournalException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(JournalException.Kind.NOT_FOUND));
        assertThat(home).doesNotExist();
    }

    @Test
    void aRunInADatabaseIsFoundAgainByItsFolderWhichHoldsNoLogin() throws IOException {
        Optional<PostgresServer> server = PostgresServer.get();
        assumeThat(server).as(PostgresServer.reason()).isPresent();
        String run = "run-" + UUID.randomUUID();
        String url = server.orElseThrow().url() + "&ApplicationName=folder";
        try (EvalJournal journal = EvalJournals.open(url, folder, run)) {
            journal.append(new SampleKey(0, 1, 1), GeneratedSamples.simple(0, 1));
        }
        assertThat(Files.readString(folder.resolve("store.txt")))
                .isEqualTo(server.orElseThrow().address("postgres") + "?ApplicationName=folder\n");
        assertThat(folder.resolve("run.db")).doesNotExist();
        try (EvalJournal journal = EvalJournals.openExisting(url, folder, run)) {
            assertThat(journal.find(new SampleKey(0, 1, 1))).isPresent();
        }
        // Without the login, which the environment would give, the server is asked and refuses.
        assertThatThrownBy(() -> EvalJournals.openReadOnly("", folder, run))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("PGPASSWORD");
    }

    @Test
    void aFolderThatNamesNoDatabaseIsCorrupt() throws IOException {
        Files.writeString(folder.resolve("store.txt"), "../../etc/passwd");
        assertThatThrownBy(() -> EvalJournals.openExisting("", folder, "run-1"))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("store.txt")
                .hasMessageContaining("--store");
    }
}
