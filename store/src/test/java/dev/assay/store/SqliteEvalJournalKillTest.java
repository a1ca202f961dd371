package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.contract.GeneratedSamples;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.SampleKey;
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
class SqliteEvalJournalKillTest {

    @TempDir
    Path folder;

    /// The process that is killed: many threads append, and each says which sample is durable.
    static final class Child {

        private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

        private Child() {}

        public static void main(String[] arguments) throws InterruptedException {
            EvalJournal journal = SqliteEvalJournal.open(Path.of(arguments[0]));
            long first = Long.parseLong(arguments[1]);
            List<Thread> threads = new ArrayList<>();
            for (int thread = 0; thread < 16; thread++) {
                long start = first + thread * 100_000L;
                threads.add(Thread.ofVirtual().start(() -> {
                    for (long position = start; position < start + 100_000; position++) {
                        journal.append(new SampleKey(position, 1, 1), GeneratedSamples.simple(position, 1));
                        say(position);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }

        /// One short write to the pipe is whole or not there.
        private static void say(long position) {
            try {
                OUT.write((position + "\n").getBytes(StandardCharsets.US_ASCII));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static Process child(Path file, long first) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Child.class.getName(),
                        file.toString(),
                        Long.toString(first))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void afterAKillEveryAppendedSampleIsThereOnce() throws IOException, InterruptedException {
        Path file = folder.resolve("run.db");
        Random random = new Random(11);
        List<Long> durable = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            Process child = child(file, round * 10_000_000L);
            try (BufferedReader said = child.inputReader()) {
                int wanted = 1 + random.nextInt(400);
                String line = said.readLine();
                for (int count = 1; line != null && count < wanted; count++) {
                    durable.add(Long.valueOf(line));
                    line = said.readLine();
                }
                assertThat(line).as("the child was alive when it was killed").isNotNull();
                assertThat(child.toHandle().destroyForcibly()).isTrue(); // SIGKILL; Process's own also closes the pipe.
                while (line != null) {
                    durable.add(Long.valueOf(line));
                    line = said.readLine();
                }
            } finally {
                child.destroyForcibly().waitFor();
            }
            try (EvalJournal journal =
                    round % 2 == 0 ? SqliteEvalJournal.openReadOnly(file) : SqliteEvalJournal.open(file)) {
                List<Long> found = new ArrayList<>();
                journal.forEachRow(row -> found.add(row.key().position()));
                assertThat(found).doesNotHaveDuplicates().containsAll(durable);
                journal.forEachSample(sample ->
                        assertThat(sample).isEqualTo(GeneratedSamples.simple(Long.parseLong(sample.id()) - 1, 1)));
            }
        }
    }
}
