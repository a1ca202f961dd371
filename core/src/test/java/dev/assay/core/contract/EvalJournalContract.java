package dev.assay.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.journal.EvalHeader;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.EvalRow;
import dev.assay.core.journal.JournalException;
import dev.assay.core.journal.SampleKey;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.task.EvalLog.EvalDataset;
import dev.assay.core.task.EvalLog.EvalError;
import dev.assay.core.task.EvalLog.EvalPlan;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.EvalLog.EvalSpec;
import dev.assay.core.task.Score;
import dev.assay.core.task.Solver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every {@link EvalJournal} must keep. Extend it and hand over an empty journal; the contract closes
/// it.
public abstract class EvalJournalContract {

    private EvalJournal journal;

    /// A new, empty journal.
    protected abstract EvalJournal newJournal();

    @BeforeEach
    void open() {
        journal = newJournal();
    }

    @AfterEach
    void close() {
        journal.close();
    }

    /// A header with something in every field.
    public static EvalHeader header(String runId) {
        return new EvalHeader(
                runId,
                new EvalSpec(
                        Instant.parse("2026-11-22T01:02:03.000000004Z"),
                        runId,
                        "capitals",
                        "3",
                        new EvalDataset("capitals", "data/capitals.jsonl", 3_000_000_000L, true),
                        "openai/gpt",
                        "sha256:00ff",
                        4,
                        "mean",
                        List.of("includes", "judge"),
                        List.of("nightly", "\uD83D \0"),
                        Map.of("team", "assurance", "why", "\uD83D\uDE00")),
                new EvalPlan(
                        "plan",
                        List.of(
                                new Solver.Step("system_message", Map.of("text", "Be brief.")),
                                new Solver.Step("generate", Map.of())),
                        GenerateConfig.DEFAULT.withSeed(-7).withStop(List.of("\n"))),
                "{\"task\":\"capitals\"}",
                "ab".repeat(32),
                "assay eval capitals.yaml --seed -7",
                "0.1.0");
    }

    protected static SampleKey key(long position) {
        return new SampleKey(position, 1, 1);
    }

    /// A sample of no interest beyond its position.
    protected static EvalSample sample(long position) {
        return GeneratedSamples.simple(position, 1);
    }

    protected static EvalSample errored(EvalSample sample) {
        return new EvalSample(
                sample.id(),
                sample.epoch(),
                sample.input(),
                sample.choices(),
                sample.target(),
                sample.input(),
                Optional.empty(),
                Map.of(),
                sample.metadata(),
                sample.modelUsage(),
                sample.startedAt(),
                sample.totalTime(),
                sample.workingTime(),
                Optional.of(new EvalError("The server hung up.", "at Wire.java:1")),
                List.of(),
                Optional.empty(),
                List.of());
    }

    protected static List<EvalSample> samples(EvalJournal journal) {
        List<EvalSample> samples = new ArrayList<>();
        journal.forEachSample(samples::add);
        return samples;
    }

    protected static List<EvalRow> rows(EvalJournal journal) {
        List<EvalRow> rows = new ArrayList<>();
        journal.forEachRow(rows::add);
        return rows;
    }

    private static EvalRow row(SampleKey key, EvalSample sample) {
        return row(key, sample, 0);
    }

    private static EvalRow row(SampleKey key, EvalSample sample, int revision) {
        return new EvalRow(
                key,
                sample.id(),
                sample.error().isPresent(),
                sample.scores().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, score -> score.getValue().value())),
                sample.modelUsage(),
                sample.totalTime().toSeconds() + sample.totalTime().getNano() * 1e-9,
                revision);
    }

    private static void assertFails(ThrowingCallable call, JournalException.Kind kind, String part) {
        assertThatThrownBy(call).isInstanceOfSatisfying(JournalException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure).hasMessageContaining(part);
        });
    }

    private List<Map<String, Score>> history(SampleKey key) {
        List<Map<String, Score>> history = new ArrayList<>();
        journal.scoreHistory(key, history::add);
        return history;
    }

    @Test
    void aNewJournalIsEmpty() {
        assertThat(journal.header()).isEmpty();
        assertThat(journal.facts()).isEmpty();
        assertThat(journal.find(key(0))).isEmpty();
        assertThat(samples(journal)).isEmpty();
        assertThat(rows(journal)).isEmpty();
        assertThat(history(key(0))).isEmpty();
    }

    @Test
    void theHeaderReadsBackEqualAndIsWrittenOnce() {
        journal.begin(header("capitals-1125"));
        assertThat(journal.header()).contains(header("capitals-1125"));
        assertFails(() -> journal.begin(header("other")), JournalException.Kind.DUPLICATE, "already");
        assertThat(journal.header()).contains(header("capitals-1125"));
    }

    @Test
    void wholeSamplesReadBackEqual() {
        GeneratedSamples generator = new GeneratedSamples(1125);
        List<EvalSample> kept = new ArrayList<>();
        List<EvalRow> wanted = new ArrayList<>();
        for (int position = 0; position < 300; position++) {
            EvalSample sample = generator.next(1);
            journal.append(key(position), sample);
            kept.add(sample);
            wanted.add(row(key(position), sample));
        }
        for (int position = 0; position < 300; position++) {
            assertThat(journal.find(key(position))).contains(kept.get(position));
        }
        assertThat(samples(journal)).isEqualTo(kept);
        assertThat(rows(journal)).isEqualTo(wanted);
    }

    @Test
    void tenMegabytesOfTextReadBackEqual() {
        String repeated = "A long answer \uD83D\uDE00 \0. ".repeat(10_000_000 / 20);
        StringBuilder noise = new StringBuilder();
        Random random = new Random(10);
        while (noise.length() < 10_000_000) {
            noise.append((char) random.nextInt(1 << 16));
        }
        journal.append(key(0), GeneratedSamples.simple(0, 1, repeated));
        journal.append(key(1), GeneratedSamples.simple(1, 1, noise.toString()));
        assertThat(journal.find(key(0)).orElseThrow().equals(GeneratedSamples.simple(0, 1, repeated)))
                .isTrue();
        List<EvalSample> read = samples(journal);
        assertThat(read).hasSize(2);
        assertThat(read.get(1).equals(GeneratedSamples.simple(1, 1, noise.toString())))
                .isTrue();
    }

    @Test
    void aKeyIsWrittenOnce() {
        journal.append(key(7), sample(7));
        assertFails(
                () -> journal.append(key(7), GeneratedSamples.simple(7, 1, "other")),
                JournalException.Kind.DUPLICATE,
                "7");
        assertFails(() -> journal.append(key(7), sample(7)), JournalException.Kind.DUPLICATE, "7");
        assertThat(samples(journal)).containsExactly(sample(7));
    }

    @Test
    void theEpochOfKeyAndSampleMustAgree() {
        assertThatThrownBy(() -> journal.append(new SampleKey(0, 2, 1), sample(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("epoch");
        assertThat(rows(journal)).isEmpty();
    }

    @Test
    void theLastAttemptCountsByPositionAndEpoch() {
        List<SampleKey> keys = new ArrayList<>();
        for (long position : new long[] {3_000_000_000L, 0, 17, 5}) {
            for (int epoch = 3; epoch >= 1; epoch--) {
                for (int attempt = 1; attempt <= 1 + (position + epoch) % 3; attempt++) {
                    keys.add(new SampleKey(position, epoch, attempt));
                }
            }
        }
        Collections.shuffle(keys, new Random(3));
        Map<List<Long>, SampleKey> last = new HashMap<>();
        for (SampleKey key : keys) {
            journal.append(key, tried(key));
            last.merge(
                    List.of(key.position(), (long) key.epoch()),
                    key,
                    (one, other) -> one.attempt() > other.attempt() ? one : other);
        }
        List<SampleKey> wanted = last.values().stream().sorted().toList();
        assertThat(rows(journal)).extracting(EvalRow::key).isEqualTo(wanted);
        assertThat(samples(journal))
                .isEqualTo(wanted.stream().map(EvalJournalContract::tried).toList());
        keys.forEach(key -> assertThat(journal.find(key)).contains(tried(key)));
    }

    private static EvalSample tried(SampleKey key) {
        EvalSample sample = GeneratedSamples.simple(key.position(), key.epoch(), "attempt " + key.attempt());
        return key.attempt() % 2 == 1 ? errored(sample) : sample;
    }

    @Test
    void moreThanAPageComesInOrderAndOnce() {
        List<Integer> positions = IntStream.range(0, 2500).boxed().collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(positions, new Random(25));
        appendAll(positions);
        assertThat(rows(journal))
                .extracting(row -> row.key().position())
                .isEqualTo(IntStream.range(0, 2500).mapToObj(Long::valueOf).toList());
        assertThat(samples(journal))
                .isEqualTo(IntStream.range(0, 2500)
                        .mapToObj(EvalJournalContract::sample)
                        .toList());
    }

    private void appendAll(List<Integer> positions) {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> futures = new ArrayList<>();
            for (int position : positions) {
                futures.add(executor.submit(() -> journal.append(key(position), sample(position))));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } catch (InterruptedException | ExecutionException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void whileSamplesAreReadOthersAreWritten() {
        appendAll(IntStream.range(0, 50).boxed().toList());
        List<Long> seen = new ArrayList<>();
        journal.forEachRow(row -> {
            if (row.key().position() < 1000) {
                seen.add(row.key().position());
                journal.append(
                        key(row.key().position() + 1000), sample(row.key().position() + 1000));
            }
        });
        assertThat(seen)
                .isEqualTo(IntStream.range(0, 50).mapToObj(Long::valueOf).toList());
        assertThat(rows(journal)).hasSize(100);
    }

    @Test
    void gradingAgainKeepsTheGradesBefore() {
        GeneratedSamples generator = new GeneratedSamples(77);
        EvalSample sample = generator.next(1).withScores(generator.scores());
        journal.append(key(0), sample(0));
        journal.append(key(1), sample);
        List<Map<String, Score>> given = new ArrayList<>(List.of(sample.scores()));
        for (int round = 0; round < 3; round++) {
            assertThat(history(key(1))).isEqualTo(given.subList(0, round));
            Map<String, Score> scores = Map.of(
                    "judge \uD83D",
                    new Score(round, "a\0", "round " + round, Map.of("model", "m")),
                    "excluded",
                    Score.unscored("no answer"));
            journal.rescore(key(1), scores);
            given.add(scores);
            assertThat(journal.find(key(1))).contains(sample.withScores(scores));
        }
        assertThat(history(key(1))).isEqualTo(given.subList(0, 3));
        assertThat(history(key(0))).isEmpty();
        assertThat(samples(journal)).containsExactly(sample(0), sample.withScores(given.getLast()));
        assertThat(rows(journal))
                .containsExactly(row(key(0), sample(0)), row(key(1), sample.withScores(given.getLast()), 3));
    }

    @Test
    void whatIsNotThereIsNotGraded() {
        assertFails(() -> journal.rescore(key(4), Map.of()), JournalException.Kind.NOT_FOUND, "4");
        assertThat(history(key(4))).isEmpty();
    }

    @Test
    void aLaterFactReplacesAnEarlier() {
        journal.putFact("command.resume.1", "assay eval --resume capitals-1125");
        journal.putFact("finished", "no");
        journal.putFact("finished", "yes");
        RunJournalContract.AWKWARD_TEXTS.forEach(text -> journal.putFact("awkward " + text, text));
        assertThat(journal.facts())
                .hasSize(2 + RunJournalContract.AWKWARD_TEXTS.size())
                .containsEntry("finished", "yes")
                .containsEntry("awkward \uD83D", "\uD83D")
                .containsEntry("awkward \0", "\0")
                .containsEntry("command.resume.1", "assay eval --resume capitals-1125");
    }

    @Test
    void manyThreadsAppendAtOnce() throws InterruptedException, ExecutionException {
        List<Callable<Integer>> appenders = new ArrayList<>();
        for (int thread = 0; thread < 50; thread++) {
            int first = thread * 20;
            appenders.add(() -> {
                for (int index = first; index < first + 20; index++) {
                    journal.append(key(index), sample(index));
                    assertThat(journal.find(key(index))).contains(sample(index));
                }
                return 20;
            });
        }
        int appended = 0;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> future : executor.invokeAll(appenders)) {
                appended += future.get();
            }
        }
        assertThat(rows(journal)).hasSize(appended);
    }

    @Test
    void manyThreadsGradeAgainAtOnce() throws InterruptedException, ExecutionException {
        int samples = 40;
        for (int index = 0; index < samples; index++) {
            journal.append(key(index), sample(index));
        }
        List<Callable<Boolean>> graders = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (int index = 0; index < samples; index++) {
                SampleKey key = key(index);
                Map<String, Score> scores = Map.of("judge", new Score(round, "", ""));
                graders.add(() -> {
                    journal.rescore(key, scores);
                    return true;
                });
            }
            // One that is not there fails alone.
            graders.add(() -> {
                assertFails(() -> journal.rescore(key(1_000), Map.of()), JournalException.Kind.NOT_FOUND, "1000");
                return false;
            });
        }
        int graded = 0;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> future : executor.invokeAll(graders)) {
                graded += future.get() ? 1 : 0;
            }
        }
        assertThat(graded).isEqualTo(3 * samples);
        assertThat(rows(journal)).hasSize(samples).allMatch(row -> row.revision() == 3);
        for (int index = 0; index < samples; index++) {
            List<Map<String, Score>> all = new ArrayList<>(history(key(index)));
            all.add(journal.find(key(index)).orElseThrow().scores());
            assertThat(all.getFirst()).isEqualTo(sample(index).scores());
            assertThat(all.subList(1, 4).stream()
                            .map(scores ->
                                    Objects.requireNonNull(scores.get("judge")).value())
                            .sorted()
                            .toList())
                    .containsExactly(0.0, 1.0, 2.0);
        }
    }

    @Test
    void ofManyThreadsWithTheSameKeyOneWins() throws InterruptedException, ExecutionException {
        List<Callable<Boolean>> appenders = new ArrayList<>();
        for (int thread = 0; thread < 20; thread++) {
            EvalSample sample = GeneratedSamples.simple(0, 1, "thread " + thread % 2);
            appenders.add(() -> {
                try {
                    journal.append(key(0), sample);
                    return true;
                } catch (JournalException failure) {
                    assertThat(failure.kind()).isEqualTo(JournalException.Kind.DUPLICATE);
                    return false;
                }
            });
        }
        int winners = 0;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> future : executor.invokeAll(appenders)) {
                winners += future.get() ? 1 : 0;
            }
        }
        assertThat(winners).isEqualTo(1);
        assertThat(rows(journal)).hasSize(1);
    }

    @Test
    void afterClosingNothingIsTaken() {
        journal.close();
        journal.close();
        assertThatThrownBy(() -> journal.append(key(0), sample(0))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> journal.find(key(0))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> journal.rescore(key(0), Map.of())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> rows(journal)).isInstanceOf(IllegalStateException.class);
    }
}
