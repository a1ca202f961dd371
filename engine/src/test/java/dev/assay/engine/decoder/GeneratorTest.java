package dev.assay.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.engine.Fixtures;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.engine.kernel.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GeneratorTest {

    private static final Weights WEIGHTS = Weights.read(Fixtures.folder("wide-head-f16"));
    private static final Sampling HOT = new Sampling(1, 0, 1, 9, true);

    private static Generator generator(int workers, int batch, long prefixBytes) {
        return new Generator(WEIGHTS, Kernel.best(), workers, batch, prefixBytes);
    }

    /// Prompts of which many begin alike, some are longer than one step has rows for two, and some are
    /// equal.
    private static List<int[]> prompts(int count) {
        var random = new SplittableRandom(12);
        var stems = new int[4][];
        for (var i = 0; i < stems.length; i++) {
            stems[i] = random.ints(3L + 20 * i, 6, 310).toArray();
        }
        var prompts = new ArrayList<int[]>();
        for (var i = 0; i < count; i++) {
            var stem = stems[random.nextInt(stems.length)];
            var prompt = Arrays.copyOf(stem, stem.length + random.nextInt(30));
            for (var at = stem.length; at < prompt.length; at++) {
                prompt[at] = random.nextInt(6, 310);
            }
            prompts.add(prompt);
        }
        return prompts;
    }

    @Test
    void batchesAndCachedPrefixesGiveTheSameBits() throws Exception {
        var prompts = prompts(60);
        var alone = new ArrayList<Generation>();
        try (var generator = generator(1, 1, 0)) {
            for (var prompt : prompts) {
                alone.add(generator.generate(prompt, 20, HOT, Set.of(17), _ -> false));
            }
        }
        for (var batch : new int[] {1, 5, 64}) {
            try (var generator = generator(2, batch, 1 << 22);
                    var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var answers = new ArrayList<Future<Generation>>();
                for (var prompt : prompts) {
                    answers.add(threads.submit(() -> generator.generate(prompt, 20, HOT, Set.of(17), _ -> false)));
                }
                for (var i = 0; i < prompts.size(); i++) {
                    var answer = answers.get(i).get();
                    assertThat(answer.tokens()).isEqualTo(alone.get(i).tokens());
                    assertThat(answer.logProbabilities()).isEqualTo(alone.get(i).logProbabilities());
                    assertThat(answer.ending()).isEqualTo(alone.get(i).ending());
                }
            }
        }
    }

    @Test
    void aGrowingConversationIsTakenUpWhereItEnded() throws InterruptedException {
        var prompt = prompts(1).getFirst();
        try (var cached = generator(1, 4, 1 << 22);
                var plain = generator(1, 4, 0)) {
            var first = cached.generate(prompt, 12, Sampling.GREEDY, Set.of(), _ -> false);
            var next = Arrays.copyOf(prompt, prompt.length + 14);
            for (var i = 0; i < 12; i++) {
                next[prompt.length + i] = first.tokens().get(i);
            }
            next[next.length - 2] = 9;
            var second = cached.generate(next, 12, Sampling.GREEDY, Set.of(), _ -> false);
            assertThat(first.reused()).isZero();
            assertThat(second.reused()).isEqualTo(prompt.length + 11);
            assertThat(second.tokens())
                    .isEqualTo(plain.generate(next, 12, Sampling.GREEDY, Set.of(), _ -> false)
                            .tokens());
        }
    }

    @Test
    void logProbabilitiesOfATextAreThoseOfItsGeneration() throws InterruptedException {
        var prompt = prompts(3).getLast();
        try (var generator = generator(1, 4, 1 << 20)) {
            var generation = generator.generate(prompt, 15, HOT, Set.of(), _ -> false);
            var whole = Arrays.copyOf(prompt, prompt.length + 15);
            for (var i = 0; i < 15; i++) {
                whole[prompt.length + i] = generation.tokens().get(i);
            }
            var read = generator.logProbabilities(whole, prompt.length);
            assertThat(Arrays.stream(read).boxed().toList()).isEqualTo(generation.logProbabilities());
        }
    }

    @Test
    void aTextLongerThanOneStepIsReadInPieces() throws InterruptedException {
        var text = new SplittableRandom(1).ints(128, 0, 310).toArray();
        try (var generator = generator(1, 4, 0);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var other = threads.submit(() -> generator.logits(text, 0));
            var rows = generator.logits(text, 0);
            var last = generator.logits(text, 127);
            assertThat(rows).hasDimensions(128, 320);
            assertThat(rows[127]).isEqualTo(last[0]);
            assertThat(other.resultNow().length + rows.length).isEqualTo(256);
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("not completed");
        }
    }

    @Test
    void wrongInputIsRefused() {
        try (var generator = generator(1, 4, 0)) {
            assertThatThrownBy(() -> generator.logits(new int[0], 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> generator.logits(new int[129], 0)).hasMessageContaining("context of 128");
            assertThatThrownBy(() -> generator.logits(new int[] {320}, 0)).hasMessageContaining("Token 320");
        }
        assertThatThrownBy(() -> generator(0, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> generator(1, 129, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aClosedGeneratorFailsItsRequests() {
        var generator = generator(1, 4, 0);
        generator.close();
        assertThatThrownBy(() -> generator.generate(new int[] {7}, 5, HOT, Set.of(), _ -> false))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFailingStopRuleFailsItsRequestAlone() throws Exception {
        try (var generator = generator(1, 8, 0)) {
            assertThatThrownBy(() -> generator.generate(new int[] {7}, 5, HOT, Set.of(), _ -> {
                        throw new IllegalArgumentException("mine");
                    }))
                    .hasMessage("mine");
            assertThat(generator
                            .generate(new int[] {7}, 5, HOT, Set.of(), _ -> false)
                            .tokens())
                    .hasSize(5);
        }
    }

    /// As where memory runs out while a kept prefix is copied.
    @Test
    @Timeout(120) // without it a dead worker would be waited for without end
    void whatFailsBeforeItsFirstStepFailsAlone() throws Exception {
        try (var generator = generator(1, 8, 1 << 20)) {
            assertThatThrownBy(() -> generator.submit(new Unlucky()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasRootCauseInstanceOf(OutOfMemoryError.class);
            assertThat(generator.inFlight()).isZero();
            assertThat(generator
                            .generate(new int[] {7}, 5, HOT, Set.of(), _ -> false)
                            .tokens())
                    .hasSize(5);
        }
    }

    private static final class Unlucky extends Sequence<String> {
        Unlucky() {
            super(new int[] {7, 8}, 2);
        }

        @Override
        int wantedFrom() {
            throw new OutOfMemoryError("none left");
        }

        @Override
        int promptLength() {
            return 2;
        }

        @Override
        Optional<String> accept(int position, float[] logits) {
            return Optional.of("never");
        }
    }

    @Test
    void whoGivesUpBeforeItsTurnLeavesTheQueue() throws Exception {
        var mayEnd = new CountDownLatch(1);
        var isComputed = new CountDownLatch(1);
        try (var generator = generator(1, 1, 0);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> generator.generate(new int[] {7}, 5, HOT, Set.of(), _ -> {
                isComputed.countDown();
                try {
                    mayEnd.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return true;
            }));
            isComputed.await();
            var gaveUp = new AtomicBoolean();
            var second = Thread.ofVirtual().start(() -> {
                try {
                    generator.generate(new int[] {8}, 5, HOT, Set.of(), _ -> false);
                } catch (InterruptedException e) {
                    gaveUp.set(true);
                }
            });
            second.interrupt();
            second.join();
            assertThat(gaveUp).isTrue();
            assertThat(generator.waiting()).isZero();
            assertThat(generator.inFlight()).isEqualTo(1);
            mayEnd.countDown();
            assertThat(first.get().tokens()).hasSize(1);
        } finally {
            mayEnd.countDown();
        }
    }

    @Test
    void theExponentialIsCloseToTheTrueOne() {
        for (var x = -87f; x < 88f; x += 0.0137f) {
            assertThat((double) Functions.exp(x)).isCloseTo(StrictMath.exp(x), within(3e-7 * StrictMath.exp(x)));
        }
    }

    @Test
    void samplesFollowTheDistribution() {
        var logits = new float[] {0, 1, 2, -1, 0.5f};
        var counts = new int[5];
        var draws = 40_000;
        for (var i = 0; i < draws; i++) {
            var sampling = new Sampling(1, 0, 1, i, false);
            counts[sampling.choose(logits.clone(), sampling.stream(new int[] {1, 2}, 2), 3)]++;
        }
        var sum = 0.0;
        for (var logit : logits) {
            sum += Math.exp(logit);
        }
        for (var i = 0; i < 5; i++) {
            var p = Math.exp(logits[i]) / sum;
            assertThat(counts[i] / (double) draws).isCloseTo(p, within(4 * Math.sqrt(p * (1 - p) / draws)));
        }
    }

    @Test
    void topKAndTopPKeepTheLikeliest() {
        var logits = new float[] {0, 3, 2, 3, 1};
        for (var seed = 0; seed < 300; seed++) {
            var two = new Sampling(1, 2, 1, seed, false);
            assertThat(two.choose(logits.clone(), two.stream(new int[] {1}, 1), 0))
                    .isIn(1, 3);
            var half = new Sampling(1, 0, 0.5, seed, false);
            assertThat(half.choose(logits.clone(), half.stream(new int[] {1}, 1), 0))
                    .isIn(1, 3);
            var least = new Sampling(1, 0, 1e-9, seed, false);
            assertThat(least.choose(logits.clone(), least.stream(new int[] {1}, 1), 0))
                    .isEqualTo(1);
        }
    }

    @Test
    void minPLeavesOutWhatIsMuchLessLikely() {
        var logits = new float[] {0, 3, 2, 3, 1};
        for (var seed = 0; seed < 300; seed++) {
            var sampling = new Sampling(1, 0, 1, seed, false, 0.9, 0);
            assertThat(sampling.choose(logits.clone(), sampling.stream(new int[] {1}, 1), 0))
                    .isIn(1, 3);
        }
    }

    @Test
    void alternativesAreTheLikeliestWithTheirProbabilities() {
        var logits = new float[] {0, 3, 2, 3, 1};
        var all = new Sampling(0, 0, 1, 0, true, 0, 5).likeliest(logits);
        assertThat(all).extracting("token").containsExactly(1, 3, 2, 4, 0);
        assertThat(all.stream()
                        .mapToDouble(each -> Math.exp(each.logProbability()))
                        .sum())
                .isCloseTo(1, within(1e-5));
        assertThat(all.getFirst().logProbability()).isEqualTo(Sampling.logProbability(logits, 1));
        assertThat(new Sampling(0, 0, 1, 0, true, 0, 2).likeliest(logits))
                .extracting("token")
                .containsExactly(1, 3);
    }

    @Test
    void samplingRefusesWhatIsOutOfItsRange() {
        assertThatThrownBy(() -> new Sampling(1, 0, 1, 0, false, 1.5, 0)).hasMessageContaining("minP");
        assertThatThrownBy(() -> new Sampling(1, 0, 1, 0, false, 0, 3)).hasMessageContaining("alternatives");
        assertThatThrownBy(() -> new Sampling(1, 0, 1, 0, true, 0, 21)).hasMessageContaining("alternatives");
    }
}
