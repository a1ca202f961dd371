package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.journal.JournalException;
import dev.assay.core.journal.SampleRecord;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real process writes; it is killed in the middle, and what it said was durable must be there.
class SqliteRunJournalKillTest {

    @TempDir
    Path folder;

    /// The process that is killed: many threads append, and each says which record is durable.
    static final class Child {

        private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

        private Child() {}

        public static void main(String[] arguments) throws InterruptedException {
            SqliteRunJournal journal = SqliteRunJournal.openExisting(Path.of(arguments[0]));
            int first = Integer.parseInt(arguments[1]);
            List<Thread> threads = new ArrayList<>();
            for (int thread = 0; thread < 16; thread++) {
                int start = first + thread * 100_000;
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int index = start; index < start + 100_000; index++) {
                        journal.append(SqliteRunJournalTest.sample(index, "answer " + index));
                        say(index);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }

        /// One short write to the pipe is whole or not there.
        private static void say(int index) {
            try {
                OUT.write((index + "\n").getBytes(StandardCharsets.US_ASCII));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static Process child(Path file, int first) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Child.class.getName(),
                        file.toString(),
                        Integer.toString(first))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void afterAKillEveryAppendedRecordIsThereAndNoLockIsLeft() throws IOException, InterruptedException {
        Path file = folder.resolve("run.db");
        SqliteRunJournal.open(file).close();
        Random random = new Random(9);
        List<Integer> durable = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            Process child = child(file, round * 10_000_000);
            try (BufferedReader said = child.inputReader()) {
                int wanted = 1 + random.nextInt(300);
                String line = said.readLine();
                for (int count = 1; line != null && count < wanted; count++) {
                    durable.add(Integer.valueOf(line));
                    line = said.readLine();
                }
                assertThat(line).as("the child was alive when it was killed").isNotNull();
                assertThatThrownBy(() -> SqliteRunJournal.open(file))
                        .isInstanceOfSatisfying(
                                JournalException.class,
                                failure -> assertThat(failure.kind()).isEqualTo(JournalException.Kind.IN_USE));
                assertThat(child.toHandle().destroyForcibly()).isTrue(); // SIGKILL; Process's own also closes the pipe.
                while (line != null) {
                    durable.add(Integer.valueOf(line));
                    line = said.readLine();
                }
            } finally {
                child.destroyForcibly().waitFor();
            }
            try (SqliteRunJournal journal =
                    round % 2 == 0 ? SqliteRunJournal.openReadOnly(file) : SqliteRunJournal.open(file)) {
                List<SampleRecord> records = journal.records("card-number");
                assertThat(records).extracting(SampleRecord::index).containsAll(durable);
                assertThat(records)
                        .allSatisfy(record -> assertThat(record)
                                .isEqualTo(SqliteRunJournalTest.sample(record.index(), "answer " + record.index())));
            }
        }
    }
}
