package dev.assay.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.model.CallTrace;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.model.StopReason;
import dev.assay.core.task.EvalLog;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.EvalLog.SampleLimit;
import dev.assay.core.task.SampleEvent;
import dev.assay.core.task.SampleLimits;
import dev.assay.core.task.Score;
import dev.assay.core.task.Solver;
import dev.assay.core.task.Solvers;
import dev.assay.core.task.Task;
import dev.assay.core.task.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// A limit ends a sample; it is graded as far as it came.
class SampleLimitsTest {

    /// Answers with what it is given, at ten tokens a call.
    private record Answering(Supplier<String> answer) implements Model {
        @Override
        public String name() {
            return "answering";
        }

        @Override
        public String fingerprint() {
            return "answering:1";
        }

        @Override
        public ModelOutput generate(List<ChatMessage> messages, GenerateConfig config) {
            return new ModelOutput(
                    "answering", answer.get(), StopReason.STOP, new ModelUsage(6, 4), Duration.ZERO, List.of());
        }
    }

    /// Asks five times.
    private static final Solver FIVE = (state, model) -> {
        TaskState now = state;
        for (int i = 0; i < 5; i++) {
            now = model.generate(now.plus(ChatMessage.user("go on")));
        }
        return now;
    };

    private static EvalSample run(Solver solver, Model model, SampleLimits limits) {
        Task task = Task.named("limited")
                .sample("begin", "yes")
                .solver(solver)
                .limits(limits)
                .build();
        EvalLog log = Eval.run(task, model);
        assertThat(log.status()).isEqualTo(EvalLog.Status.SUCCESS);
        assertThat(log.results().scored()).isEqualTo(1);
        return log.samples().getFirst();
    }

    @Test
    void messagesAreCountedBeforeTheCall() {
        EvalSample sample = run(FIVE, new Answering(() -> "yes"), SampleLimits.NONE.withMessages(4));
        // begin, go on, yes, go on: the fourth is there, so that no further call is made.
        assertThat(sample.messages()).hasSize(4);
        assertThat(sample.limit()).contains(new SampleLimit("message", 4));
        assertThat(sample.scores().get("includes")).isEqualTo(Score.of(true, "yes"));
        assertThat(sample.error()).isEmpty();
        assertThat(sample.events()).hasSize(1);
    }

    @Test
    void theAnswerThatGoesBeyondTheTokensIsKept() {
        EvalSample sample = run(FIVE, new Answering(() -> "yes"), SampleLimits.NONE.withTokens(25));
        assertThat(sample.modelUsage().totalTokens()).isEqualTo(30);
        assertThat(sample.messages()).hasSize(7);
        assertThat(sample.limit()).contains(new SampleLimit("token", 25));
        assertThat(java.util.Objects.requireNonNull(sample.scores().get("includes"))
                        .value())
                .isEqualTo(1);
    }

    @Test
    void aSolverThatSwallowsTheLimitGetsNoFurtherAnswer() {
        Solver stubborn = (state, model) -> {
            TaskState now = model.generate(state);
            for (int i = 0; i < 5; i++) {
                try {
                    now = model.generate(now.plus(ChatMessage.user("go on")));
                } catch (RuntimeException swallowed) {
                    continue;
                }
            }
            return now;
        };
        EvalSample sample = run(stubborn, new Answering(() -> "yes"), SampleLimits.NONE.withTokens(15));
        assertThat(sample.limit()).contains(new SampleLimit("token", 15));
        assertThat(sample.events()).hasSize(2);
    }

    private static String await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new ModelException(ModelException.Kind.INTERRUPTED, "Interrupted.", interruption);
        }
        return "yes";
    }

    /// Its second answer never comes.
    private static Model answersOnce(CountDownLatch never) {
        AtomicInteger calls = new AtomicInteger();
        return new Answering(() -> calls.incrementAndGet() == 1 ? "yes" : await(never));
    }

    private static EvalSample answeredOnce(SampleLimits limits) {
        return run(Solvers.generate().then(Solvers.generate()), answersOnce(new CountDownLatch(1)), limits);
    }

    @Test
    void timeEndsACallThatTakesTooLong() {
        for (Function<Duration, SampleLimits> limits : List.<Function<Duration, SampleLimits>>of(
                SampleLimits.NONE::withTime, SampleLimits.NONE::withWorking)) {
            // A busy machine may need longer for the first answer, which must come within the limit.
            Duration limit = Duration.ofMillis(20);
            EvalSample sample = answeredOnce(limits.apply(limit));
            while (sample.error().isPresent() && limit.toSeconds() < 60) {
                limit = limit.multipliedBy(10);
                sample = answeredOnce(limits.apply(limit));
            }
            assertThat(sample.limit().orElseThrow().limit()).isEqualTo(limit.toMillis() / 1000.0);
            assertThat(sample.messages()).hasSize(2);
            assertThat(java.util.Objects.requireNonNull(sample.scores().get("includes"))
                            .value())
                    .isEqualTo(1);
            assertThat(sample.error()).isEmpty();
        }
    }

    @Test
    void aSampleThatTheModelNeverAnsweredIsErroredAndNotWrong() {
        CountDownLatch never = new CountDownLatch(1);
        Solver waits = (state, model) -> {
            await(never);
            return state;
        };
        for (Solver solver : List.of(waits, Solvers.generate())) {
            Task task = Task.named("late")
                    .sample("begin", "yes")
                    .solver(solver)
                    .limits(SampleLimits.NONE.withTime(Duration.ofMillis(20)))
                    .build();
            EvalLog log = Eval.run(task, new Answering(() -> await(never)));
            assertThat(log.results().errored()).isEqualTo(1);
            assertThat(log.results().scored()).isZero();
            EvalSample sample = log.samples().getFirst();
            assertThat(sample.scores()).isEmpty();
            assertThat(sample.limit()).contains(new SampleLimit("time", 0.02));
            assertThat(sample.error().orElseThrow().message())
                    .isEqualTo("The sample reached its limit of 0.02 (time) before the model had answered once.");
        }
    }

    @Test
    void whatAFilterCutIsErroredAndNotWrong() {
        Model filtered = new Model() {
            @Override
            public String name() {
                return "filtered";
            }

            @Override
            public String fingerprint() {
                return "filtered:1";
            }

            @Override
            public ModelOutput generate(List<ChatMessage> messages, GenerateConfig config) {
                return new ModelOutput(
                        "filtered", "y", StopReason.CONTENT_FILTER, new ModelUsage(6, 4), Duration.ZERO, List.of());
            }
        };
        Solver swallows = (state, model) -> {
            try {
                return model.generate(state);
            } catch (RuntimeException swallowed) {
                return state;
            }
        };
        for (Solver solver : List.of(Solvers.generate(), swallows)) {
            EvalLog log = Eval.run(
                    Task.named("cut").sample("begin", "yes").solver(solver).build(), filtered);
            assertThat(log.results().errored()).isEqualTo(1);
            assertThat(log.results().scored()).isZero();
            EvalSample sample = log.samples().getFirst();
            assertThat(sample.error().orElseThrow().message())
                    .isEqualTo("A filter of the provider cut or withheld an answer of filtered"
                            + " (stop reason content_filter), so the sample is not scored.");
            assertThat(sample.messages().getLast()).isEqualTo(ChatMessage.assistant("y"));
            assertThat(sample.modelUsage().totalTokens()).isEqualTo(10);
        }
    }

    @Test
    void waitingIsNoWork() {
        Model queued = new Answering(() -> {
            CallTrace.current().orElseThrow().waited(Duration.ofHours(1));
            CallTrace.current().orElseThrow().retried(Duration.ofMinutes(1));
            return "yes";
        });
        EvalSample sample = run(Solvers.generate(), queued, SampleLimits.NONE.withWorking(Duration.ofMinutes(10)));
        assertThat(sample.limit()).isEmpty();
        assertThat(sample.workingTime()).isEqualTo(Duration.ZERO);
        assertThat(sample.events().getFirst())
                .isInstanceOfSatisfying(
                        SampleEvent.ModelEvent.class,
                        event -> assertThat(event.retries()).isEqualTo(1));
    }

    @Test
    void limitsBelowOneAreRefused() {
        assertThatThrownBy(() -> SampleLimits.NONE.withMessages(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("message limit");
        assertThatThrownBy(() -> SampleLimits.NONE.withTime(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("time limit");
    }
}
