package dev.assay.store;

import static dev.assay.core.contract.ResponseCacheContract.answers;
import static dev.assay.core.contract.ResponseCacheContract.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.RequestKey;
import dev.assay.core.model.ResponseCache;
import dev.assay.core.model.ResponseCacheException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteResponseCacheTest {

    private static final long LIMIT = 1 << 20;
    private static final String LOG = SqliteResponseCache.FILE + "-wal";
    private static final String INDEX = SqliteResponseCache.FILE + "-shm";

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve(SqliteResponseCache.FILE);
    }

    private SqliteResponseCache open() {
        return SqliteResponseCache.open(folder, LIMIT);
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement execution = connection.createStatement()) {
            execution.execute(statement);
        }
    }

    @Test
    void theLimitIsOneGibibyte() {
        assertThat(SqliteResponseCache.DEFAULT_LIMIT).isEqualTo(1_073_741_824);
        assertThatThrownBy(() -> SqliteResponseCache.open(folder, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void answersOutliveTheProcessThatPutThem() {
        Map<RequestKey, ModelOutput> answers = answers(3, 300);
        try (ResponseCache cache = open()) {
            answers.forEach(cache::put);
        }
        try (ResponseCache cache = open();
                ResponseCache beside = open()) {
            answers.forEach((key, output) -> {
                assertThat(cache.find(key)).contains(output);
                assertThat(beside.find(key)).contains(output);
            });
        }
    }

    @Test
    void anAnswerInAnothersRowIsNotFound() throws SQLException {
        try (ResponseCache cache = open()) {
            cache.put(key(1), ModelOutput.of("m", "one"));
            cache.put(key(2), ModelOutput.of("m", "two"));
        }
        sql("UPDATE answer SET body = (SELECT body FROM answer WHERE key = x'" + key(2).sha256() + "'), digest ="
                + " (SELECT digest FROM answer WHERE key = x'" + key(2).sha256() + "') WHERE key = x'"
                + key(1).sha256() + "'");
        try (ResponseCache cache = open()) {
            assertThat(cache.find(key(1))).isEmpty();
            assertThat(cache.find(key(2)).map(ModelOutput::completion)).contains("two");
            cache.put(key(1), ModelOutput.of("m", "one again"));
        }
        try (ResponseCache cache = open()) {
            assertThat(cache.find(key(1)).map(ModelOutput::completion)).contains("one again");
        }
    }

    @Test
    void aDamagedFileGivesNoWrongAnswer() throws IOException {
        Map<RequestKey, ModelOutput> answers = answers(4, 60);
        try (ResponseCache cache = open()) {
            answers.forEach(cache::put);
        }
        byte[] whole = Files.readAllBytes(file());
        Random random = new Random(5);
        int found = 0;
        int missed = 0;
        int refused = 0;
        for (int round = 0; round < 40; round++) {
            byte[] damaged = whole.clone();
            int length = round % 10 == 9 ? random.nextInt(whole.length) : whole.length;
            for (int change = 0; change < 1 + round * 4; change++) {
                // Half of the rounds leave the head alone, so that the file can be opened.
                int start = round % 2 == 0 ? 100 : 0;
                damaged[start + random.nextInt(whole.length - start)] = (byte) random.nextInt();
            }
            for (String name : new String[] {LOG, INDEX}) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.write(file(), Arrays.copyOf(damaged, length));
            try (ResponseCache cache = open()) {
                for (Map.Entry<RequestKey, ModelOutput> answer : answers.entrySet()) {
                    Optional<ModelOutput> output = cache.find(answer.getKey());
                    if (output.isPresent()) {
                        assertThat(output).contains(answer.getValue());
                        found++;
                    } else {
                        missed++;
                    }
                }
                cache.put(key(9), ModelOutput.of("m", "nine"));
            } catch (ResponseCacheException e) {
                assertThat(e).hasMessageContaining(file().toString()).hasMessageContaining("--cache");
                refused++;
            }
        }
        assertThat(found).isPositive();
        assertThat(missed).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void anotherProgramsFileIsLeftAlone() throws SQLException, IOException {
        sql("CREATE TABLE theirs (x)");
        byte[] before = Files.readAllBytes(file());
        assertThatThrownBy(this::open)
                .isInstanceOf(ResponseCacheException.class)
                .hasMessageContaining("another program's database");
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
        Files.writeString(file(), "Dear diary, ".repeat(1000));
        assertThatThrownBy(this::open)
                .isInstanceOf(ResponseCacheException.class)
                .hasMessageContaining("--cache");
        assertThat(file()).hasContent("Dear diary, ".repeat(1000));
    }

    @Test
    void aFolderThatCannotBeIsRefused() throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> SqliteResponseCache.open(inTheWay.resolve("x"), LIMIT))
                .isInstanceOf(ResponseCacheException.class)
                .hasMessageContaining("in the way");
    }

    @Test
    void whatWasUsedTheLongestAgoMakesRoom() throws IOException {
        AtomicLong seconds = new AtomicLong(1_000_000);
        Random random = new Random(6);
        int last = 0;
        for (int round = 0; round < 40; round++) {
            seconds.addAndGet(7_200);
            try (ResponseCache cache =
                    new SqliteResponseCache(file(), LIMIT, () -> Instant.ofEpochSecond(seconds.get()))) {
                if (round > 0) {
                    assertThat(cache.find(key(0))).as("used in every round").isPresent();
                }
                for (int index = 0; index < 50; index++) {
                    byte[] bytes = new byte[1_000];
                    random.nextBytes(bytes);
                    cache.put(key(last++), ModelOutput.of("m", HexFormat.of().formatHex(bytes)));
                }
                assertThat(cache.trouble()).isEmpty();
            }
            assertThat(Files.size(file())).isLessThan(LIMIT + LIMIT / 4);
        }
        try (ResponseCache cache = open()) {
            assertThat(cache.find(key(0))).isPresent();
            assertThat(cache.find(key(1))).isEmpty();
            assertThat(cache.find(key(last - 1))).isPresent();
            int kept = 0;
            for (int index = 0; index < last; index++) {
                kept += cache.find(key(index)).isPresent() ? 1 : 0;
            }
            // Each takes some 1.1 kB.
            assertThat(kept).isBetween(300, 1_100);
        }
    }

    @Test
    void anAnswerOfAnEighthOfTheLimitIsNotKept() {
        Random random = new Random(7);
        byte[] bytes = new byte[(int) LIMIT / 4];
        random.nextBytes(bytes);
        try (ResponseCache cache = open()) {
            cache.put(key(1), ModelOutput.of("m", HexFormat.of().formatHex(bytes)));
            assertThat(cache.find(key(1))).isEmpty();
        }
    }

    /// A process that puts and finds the numbers of its range, and says how many it found right.
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) {
            int first = Integer.parseInt(arguments[1]);
            try (ResponseCache cache = SqliteResponseCache.open(Path.of(arguments[0]), 1L << 26)) {
                for (int number = first; number < first + 2_000; number++) {
                    ModelOutput output = ModelOutput.of("m", "answer " + number);
                    cache.put(key(number), output);
                    if (!cache.find(key(number)).equals(Optional.of(output))) {
                        System.exit(7);
                    }
                }
                if (cache.trouble().isPresent()) {
                    System.exit(8);
                }
            }
        }
    }

    private Process child(int first) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Child.class.getName(),
                        folder.toString(),
                        Integer.toString(first))
                .inheritIO()
                .start();
    }

    @Test
    void severalProcessesShareIt() throws IOException, InterruptedException {
        // Their ranges overlap by half, and all three open a cache that is not there yet.
        Process[] children = {child(0), child(1_000), child(2_000)};
        for (Process process : children) {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
        try (ResponseCache cache = SqliteResponseCache.open(folder, 1L << 26)) {
            for (int number = 0; number < 4_000; number++) {
                assertThat(cache.find(key(number)).map(ModelOutput::completion)).contains("answer " + number);
            }
        }
    }

    @Test
    void manyMayOpenOneThatIsNotThereYet() throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 50; round++) {
                Path place = folder.resolve("round-" + round);
                CyclicBarrier start = new CyclicBarrier(4);
                List<Future<Optional<String>>> openings = IntStream.range(0, 4)
                        .mapToObj(number -> threads.submit(() -> {
                            start.await();
                            try (ResponseCache cache = SqliteResponseCache.open(place, LIMIT)) {
                                cache.put(key(number), ModelOutput.of("m", "one"));
                                return cache.trouble();
                            }
                        }))
                        .toList();
                for (Future<Optional<String>> opening : openings) {
                    assertThat(opening.get()).isEmpty();
                }
            }
        }
    }
}
