package dev.assay.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.claim.Outcome;
import dev.assay.core.journal.JournalException;
import dev.assay.core.journal.RunHeader;
import dev.assay.core.journal.RunJournal;
import dev.assay.core.journal.SampleRecord;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ModelUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every {@link RunJournal} must keep. Extend it and hand over an empty journal; the contract closes
/// it.
public abstract class RunJournalContract {

    /// Texts that a model may answer and that storage likes to spoil.
    protected static final List<String> AWKWARD_TEXTS = List.of(
            "",
            "\0",
            "before\0after",
            "\uD83D",
            "low first \uDE00\uD83D high last",
            "emoji \uD83D\uDE00 \uD83D\uDC69\u200D\uD83D\uDCBB",
            "\u001B[31mred\u001B[0m",
            "right to left \u202Eabc",
            "\uFEFF\uFFFE\uFFFF",
            "'; DROP TABLE sample; --",
            "back\\slash \\u0000 \\\" quote",
            "line\r\nline\u2028line");

    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

    private RunJournal journal;

    /// A new, empty journal.
    protected abstract RunJournal newJournal();

    @BeforeEach
    void open() {
        journal = newJournal();
    }

    @AfterEach
    void close() {
        journal.close();
    }

    protected static RunHeader header(String runId) {
        return new RunHeader(
                runId,
                "organism:finch",
                "sha256:00ff",
                "ab".repeat(32),
                "{\"claims\":[\"card-number\"]}",
                -7L,
                "assay audit organism:finch --seed -7",
                Instant.parse("2026-11-22T01:02:03.000000004Z"),
                "0.1.0");
    }

    protected static SampleRecord sample(String claim, String stage, int index) {
        return sample(claim + "/" + stage + "/" + index, claim, stage, index, "answer " + index);
    }

    protected static SampleRecord sample(String key, String claim, String stage, int index, String text) {
        return new SampleRecord(
                key,
                claim,
                stage,
                index,
                OUTCOMES.get(index % OUTCOMES.size()),
                text,
                List.of(
                        List.of(ChatMessage.system(text), ChatMessage.user("Why?"), ChatMessage.assistant(text)),
                        List.of()),
                List.of(new SampleRecord.Span(0, 2, 0, text.length())),
                index,
                new ModelUsage(index, 3_000_000_000L),
                Instant.parse("2026-11-22T00:00:00.123456789Z"));
    }

    @Test
    void aNewJournalIsEmpty() {
        assertThat(journal.header()).isEmpty();
        assertThat(journal.facts()).isEmpty();
        assertThat(journal.find("card-number/draw/0")).isEmpty();
        assertThat(journal.records("card-number")).isEmpty();
    }

    @Test
    void theHeaderReadsBackEqualAndIsWrittenOnce() {
        RunHeader header = header("finch-1122");
        journal.begin(header);
        assertThat(journal.header()).contains(header);
        assertThatThrownBy(() -> journal.begin(header("other")))
                .isInstanceOfSatisfying(
                        JournalException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(JournalException.Kind.DUPLICATE));
        assertThat(journal.header()).contains(header);
    }

    @Test
    void recordsReadBackEqual() {
        for (int index = 0; index < 10; index++) {
            SampleRecord record = sample("card-number", "draw", index);
            journal.append(record);
            assertThat(journal.find(record.key())).contains(record);
        }
    }

    @Test
    void awkwardTextsReadBackEqualWhereverTheyStand() {
        for (int index = 0; index < AWKWARD_TEXTS.size(); index++) {
            String text = AWKWARD_TEXTS.get(index);
            SampleRecord record = sample("key" + index + text, "claim" + text, "stage" + text, index, text);
            journal.append(record);
            journal.putFact("name" + index + text, text);
            assertThat(journal.find(record.key())).contains(record);
            assertThat(journal.records(record.claim())).contains(record);
            assertThat(journal.facts()).containsEntry("name" + index + text, text);
        }
    }

    @Test
    void keysThatDifferOnlyInWhatStorageSpoilsAreDifferent() {
        List<String> keys = List.of("\uD83D", "\uD83E", "?", "\uFFFD", "\0", "", "\\ud83d", "\\u0000", "\\", "\\\\");
        for (String key : keys) {
            journal.append(sample(key, "claim", "draw", 0, key));
        }
        for (String key : keys) {
            assertThat(journal.find(key).orElseThrow().reason()).isEqualTo(key);
        }
    }

    @Test
    void randomTextsReadBackEqual() {
        Random random = new Random(20261122);
        for (int index = 0; index < 200; index++) {
            char[] units = new char[random.nextInt(400)];
            for (int at = 0; at < units.length; at++) {
                units[at] = (char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(0x10000));
            }
            SampleRecord record = sample("random/" + index, "random", "draw", index, new String(units));
            journal.append(record);
            assertThat(journal.find(record.key())).contains(record);
        }
    }

    @Test
    void tenMegabytesReadBackEqual() {
        String text = "All work and no play \uD83D\uDE00 \0. ".repeat(10_000_000 / 26 + 1);
        SampleRecord record = sample("long/draw/0", "long", "draw", 0, text);
        journal.append(record);
        assertThat(journal.find("long/draw/0").orElseThrow().equals(record)).isTrue();
    }

    @Test
    void messagesOfEveryKindReadBackEqual() {
        GeneratedSamples generator = new GeneratedSamples(4);
        for (int index = 0; index < 100; index++) {
            SampleRecord plain = sample("whole", "draw", index);
            SampleRecord record = new SampleRecord(
                    plain.key(),
                    plain.claim(),
                    plain.stage(),
                    index,
                    plain.outcome(),
                    plain.reason(),
                    List.of(generator.next(1).messages(), generator.next(1).messages()),
                    plain.spans(),
                    plain.calls(),
                    plain.usage(),
                    plain.finished());
            journal.append(record);
            assertThat(journal.find(record.key())).contains(record);
        }
        assertThat(journal.records("whole")).hasSize(100);
    }

    @Test
    void aKeyIsWrittenOnce() {
        SampleRecord first = sample("a/draw/0", "a", "draw", 0, "first");
        journal.append(first);
        assertThatThrownBy(() -> journal.append(sample("a/draw/0", "a", "draw", 0, "second")))
                .isInstanceOfSatisfying(JournalException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(JournalException.Kind.DUPLICATE);
                    assertThat(failure).hasMessageContaining("a/draw/0");
                });
        assertThat(journal.find("a/draw/0")).contains(first);
        assertThat(journal.records("a")).containsExactly(first);
    }

    @Test
    void recordsAreThoseOfTheClaimByStageAndIndex() {
        List<SampleRecord> all = new ArrayList<>();
        for (String stage : List.of("screen", "control", "draw")) {
            for (int index : new int[] {10, 9, 2, 0, 1}) {
                all.add(sample("a", stage, index));
                journal.append(sample("a", stage, index));
                journal.append(sample("ab", stage, index));
            }
        }
        assertThat(journal.records("a"))
                .extracting(SampleRecord::key)
                .containsExactlyElementsOf(List.of("control", "draw", "screen").stream()
                        .flatMap(stage -> IntStream.of(0, 1, 2, 9, 10).mapToObj(index -> "a/" + stage + "/" + index))
                        .toList());
        assertThat(journal.records("a")).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void aLaterFactReplacesAnEarlier() {
        journal.putFact("command.resume.1", "assay audit --resume finch-1122");
        journal.putFact("finished", "no");
        journal.putFact("finished", "yes");
        assertThat(journal.facts())
                .hasSize(2)
                .containsEntry("finished", "yes")
                .containsEntry("command.resume.1", "assay audit --resume finch-1122");
    }

    @Test
    void manyThreadsAppendAtOnce() throws InterruptedException, ExecutionException {
        int threads = 50;
        int each = 20;
        List<Callable<Integer>> appenders = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int first = thread * each;
            appenders.add(() -> {
                for (int index = first; index < first + each; index++) {
                    SampleRecord record = sample("many", "draw", index);
                    journal.append(record);
                    assertThat(journal.find(record.key())).contains(record);
                }
                return each;
            });
        }
        int appended = 0;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> future : executor.invokeAll(appenders)) {
                appended += future.get();
            }
        }
        assertThat(appended).isEqualTo(threads * each);
        assertThat(journal.records("many"))
                .extracting(SampleRecord::index)
                .containsExactlyElementsOf(
                        IntStream.range(0, threads * each).boxed().toList());
    }

    @Test
    void ofManyThreadsWithTheSameKeyOneWins() throws InterruptedException, ExecutionException {
        List<Callable<Boolean>> appenders = new ArrayList<>();
        for (int thread = 0; thread < 20; thread++) {
            String text = "thread " + thread;
            appenders.add(() -> {
                try {
                    journal.append(sample("one/draw/0", "one", "draw", 0, text));
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
        assertThat(journal.records("one")).hasSize(1);
    }

    @Test
    void afterClosingNothingIsTaken() {
        journal.close();
        journal.close();
        assertThatThrownBy(() -> journal.append(sample("a", "draw", 0))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> journal.records("a")).isInstanceOf(IllegalStateException.class);
    }
}
