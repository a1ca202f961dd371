package dev.assay.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.Fixtures;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.engine.kernel.Kernel;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The decoder against what transformers computed from the same folders: logits within 1e-4, greedy
/// tokens 64 of 64.
class TransformersTest {

    static final List<String> MODELS = Fixtures.MODELS;

    @ParameterizedTest
    @FieldSource("MODELS")
    void logitsAndGreedyTokensAreThoseOfTransformers(String name) throws InterruptedException {
        var folder = Fixtures.folder(name);
        try (var generator = new Generator(Weights.read(folder), Kernel.best(), 1, 8, 1 << 20)) {
            for (var expected : Fixtures.json(folder.resolve("expected.json"))) {
                var prompt = Fixtures.ints(expected.path("prompt"));
                var logits = generator.logits(prompt, prompt.length - 1)[0];
                var wanted = expected.path("logits");
                assertThat(logits).hasSize(wanted.size());
                for (var i = 0; i < logits.length; i++) {
                    assertThat((double) logits[i])
                            .isCloseTo(wanted.get(i).asDouble(), org.assertj.core.data.Offset.offset(1e-4));
                }
                var greedy = generator.generate(prompt, 64, Sampling.GREEDY, Set.of(), _ -> false);
                assertThat(greedy.tokens().stream().mapToInt(Integer::intValue).toArray())
                        .isEqualTo(Fixtures.ints(expected.path("greedy")));
            }
        }
    }

    @Test
    void fixturesAreNotTrivial() {
        for (var name : MODELS) {
            for (var expected : Fixtures.json(Fixtures.folder(name).resolve("expected.json"))) {
                assertThat(Arrays.stream(Fixtures.ints(expected.path("greedy")))
                                .distinct()
                                .count())
                        .isGreaterThan(3);
            }
        }
    }
}
