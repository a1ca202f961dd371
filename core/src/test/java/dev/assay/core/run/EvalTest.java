package dev.assay.core.run;

import static dev.assay.core.task.Scorers.exact;
import static dev.assay.core.task.Scorers.includes;
import static dev.assay.core.task.Scorers.pattern;
import static dev.assay.core.task.Solvers.generate;
import static dev.assay.core.task.Solvers.system;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.task.Dataset;
import dev.assay.core.task.EvalLog;
import dev.assay.core.task.Metric;
import dev.assay.core.task.Sample;
import dev.assay.core.task.Scorer;
import dev.assay.core.task.Solver;
import dev.assay.core.task.Target;
import dev.assay.core.task.Task;
import dev.assay.core.task.TaskBuilder;
import dev.assay.core.task.TaskState;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class EvalTest {

    /// A model whose answers a function gives.
    private record Puppet(Function<List<ChatMessage>, String> script) implements Model {
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
            return ModelOutput.of("puppet", script.apply(messages));
        }
    }

    private static Task numbered(int samples, Solver solver) {
        TaskBuilder task = Task.named("numbers").solver(solver).scorer(exact());
        for (int index = 0; index < samples; index++) {
            task.sample("say " + index, "said " + index);
        }
        return task.build();
    }

    private static final Model OBEDIENT =
            new Puppet(messages -> messages.getLast().content().replace("say", "said"));

    @Test
    void readsLikeTheDesign() {
        Model model = new Puppet(messages -> {
            assertThat(messages.getFirst()).isEqualTo(ChatMessage.system("Answer in one word."));
            return "Paris.";
        });

        Task capitals = Task.named("capitals")
                .sample("What is the capital of France?", "Paris")
                .solver(system("Answer in one word.").then(generate()))
                .scorer(includes())
                .build();
        EvalLog log = Eval.run(capitals, model);

        assertThat(log.status()).isEqualTo(EvalLog.Status.SUCCESS);
        assertThat(log.results().metrics()).containsEntry("accuracy", 1.0);
        assertThat(log.plan().steps()).extracting(Solver.Step::solver).containsExactly("system_message", "generate");
        EvalLog.EvalSample sample = log.samples().getFirst();
        assertThat(sample.id()).isEqualTo("1");
        assertThat(sample.messages())
                .containsExactly(
                        ChatMessage.system("Answer in one word."),
                        ChatMessage.user("What is the capital of France?"),
                        ChatMessage.assistant("Paris."));
        assertThat(sample.scores()).containsOnlyKeys("includes");
    }

    @Test
    void theFieldsAreInInspectsOrder() {
        assertThat(Arrays.stream(EvalLog.class.getRecordComponents()).map(RecordComponent::getName))
                .containsExactly("version", "status", "eval", "plan", "results", "stats", "error", "samples");
        assertThat(Eval.run(numbered(1, generate()), OBEDIENT).version()).isEqualTo(2);
    }

    @Test
    void samplesAreLoggedInTheDatasetsOrderHoweverTheyFinish() throws Exception {
        CountDownLatch lastIsDone = new CountDownLatch(1);
        Model model = new Puppet(messages -> {
            String text = messages.getLast().content();
            try {
                if (text.equals("say 0")) {
                    lastIsDone.await();
                } else if (text.equals("say 9")) {
                    lastIsDone.countDown();
                }
            } catch (InterruptedException interruption) {
                throw new IllegalStateException(interruption);
            }
            return text.replace("say", "said");
        });
        EvalLog log = Eval.run(numbered(10, generate()), model);
        assertThat(log.samples())
                .extracting(EvalLog.EvalSample::id)
                .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
        assertThat(log.results().metrics()).containsEntry("accuracy", 1.0);
    }

    @Test
    void scoredExcludedAndErroredAddUp() {
        Task task = Task.named("mixed")
                .dataset(new Dataset(
                        "mixed",
                        List.of(
                                Sample.of("right", "a", "a"),
                                Sample.of("wrong", "a", "b"),
                                Sample.of("no target", "a"),
                                Sample.of("model fails", "broken", "a"),
                                Sample.of("solver fails", "throw", "a"),
                                Sample.of("overflow", "overflow", "a"))))
                .solver(((Solver) (state, model) -> switch (state.messages()
                                .getLast()
                                .content()) {
                            case "throw" -> throw new IllegalStateException("The solver failed.");
                            case "overflow" -> endless(state);
                            default -> state;
                        })
                        .then(generate()))
                .build();
        Model model = new Puppet(messages -> {
            if (messages.getLast().content().equals("broken")) {
                throw new ModelException(ModelException.Kind.SERVER_ERROR, "The endpoint failed.");
            }
            return messages.getLast().content();
        });
        Set<String> heard = ConcurrentHashMap.newKeySet();
        EvalLog log = Eval.run(task, model, EvalOptions.DEFAULT.withOnSample(sample -> heard.add(sample.id())));

        EvalLog.EvalResults results = log.results();
        assertThat(log.status()).isEqualTo(EvalLog.Status.SUCCESS);
        assertThat(List.of(results.scored(), results.excluded(), results.errored()))
                .containsExactly(2L, 1L, 3L);
        assertThat(results.finishedSamples()).isEqualTo(results.totalSamples()).isEqualTo(6);
        assertThat(results.completedSamples()).isEqualTo(3);
        assertThat(results.metrics()).containsEntry("accuracy", 0.5);
        assertThat(heard).hasSize(6);
        assertThat(log.samples().get(3).error().orElseThrow().message()).isEqualTo("The endpoint failed.");
        assertThat(log.samples().get(4).error().orElseThrow().traceback()).contains("EvalTest");
        assertThat(log.samples().get(2).scores().get("includes")).isNotNull().matches(score -> !score.isScored());
    }

    @Test
    void aFigureThatFailsLosesNothingElse() {
        Metric failing = new Metric() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public Tally tally() {
                return new Tally() {
                    @Override
                    public void add(Scored sample) {}

                    @Override
                    public double value() {
                        throw new IllegalArgumentException("There is no such figure.");
                    }
                };
            }
        };
        Task task = Task.named("figures")
                .sample("say 0", "said 0")
                .metrics(failing, Metric.accuracy())
                .build();
        EvalLog log = Eval.run(task, OBEDIENT);
        assertThat(log.status()).isEqualTo(EvalLog.Status.ERROR);
        assertThat(log.error().orElseThrow().message()).isEqualTo("There is no such figure.");
        assertThat(log.results().metrics()).containsEntry("accuracy", 1.0).doesNotContainKey("failing");
    }

    @SuppressWarnings("InfiniteRecursion")
    private static TaskState endless(TaskState state) {
        return endless(state).plus(ChatMessage.user(""));
    }

    @Test
    void aFatalFailureEndsTheRunAndKeepsWhatWasFinished() {
        AtomicInteger calls = new AtomicInteger();
        Model model = new Puppet(messages -> {
            if (calls.incrementAndGet() > 20) {
                throw new ModelException(ModelException.Kind.AUTHENTICATION, "The key is wrong.");
            }
            return messages.getLast().content().replace("say", "said");
        });
        EvalLog log = Eval.run(numbered(1000, generate()), model, EvalOptions.DEFAULT.withMaxConcurrency(4));
        assertThat(log.status()).isEqualTo(EvalLog.Status.ERROR);
        assertThat(log.error().orElseThrow().message()).isEqualTo("The key is wrong.");
        assertThat(log.results().scored()).isEqualTo(20);
        assertThat(log.results().errored()).isZero();
        assertThat(log.samples()).hasSize((int) log.results().finishedSamples());
        assertThat(log.results().totalSamples()).isEqualTo(1000);
        assertThat(log.results().metrics()).containsEntry("accuracy", 1.0);
        assertThat(calls.get()).isLessThan(30);
    }

    @Test
    void aFatalFailureFreesSamplesThatWait() {
        CountDownLatch waits = new CountDownLatch(1);
        Model model = new Puppet(messages -> {
            try {
                if (messages.getLast().content().equals("say 0")) {
                    waits.countDown();
                    new CountDownLatch(1).await();
                }
                waits.await();
            } catch (InterruptedException interruption) {
                throw new ModelException(ModelException.Kind.INTERRUPTED, "The call was interrupted.", interruption);
            }
            throw new ModelException(ModelException.Kind.NOT_FOUND, "There is no such model.");
        });
        EvalLog log = Eval.run(numbered(2, generate()), model);
        assertThat(log.status()).isEqualTo(EvalLog.Status.ERROR);
        assertThat(log.error().orElseThrow().message()).isEqualTo("There is no such model.");
        assertThat(log.samples()).isEmpty();
    }

    @Test
    void anInterruptedRunIsCancelledAndKeepsWhatWasFinished() throws InterruptedException {
        List<EvalLog> logs = new ArrayList<>();
        List<Boolean> interrupted = new ArrayList<>();
        CountDownLatch firstIsDone = new CountDownLatch(1);
        Model model = new Puppet(messages -> {
            if (!messages.getLast().content().equals("say 0")) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException interruption) {
                    throw new ModelException(ModelException.Kind.INTERRUPTED, "Interrupted.", interruption);
                }
            }
            return "said 0";
        });
        Thread runner = Thread.ofVirtual().start(() -> {
            EvalOptions options =
                    EvalOptions.DEFAULT.withMaxConcurrency(3).withOnSample(sample -> firstIsDone.countDown());
            logs.add(Eval.run(numbered(100, generate()), model, options));
            interrupted.add(Thread.currentThread().isInterrupted());
        });
        firstIsDone.await();
        runner.interrupt();
        runner.join();
        assertThat(interrupted).containsExactly(true);
        assertThat(logs.getFirst().status()).isEqualTo(EvalLog.Status.CANCELLED);
        assertThat(logs.getFirst().samples()).extracting(EvalLog.EvalSample::id).containsExactly("1");
    }

    @Test
    void asManySamplesAreUnderWayAsAllowedAndNoMore() {
        int allowed = 8;
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CyclicBarrier full = new CyclicBarrier(allowed);
        Model model = new Puppet(messages -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            try {
                full.await(); // Passes only when all eight are under way.
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            } finally {
                underWay.decrementAndGet();
            }
            return "said";
        });
        EvalLog log =
                Eval.run(numbered(allowed * 20, generate()), model, EvalOptions.DEFAULT.withMaxConcurrency(allowed));
        assertThat(log.results().scored()).isEqualTo(allowed * 20);
        assertThat(most).hasValueLessThanOrEqualTo(allowed);
    }

    @Test
    void tenThousandSamplesAreAllThere() {
        EvalLog log = Eval.run(numbered(10_000, generate()), OBEDIENT);
        assertThat(log.results().scored()).isEqualTo(10_000);
        assertThat(log.results().metrics()).containsEntry("accuracy", 1.0);
    }

    @Test
    void aWatcherThatFailsFailsTheRunAndLosesNoSample() {
        EvalLog log = Eval.run(numbered(1, generate()), OBEDIENT, EvalOptions.DEFAULT.withOnSample(sample -> {
            throw new IllegalStateException("The watcher failed.");
        }));
        assertThat(log.status()).isEqualTo(EvalLog.Status.ERROR);
        assertThat(log.samples()).hasSize(1);
    }

    @Test
    void standardErrorsAreThoseOfTheFormulas() {
        List<Metric.Scored> samples = new ArrayList<>();
        double[] scores = {1, 1, 0, 0, 1, 0};
        for (int index = 0; index < scores.length; index++) {
            Sample sample = Sample.of("s" + index, "q", "a").with("goal", "g" + index / 2);
            samples.add(new Metric.Scored(sample.id(), sample.metadata(), scores[index]));
        }
        assertThat(Metric.accuracy().of(samples)).isEqualTo(0.5);
        // s^2 = 6 * .25 / 5 = .3; sqrt(.3 / 6).
        assertThat(Metric.standardError().of(samples)).isCloseTo(Math.sqrt(0.05), within(1e-12));
        // Cluster sums of (x - mean): 1, -1, 0; sqrt(3/2 * 2) / 6.
        assertThat(Metric.clusteredStandardError("goal").of(samples)).isCloseTo(Math.sqrt(3) / 6, within(1e-12));
        assertThat(Metric.standardError().of(samples.subList(0, 1))).isNaN();
        assertThat(Metric.clusteredStandardError("goal").of(samples.subList(0, 2)))
                .isNaN();
        assertThat(Metric.accuracy().of(List.of())).isNaN();
    }

    @Test
    void aMetricThatCannotBeComputedFailsTheRunAndLosesNoSample() {
        Task task = Task.named("clusters")
                .sample("a", "a")
                .metrics(Metric.accuracy(), Metric.clusteredStandardError("goal"))
                .build();
        EvalLog log = Eval.run(task, OBEDIENT);
        assertThat(log.status()).isEqualTo(EvalLog.Status.ERROR);
        assertThat(log.error().orElseThrow().message()).contains("'goal'");
        assertThat(log.results().metrics()).containsOnlyKeys("accuracy");
        assertThat(log.samples()).hasSize(1);
    }

    @Test
    void scorersGradeAsTheySay() {
        assertThat(grade(includes(), "It is PARIS, of course.", "Rome", "Paris"))
                .isEqualTo(1);
        assertThat(grade(includes(), "London", "Paris")).isZero();
        assertThat(grade(exact(), " Paris\n", "Paris")).isEqualTo(1);
        assertThat(grade(exact(), "paris", "Paris")).isZero();
        assertThat(grade(pattern("ANSWER: (\\w+)"), "so ANSWER: b", "B")).isEqualTo(1);
        assertThat(grade(pattern("ANSWER: (\\w+)"), "so b", "B")).isZero();
        assertThat(grade(pattern("[0-9]+"), "it is 42.", "42")).isEqualTo(1);
        for (Scorer scorer : List.of(includes(), exact(), pattern("."))) {
            assertThat(grade(scorer, "anything")).isNaN();
        }
    }

    private static double grade(Scorer scorer, String completion, String... targets) {
        TaskState state = TaskState.start(Sample.of("1", "q", targets)).plus(ModelOutput.of("m", completion));
        return scorer.score(state, Target.of(targets)).value();
    }

    @Test
    void theDefaultsAreThoseThatAreStated() {
        Task task = Task.named("t").sample("q", "a").build();
        assertThat(task.config()).isEqualTo(GenerateConfig.DEFAULT);
        assertThat(task.scorerNames()).containsExactly("includes");
        assertThat(task.solver().steps()).containsExactly(new Solver.Step("generate", Map.of()));
        assertThat(task.metrics()).extracting(Metric::name).containsExactly("accuracy", "stderr");
        assertThat(task.dataset().name()).isEqualTo("t");
        assertThat(EvalOptions.DEFAULT.control().get().maxConcurrency()).isEqualTo(64);
    }

    @Test
    void badTasksAreRefused() {
        assertThatThrownBy(() -> Task.named("empty").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'empty'");
        assertThatThrownBy(() -> Task.named("twice")
                        .sample(Sample.of("a", "q"))
                        .sample(Sample.of("a", "q"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two samples 'a'");
        assertThatThrownBy(() -> EvalOptions.DEFAULT.withMaxConcurrency(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }
}
