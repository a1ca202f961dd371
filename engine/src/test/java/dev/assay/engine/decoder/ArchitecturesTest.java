package dev.assay.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.engine.ArchitectureFixtures;
import dev.assay.engine.architecture.Architecture;
import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.check.ModelCheck;
import dev.assay.engine.check.ReferenceDump;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.checkpoint.UnsupportedArchitectureException;
import dev.assay.engine.hooks.SiteKind;
import dev.assay.engine.kernel.Kernel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Every architecture against what transformers computed from the same folders
/// (`bench/engine/make_architectures.py`).
class ArchitecturesTest {

    static final List<String> MODELS = ArchitectureFixtures.MODELS;

    private static Generator generator(String name, int workers, int batch, long prefixBytes) {
        try (var weights = DecoderWeights.open(ArchitectureFixtures.folder(name))) {
            return new Generator(weights, Kernel.best(), workers, batch, prefixBytes);
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void logitsTokensAndEveryLayerAreThoseOfTransformers(String name) throws InterruptedException {
        try (var generator = generator(name, 1, 8, 1 << 20)) {
            var comparison = ModelCheck.run(
                    generator,
                    ReferenceDump.read(ArchitectureFixtures.folder(name).resolve(ReferenceDump.FILE)));
            assertThat(comparison.firstLayer()).isEmpty();
            assertThat(comparison.logitDifference()).isLessThanOrEqualTo(1e-4);
            assertThat(comparison.tokensEqual()).isEqualTo(comparison.tokens()).isGreaterThanOrEqualTo(4 * 64);
            assertThat(comparison.agrees()).isTrue();
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void aCacheABatchAndAChunkedPromptChangeNoBit(String name) throws Exception {
        var dump = ReferenceDump.read(ArchitectureFixtures.folder(name).resolve(ReferenceDump.FILE));
        var text = new ArrayList<Integer>();
        for (var one : dump.cases()) {
            Arrays.stream(one.prompt()).forEach(text::add);
            Arrays.stream(one.greedy()).limit(14).forEach(text::add);
        }
        var whole = text.stream().mapToInt(Integer::intValue).toArray();
        try (var alone = generator(name, 1, 1, 0);
                var batched = generator(name, 2, 16, 1 << 20);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var expected = alone.logits(whole, 0);
            var answers = new ArrayList<Future<float[][]>>();
            for (var length = whole.length; length > whole.length - 12; length--) {
                var part = Arrays.copyOf(whole, length);
                answers.add(threads.submit(() -> batched.logits(part, part.length - 3)));
            }
            for (var i = 0; i < answers.size(); i++) {
                var rows = answers.get(i).get();
                var length = whole.length - i;
                for (var j = 0; j < 3; j++) {
                    assertThat(rows[j]).isEqualTo(expected[length - 3 + j]);
                }
            }
            assertThat(chunked(name, whole, 5)).isEqualTo(expected[whole.length - 1]);
            assertThat(chunked(name, whole, 1)).isEqualTo(expected[whole.length - 1]);
        }
    }

    /// The logits after the last token, computed in steps of so many tokens.
    private static float[] chunked(String name, int[] tokens, int size) {
        try (var weights = DecoderWeights.open(ArchitectureFixtures.folder(name))) {
            var decoder = new Decoder(weights, Kernel.scalar());
            var cache = new KvCache(decoder.config());
            var workspace = decoder.workspace(size, size);
            var rows = new Rows(size);
            for (var from = 0; from < tokens.length; from += size) {
                rows.clear();
                rows.add(cache, tokens, from, Math.min(tokens.length, from + size), tokens.length - 1, tokens.length);
                decoder.forward(rows, workspace, SiteListener.NONE);
                cache.advance(rows.count);
            }
            return workspace.logits[0];
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void theResidualStreamIsTheSumOfWhatWasAdded(String name) {
        var tokens = new int[] {7, 19, 3, 42, 99, 5, 61, 28, 11, 90};
        try (var weights = DecoderWeights.open(ArchitectureFixtures.folder(name))) {
            var decoder = new Decoder(weights, Kernel.scalar());
            var workspace = decoder.workspace(tokens.length, tokens.length);
            var rows = new Rows(tokens.length);
            rows.add(new KvCache(decoder.config()), tokens, 0, tokens.length, 0, tokens.length);
            var seen = new ArrayList<SiteKind>();
            var sum = new float[tokens.length][decoder.config().hiddenSize()];
            decoder.forward(rows, workspace, (site, layer, _, values, count, first, width) -> {
                seen.add(site);
                for (var r = 0; r < count; r++) {
                    for (var i = 0; i < width; i++) {
                        switch (site) {
                            case EMBED, ATTN_OUT, MLP_OUT -> sum[r][i] += values[r][first + i];
                            case RESID_POST, RESID_MID, RESID_PRE ->
                                assertThat(values[r][first + i]).isCloseTo(sum[r][i], within(1e-4f));
                            default -> assertThat(values[r][first + i]).isFinite();
                        }
                    }
                }
            });
            var parallel = decoder.config().parallelResidual();
            assertThat(seen)
                    .containsAll(Arrays.stream(SiteKind.values())
                            .filter(site -> site != SiteKind.ATTN_PATTERN)
                            .filter(site -> !parallel || site != SiteKind.RESID_MID)
                            .toList());
        }
    }

    @Test
    void weightsThatDoNotFitAreRefusedBeforeTheyAreRead() {
        try (var weights = DecoderWeights.open(ArchitectureFixtures.folder("qwen2-bf16"))) {
            HeapNeed.requireRoom(weights, 1 << 20);
            assertThatThrownBy(() -> HeapNeed.requireRoom(weights, 100_000))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContainingAll("Qwen2ForCausalLM", "ASSAY_JAVA_OPTIONS=-Xmx2g")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void everyArchitectureHasAFixtureAndIsNamedToThoseWhoseModelIsNone() {
        assertThat(MODELS.stream()
                        .map(name -> DecoderConfig.read(
                                        ArchitectureFixtures.folder(name).resolve("config.json"))
                                .architecture())
                        .collect(Collectors.toSet()))
                .isEqualTo(Set.of(Architecture.values()));
        assertThat(UnsupportedArchitectureException.SUPPORTED).isEqualTo(Architecture.classNames());
        assertThat(MODELS).allMatch(name -> Files.exists(ArchitectureFixtures.folder(name)));
    }
}
