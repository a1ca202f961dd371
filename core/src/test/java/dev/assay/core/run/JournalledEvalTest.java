package dev.assay.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.journal.EvalHeader;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.EvalRow;
import dev.assay.core.journal.InMemoryEvalJournal;
import dev.assay.core.journal.JournalException;
import dev.assay.core.journal.SampleKey;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.task.EpochReducer;
import dev.assay.core.task.Epochs;
import dev.assay.core.task.EvalLog;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.Sample;
import dev.assay.core.task.SampleSource;
import dev.assay.core.task.Score;
import dev.assay.core.task.Scorers;
import dev.assay.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Runs into a journal: what is kept, what is run again, what is held.
class JournalledEvalTest {

    private record Puppet(UnaryOperator<String> script) implements Model {
        @Override
        public String name() {
            return "puppet";
        }

        @Override
        public String fingerprint() {
            return "puppet:1";
        }

        @Override
        public ModelOutput generate(List<ChatMessage> messages, GenerateConfig config) {
            return ModelOutput.of("puppet", script.apply(messages.getLast().content()));
        }
    }

    /// Numbers as questions, made when they are read.
    private static class Numbers implements SampleSource {

        private final long size;

        Numbers(long size) {
            this.size = size;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public String name() {
            return "numbers";
        }

        @Override
        public String location() {
            return "";
        }

        @Override
        public boolean shuffled() {
            return false;
        }

        @Override
        public String digest() {
            return "numbers:" + size;
        }

        @Override
        public Stream<Sample> open() {
            return LongStream.range(0, size)
                    .mapToObj(number -> Sample.of("n" + number, "say " + number, "said " + number));
        }
    }

    private static final Model OBEDIENT = new Puppet(text -> text.replace("say", "said"));

    private static Task numbers(long size) {
        return Task.named("numbers")
                .dataset(new Numbers(size))
                .scorer(Scorers.exact())
                .build();
    }

    private static List<EvalRow> rows(EvalJournal journal) {
        List<EvalRow> rows = new ArrayList<>();
        journal.forEachRow(rows::add);
        return rows;
    }

    @Test
    void aRunThatWasStoppedGoesOnWithWhatIsMissingAndAsksNothingTwice() {
        EvalJournal journal = new InMemoryEvalJournal();
        Set<String> asked = ConcurrentHashMap.newKeySet();
        AtomicInteger calls = new AtomicInteger();
        RunControl control = new RunControl(4);
        Model model = new Puppet(text -> {
            assertThat(asked.add(text)).as("asked once: %s", text).isTrue();
            if (calls.incrementAndGet() == 37) {
                control.stop();
            }
            return text.replace("say", "said");
        });
        EvalLog first = Eval.run(numbers(100), model, journal, EvalOptions.DEFAULT.withControl(control));
        assertThat(first.status()).isEqualTo(EvalLog.Status.CANCELLED);
        assertThat(first.results().finishedSamples())
                .isBetween(37L, 41L)
                .isEqualTo(rows(journal).size());
        assertThat(first.samples()).isEmpty();

        EvalLog second = Eval.run(numbers(100), model, journal, EvalOptions.DEFAULT);
        assertThat(second.status()).isEqualTo(EvalLog.Status.SUCCESS);
        assertThat(second.results().scored()).isEqualTo(100);
        assertThat(second.results().metrics()).containsEntry("accuracy", 1.0);
        assertThat(calls).hasValue(100);
        assertThat(rows(journal))
                .extracting(row -> row.key().position())
                .doesNotHaveDuplicates()
                .hasSize(100);
    }

    @Test
    void onlyErroredSamplesAreTriedAgainAndKeepTheirEarlierErrors() {
        EvalJournal journal = new InMemoryEvalJournal();
        AtomicInteger broken = new AtomicInteger(2);
        Model model = new Puppet(text -> {
            if (text.equals("say 3") && broken.getAndDecrement() > 0) {
                throw new ModelException(ModelException.Kind.SERVER_ERROR, "failed, " + broken.get() + " to go");
            }
            return text.replace("say", "said");
        });
        assertThat(Eval.run(numbers(5), model, journal, EvalOptions.DEFAULT)
                        .results()
                        .errored())
                .isEqualTo(1);
        assertThat(Eval.run(numbers(5), model, journal, EvalOptions.DEFAULT)
                        .results()
                        .errored())
                .as("without being told, errors stay")
                .isEqualTo(1);
        EvalOptions again = EvalOptions.DEFAULT.withRetryErrored(true);
        assertThat(Eval.run(numbers(5), model, journal, again).results().errored())
                .isEqualTo(1);
        EvalLog last = Eval.run(numbers(5), model, journal, again);
        assertThat(last.results().scored()).isEqualTo(5);
        EvalSample sample = journal.find(new SampleKey(3, 1, 3)).orElseThrow();
        assertThat(sample.errorRetries())
                .extracting(EvalLog.EvalError::message)
                .containsExactly("failed, 1 to go", "failed, 0 to go");
    }

    @Test
    void epochsAreReducedSampleBySample() {
        AtomicInteger calls = new AtomicInteger();
        Model model = new Puppet(text -> calls.incrementAndGet() % 2 == 0 ? text.replace("say", "said") : "no");
        Task task = Task.named("numbers")
                .dataset(new Numbers(3))
                .scorers(List.of(Scorers.exact(), Scorers.includes()))
                .epochs(new Epochs(4, List.of(EpochReducer.MEAN, EpochReducer.of("max"), EpochReducer.of("pass_at_2"))))
                .build();
        EvalLog log = Eval.run(task, model, EvalOptions.DEFAULT.withMaxConcurrency(1));
        assertThat(log.results().totalSamples()).isEqualTo(12);
        assertThat(log.results().scored()).isEqualTo(12);
        assertThat(log.samples()).extracting(EvalSample::epoch).startsWith(1, 2, 3, 4, 1);
        assertThat(log.results().scores())
                .extracting(EvalLog.EvalScore::scorer, EvalLog.EvalScore::reducer)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("exact", "mean"),
                        org.assertj.core.groups.Tuple.tuple("exact", "max"),
                        org.assertj.core.groups.Tuple.tuple("exact", "pass_at_2"),
                        org.assertj.core.groups.Tuple.tuple("includes", "mean"),
                        org.assertj.core.groups.Tuple.tuple("includes", "max"),
                        org.assertj.core.groups.Tuple.tuple("includes", "pass_at_2"));
        assertThat(log.results().scores().get(0).metrics()).containsEntry("accuracy", 0.5);
        assertThat(log.results().scores().get(1).metrics()).containsEntry("accuracy", 1.0);
        // 2 of 4 right: 1 - C(2, 2) / C(4, 2).
        assertThat(log.results().scores().get(2).metrics().get("accuracy")).isCloseTo(5.0 / 6, within(1e-12));
        assertThat(log.results().scores()).allMatch(score -> score.scoredSamples() == 3);
    }

    @Test
    void whatCannotBeWrittenEndsTheRunAndIsNotCounted() {
        EvalJournal full = new Wrapped(new InMemoryEvalJournal()) {
            private final AtomicInteger appends = new AtomicInteger();

            @Override
            public void append(SampleKey key, EvalSample sample) {
                if (appends.incrementAndGet() > 10) {
                    throw new JournalException(JournalException.Kind.DISK_FULL, "The disk is full.");
                }
                super.append(key, sample);
            }
        };
        List<Throwable> failures = new ArrayList<>();
        EvalOptions options = EvalOptions.DEFAULT.withMaxConcurrency(2).withOnFailure(failures::add);
        EvalLog log = Eval.run(numbers(1_000), OBEDIENT, full, options);
        assertThat(log.status()).isEqualTo(EvalLog.Status.ERROR);
        assertThat(log.error().orElseThrow().message()).isEqualTo("The disk is full.");
        assertThat(log.results().finishedSamples()).isEqualTo(10);
        assertThat(failures).singleElement().isInstanceOf(JournalException.class);
    }

    @Test
    void aSourceThatBreaksEndsTheRunAndKeepsWhatWasAnswered() {
        SampleSource broken = new Numbers(100) {
            @Override
            public Stream<Sample> open() {
                return super.open().peek(sample -> {
                    if (sample.id().equals("n50")) {
                        throw new IllegalArgumentException("The row has no 'input' (numbers.jsonl:51).");
                    }
                });
            }
        };
        Task task =
                Task.named("numbers").dataset(broken).scorer(Scorers.exact()).build();
        EvalLog log = Eval.run(task, OBEDIENT, new InMemoryEvalJournal(), EvalOptions.DEFAULT.withMaxConcurrency(1));
        assertThat(log.status()).isEqualTo(EvalLog.Status.ERROR);
        assertThat(log.error().orElseThrow().message()).contains("numbers.jsonl:51");
        assertThat(log.results().scored()).isBetween(49L, 50L);
    }

    @Test
    void nothingButErrorsEndsTheRun() {
        Model down = new Puppet(text -> {
            throw new ModelException(ModelException.Kind.UNREACHABLE, "Nobody answers.");
        });
        EvalOptions options = EvalOptions.DEFAULT.withMaxConcurrency(5).withMaxErrorsInARow(20);
        EvalLog log = Eval.run(numbers(10_000), down, new InMemoryEvalJournal(), options);
        assertThat(log.status()).isEqualTo(EvalLog.Status.ERROR);
        assertThat(log.error().orElseThrow().message()).contains("20 samples").contains("Nobody answers.");
        assertThat(log.results().errored()).isBetween(1L, 20L);
    }

    @Test
    void promptsThatAreRefusedDoNotEndTheRun() {
        for (ModelException.Kind kind : List.of(ModelException.Kind.BAD_REQUEST, ModelException.Kind.CONTEXT_LENGTH)) {
            Model strict = new Puppet(text -> {
                throw new ModelException(kind, "Not this prompt.");
            });
            EvalOptions options = EvalOptions.DEFAULT.withMaxConcurrency(5).withMaxErrorsInARow(20);
            EvalLog log = Eval.run(numbers(100), strict, new InMemoryEvalJournal(), options);
            assertThat(log.status()).isEqualTo(EvalLog.Status.SUCCESS);
            assertThat(log.results().errored()).isEqualTo(100);
        }
    }

    @Test
    void aSampleThatStopsTheRunIsNotCounted() {
        AtomicInteger calls = new AtomicInteger();
        Model poor = new Puppet(text -> {
            if (calls.incrementAndGet() > 7) {
                throw new RunStoppedException("No money is left.");
            }
            return text.replace("say", "said");
        });
        EvalLog log = Eval.run(numbers(100), poor, EvalOptions.DEFAULT.withMaxConcurrency(1));
        assertThat(log.status()).isEqualTo(EvalLog.Status.CANCELLED);
        assertThat(log.results().scored()).isEqualTo(7);
        assertThat(log.results().errored()).isZero();
    }

    @Test
    void moreRoomStartsMoreSamplesWhileTheRunGoesOn() throws InterruptedException {
        RunControl control = new RunControl(1);
        CountDownLatch three = new CountDownLatch(3);
        Model model = new Puppet(text -> {
            three.countDown();
            try {
                three.await();
            } catch (InterruptedException interruption) {
                throw new IllegalStateException(interruption);
            }
            return text.replace("say", "said");
        });
        List<EvalLog> logs = new ArrayList<>();
        Thread run = Thread.ofVirtual()
                .start(() -> logs.add(Eval.run(numbers(30), model, EvalOptions.DEFAULT.withControl(control))));
        while (three.getCount() == 3) {
            Thread.onSpinWait();
        }
        control.maxConcurrency(3);
        run.join();
        assertThat(logs.getFirst().results().scored()).isEqualTo(30);
    }

    @Test
    void theModelIsAskedWhileTheJournalWritesButNotWithoutEnd() {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger durable = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch five = new CountDownLatch(5);
        Model model = new Puppet(text -> {
            most.accumulateAndGet(asked.incrementAndGet() - durable.get(), Math::max);
            five.countDown();
            return text.replace("say", "said");
        });
        EvalJournal slow = new Wrapped(new InMemoryEvalJournal()) {
            @Override
            public void append(SampleKey key, EvalSample sample) {
                try {
                    five.await(); // Three run; two more are asked in the places of the first two that are answered.
                } catch (InterruptedException interruption) {
                    throw new IllegalStateException(interruption);
                }
                super.append(key, sample);
                durable.incrementAndGet();
            }
        };
        EvalLog log = Eval.run(numbers(50), model, slow, EvalOptions.DEFAULT.withControl(new RunControl(3)));
        assertThat(log.results().scored()).isEqualTo(50);
        assertThat(most.get()).isEqualTo(5);
    }

    @Test
    void anotherTaskIsRefused() {
        EvalJournal journal = new InMemoryEvalJournal();
        Eval.run(numbers(2), OBEDIENT, journal, EvalOptions.DEFAULT);
        Task other = Task.named("other").sample("q", "a").build();
        assertThatThrownBy(() -> Eval.run(other, OBEDIENT, journal, EvalOptions.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'numbers'");
    }

    /// Passes everything on.
    private static class Wrapped implements EvalJournal {

        private final EvalJournal journal;

        Wrapped(EvalJournal journal) {
            this.journal = journal;
        }

        @Override
        public void begin(EvalHeader header) {
            journal.begin(header);
        }

        @Override
        public Optional<EvalHeader> header() {
            return journal.header();
        }

        @Override
        public void append(SampleKey key, EvalSample sample) {
            journal.append(key, sample);
        }

        @Override
        public void rescore(SampleKey key, Map<String, Score> scores) {
            journal.rescore(key, scores);
        }

        @Override
        public void scoreHistory(SampleKey key, Consumer<Map<String, Score>> each) {
            journal.scoreHistory(key, each);
        }

        @Override
        public void forEachSample(Consumer<EvalSample> each) {
            journal.forEachSample(each);
        }

        @Override
        public void forEachRow(Consumer<EvalRow> each) {
            journal.forEachRow(each);
        }

        @Override
        public Optional<EvalSample> find(SampleKey key) {
            return journal.find(key);
        }

        @Override
        public void putFact(String name, String value) {
            journal.putFact(name, value);
        }

        @Override
        public Map<String, String> facts() {
            return journal.facts();
        }

        @Override
        public void close() {
            journal.close();
        }
    }
}
