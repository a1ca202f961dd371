package dev.assay.app.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.model.ResponseSchema;
import dev.assay.core.run.RunStoppedException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// The budget is never exceeded, however many calls are under way, and is used as far as it goes.
class BudgetGateTest {

    private static final ModelRequest REQUEST =
            ModelRequest.of(List.of(ChatMessage.user("Hello, world")), GenerateConfig.DEFAULT.withMaxTokens(100));

    @Test
    void tokensAreNeverExceededAndNearlyAllUsed() throws InterruptedException {
        long budget = 20_000;
        BudgetGate gate = new BudgetGate(Budget.parse(budget + "tokens", "USD"));
        AtomicLong used = new AtomicLong();
        Random random = new Random(11);
        long[] sizes = random.longs(10_000, 1, 101).toArray();
        AtomicLong next = new AtomicLong();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                threads.submit(() -> {
                    try {
                        while (true) {
                            BudgetGate.Reserved reserved = gate.reserve(REQUEST, Optional.empty());
                            long size = sizes[(int) next.getAndIncrement()];
                            used.addAndGet(10 + size);
                            gate.settle(reserved, Optional.of(new ModelUsage(10, size)));
                        }
                    } catch (RunStoppedException spent) {
                        return;
                    }
                });
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(used.get()).isLessThanOrEqualTo(budget);
        assertThat(used.get()).isGreaterThan(budget - WorstCase.inputTokens(REQUEST) - 100);
        assertThat(gate.isSpent()).isTrue();
    }

    @Test
    void aCallThatCountsNothingHasUsedAllThatWasSetAside() {
        long worst = WorstCase.inputTokens(REQUEST) + 100;
        BudgetGate gate = new BudgetGate(Budget.parse(2 * worst + "tokens", "USD"));
        gate.settle(gate.reserve(REQUEST, Optional.empty()), Optional.empty());
        gate.settle(gate.reserve(REQUEST, Optional.empty()), Optional.empty());
        assertThatThrownBy(() -> gate.reserve(REQUEST, Optional.empty())).isInstanceOf(RunStoppedException.class);
    }

    @Test
    void callsThatAreMadeAgainCount() {
        BudgetGate gate = new BudgetGate(Budget.parse("3calls", "USD"));
        gate.reserve(REQUEST, Optional.empty());
        gate.again(true);
        gate.again(true);
        assertThatThrownBy(() -> gate.again(true)).isInstanceOf(RunStoppedException.class);
        assertThatThrownBy(() -> gate.reserve(REQUEST, Optional.empty())).isInstanceOf(RunStoppedException.class);
        gate.retune(Budget.parse("4calls", "USD"));
        gate.reserve(REQUEST, Optional.empty());
    }

    /// Answers once `again` was called as often as it is asked to be.
    private record Trying(Runnable again) implements Model {

        @Override
        public ModelOutput generate(List<ChatMessage> messages, GenerateConfig config) {
            again.run();
            throw new ModelException(ModelException.Kind.RATE_LIMITED, "Too much.");
        }

        @Override
        public String name() {
            return "trying";
        }

        @Override
        public String fingerprint() {
            return "trying";
        }
    }

    @Test
    void anAttemptThatMayHaveBeenChargedKeepsItsWorstCase() {
        long worst = WorstCase.inputTokens(REQUEST) + 100;
        BudgetGate gate = new BudgetGate(Budget.parse(3 * worst + "tokens", "USD"));
        Model free = new BudgetedModel(
                new Trying(() -> {
                    for (int i = 0; i < 100; i++) {
                        gate.again(true);
                    }
                }),
                gate,
                Optional.empty());
        assertThatThrownBy(() -> free.generate(REQUEST)).isInstanceOf(ModelException.class);
        Model charged = new BudgetedModel(
                new Trying(() -> {
                    gate.again(false);
                    gate.again(false);
                }),
                gate,
                Optional.empty());
        // The last attempt was free, and the two before it were not.
        assertThatThrownBy(() -> charged.generate(REQUEST)).isInstanceOf(ModelException.class);
        gate.settle(gate.reserve(REQUEST, Optional.empty()), Optional.empty());
        assertThatThrownBy(() -> gate.reserve(REQUEST, Optional.empty())).isInstanceOf(RunStoppedException.class);
    }

    @Test
    void callsThatAllWaitToBeMadeAgainDoNotWaitForEachOther() throws InterruptedException {
        long worst = WorstCase.inputTokens(REQUEST) + 100;
        int many = 16;
        BudgetGate gate = new BudgetGate(Budget.parse((many + 4) * worst + "tokens", "USD"));
        CountDownLatch started = new CountDownLatch(many);
        AtomicInteger stopped = new AtomicInteger();
        Model model = new BudgetedModel(
                new Trying(() -> {
                    started.countDown();
                    try {
                        started.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    gate.again(false);
                    gate.again(false);
                }),
                gate,
                Optional.empty());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < many; i++) {
                threads.submit(() -> {
                    try {
                        model.generate(REQUEST);
                    } catch (RunStoppedException spent) {
                        stopped.incrementAndGet();
                    }
                });
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(stopped).hasPositiveValue();
        assertThat(gate.isSpent()).isTrue();
    }

    @Test
    void aFormOfTheAnswerCounts() {
        String schema = "{\"type\": \"object\"}";
        ModelRequest formed = ModelRequest.of(
                REQUEST.messages(),
                REQUEST.config().toBuilder()
                        .responseSchema(Optional.of(new ResponseSchema("form", schema, true)))
                        .build());
        assertThat(WorstCase.inputTokens(formed))
                .isGreaterThanOrEqualTo(WorstCase.inputTokens(REQUEST) + schema.length());
    }

    @Test
    void moneyIsCountedByTheDearestWay() {
        Price price = new Price(1, 10, 0.1, 2);
        assertThat(price.atMost(1_000_000, 1_000_000)).isEqualTo(12);
        assertThat(price.of(new ModelUsage(1_000_000, 100_000, 500_000, 100_000, 0)))
                .isEqualTo(1 + 1 + 0.05 + 0.2);
    }

    @Test
    void textIsBoundedByItsBytes() {
        long plain = WorstCase.inputTokens(REQUEST);
        ModelRequest longer = ModelRequest.of(
                List.of(ChatMessage.user("Hello, world" + "\u20ac".repeat(10))), GenerateConfig.DEFAULT);
        assertThat(WorstCase.inputTokens(longer)).isEqualTo(plain + 30);
    }
}
