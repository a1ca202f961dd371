package dev.assay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.engine.check.ReferenceDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every architecture on libtorch against what transformers computed from the same folders, in 32-bit floats and in
/// the type of the weights. The folders are the engine's (`bench/engine/make_architectures.py`).
class ArchitecturesTest {

    private static final Path FOLDERS = Path.of("../engine/src/test/resources/architectures");

    static List<Path> all() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDERS)) {
            return folders.sorted().toList();
        }
    }

    static List<Path> bfloat16() throws IOException {
        return all().stream()
                .filter(folder -> Files.exists(folder.resolve("assay-reference-bf16.json")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void logitsAndGreedyTokensAreThoseOfTransformers(Path folder) {
        var dump = ReferenceDump.read(folder.resolve(ReferenceDump.FILE));
        try (var decoder = LibtorchDecoder.open(folder)) {
            for (var one : dump.cases()) {
                assertThat(difference(decoder, one)).isLessThanOrEqualTo(1e-4);
                assertThat(decoder.continuation(one.prompt(), one.greedy().length, List.of()))
                        .isEqualTo(one.greedy());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("bfloat16")
    void bfloat16IsComputedAsTransformersComputesIt(Path folder) {
        var dump = ReferenceDump.read(folder.resolve("assay-reference-bf16.json"));
        try (var decoder = LibtorchDecoder.open(folder, Arithmetic.AS_STORED)) {
            var most = dump.cases().stream()
                    .mapToDouble(one -> difference(decoder, one))
                    .max()
                    .orElseThrow();
            assertThat(most).isLessThanOrEqualTo(2e-2);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aCacheChangesNothing(Path folder) {
        try (var decoder = LibtorchDecoder.open(folder)) {
            var prompt = new int[] {9, 33, 71, 12, 150, 8, 90, 41, 66, 23, 77, 5, 101, 64, 30};
            var answer = decoder.continuation(prompt, 30, List.of());
            var whole = Arrays.copyOf(prompt, prompt.length + 30);
            System.arraycopy(answer, 0, whole, prompt.length, 30);
            var logits = decoder.logits(whole);
            for (var i = 0; i < 30; i++) {
                var row = logits[prompt.length - 1 + i];
                var best = row[answer[i]];
                for (var logit : row) {
                    assertThat(logit).isLessThanOrEqualTo(best + 1e-4f);
                }
            }
            assertThat(decoder.logits(prompt)[14][3]).isCloseTo(logits[14][3], within(1e-4f));
        }
    }

    private static double difference(LibtorchDecoder decoder, ReferenceDump.Case one) {
        var logits = decoder.logits(one.prompt())[one.prompt().length - 1];
        var most = 0.0;
        for (var i = 0; i < one.logits().length; i++) {
            most = Math.max(most, Math.abs(logits[one.logitIds()[i]] - one.logits()[i]));
        }
        return most;
    }
}
