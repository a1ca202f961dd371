package dev.assay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.engine.checkpoint.Dtype;
import dev.assay.engine.checkpoint.LlamaConfig;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.engine.decoder.Generator;
import dev.assay.engine.decoder.Sampling;
import dev.assay.engine.kernel.Kernel;
import dev.assay.engine.training.RandomWeights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibtorchDecoderTest {

    @ParameterizedTest
    @ValueSource(strings = {"full", "grouped"})
    void theLogitsAreThoseOfTransformers(String name) throws Exception {
        var folder = TrainingReferenceTest.folder(name);
        var run = TrainingReferenceTest.run(folder);
        var probe = new int[run.get("probe").size()];
        Arrays.setAll(probe, i -> run.get("probe").get(i).intValue());
        try (var decoder = LibtorchDecoder.open(folder)) {
            var logits = decoder.logits(probe)[probe.length - 1];
            for (var i = 0; i < logits.length; i++) {
                assertThat(logits[i]).isCloseTo(run.get("logits").get(i).floatValue(), within(1e-4f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 2, 1})
    void bothEnginesAgreeTokenForToken(int keyValueHeads) throws Exception {
        var weights = lively(keyValueHeads);
        var random = new Random(6);
        try (var decoder = new LibtorchDecoder(weights);
                var generator = new Generator(weights, Kernel.best(), 1, 4, 0)) {
            for (var length : new int[] {1, 2, 17, 60}) {
                var prompt = random.ints(length, 0, 300).toArray();
                var ours = generator.generate(prompt, 64, Sampling.GREEDY, Set.of(), answer -> false);
                assertThat(decoder.greedy(prompt, 64))
                        .containsExactly(ours.tokens().stream()
                                .mapToInt(Integer::intValue)
                                .toArray());
                var expected = generator.logits(prompt, 0);
                var logits = decoder.logits(prompt);
                for (var i = 0; i < length; i++) {
                    for (var j = 0; j < logits[i].length; j++) {
                        assertThat(logits[i][j]).isCloseTo(expected[i][j], within(1e-4f));
                    }
                }
            }
        }
    }

    @Test
    void anEndTokenEndsTheAnswerAndIsNoPartOfIt() {
        var weights = lively(4);
        try (var open = new LibtorchDecoder(weights)) {
            var free = open.greedy(new int[] {5, 6}, 20);
            var config = weights.config().withTokens(-1, List.of(free[7]), -1);
            var first = IntStream.range(0, 20)
                    .filter(i -> free[i] == free[7])
                    .findFirst()
                    .orElseThrow();
            var values = new HashMap<String, float[]>();
            config.shapes().keySet().forEach(name -> values.put(name, weights.get(name)));
            try (var ending = new LibtorchDecoder(Weights.of(config, values))) {
                assertThat(ending.greedy(new int[] {5, 6}, 20)).containsExactly(Arrays.copyOf(free, first));
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        try (var decoder = new LibtorchDecoder(lively(4))) {
            assertThatThrownBy(() -> decoder.logits()).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> decoder.logits(300)).hasMessageContaining("vocabulary of 300");
            assertThatThrownBy(() -> decoder.greedy(new int[100], 29)).hasMessageContaining("128 tokens");
        }
    }

    /// Random weights, large enough that each token depends on all before it.
    private static Weights lively(int keyValueHeads) {
        var config = new LlamaConfig(
                32, 3, 4, keyValueHeads, 8, 48, 300, 128, 1e-5, 1e4, false, -1, List.of(), -1, Dtype.F32);
        var start = RandomWeights.of(config, 3);
        var values = new HashMap<String, float[]>();
        config.shapes().forEach((name, shape) -> {
            var numbers = start.get(name).clone();
            for (var i = 0; i < numbers.length && shape.size() > 1; i++) {
                numbers[i] *= 8;
            }
            values.put(name, numbers);
        });
        return Weights.of(config, values);
    }
}
