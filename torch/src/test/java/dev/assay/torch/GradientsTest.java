package dev.assay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.checkpoint.SafetensorsReader;
import dev.assay.engine.contract.BackendContract;
import dev.assay.engine.decoder.BackendException;
import dev.assay.engine.decoder.Generator;
import dev.assay.engine.hooks.Direction;
import dev.assay.engine.hooks.Intervention;
import dev.assay.engine.hooks.Loss;
import dev.assay.engine.hooks.Positions;
import dev.assay.engine.hooks.Site;
import dev.assay.engine.hooks.SiteKind;
import dev.assay.engine.hooks.Sites;
import dev.assay.engine.kernel.Kernel;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Gradients at sites against PyTorch's (`bench/engine/make_gradients.py`), against finite differences, and
/// what they must keep.
class GradientsTest extends BackendContract {

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final Loss LOGITS = Loss.logit(7).minus(Loss.logit(9));
    private static final int[] PROMPT = prompts(12).getFirst();

    @Override
    protected Generator generator(DecoderWeights weights, int workers, int batch, long prefixBytes) {
        return new Generator(new LibtorchDecoder(weights, Arithmetic.FLOAT32), workers, batch, prefixBytes);
    }

    @Override
    protected double noise() {
        return 1e-4;
    }

    static List<Path> references() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/gradients"))) {
            return files.sorted().toList();
        }
    }

    private static int[] ints(SafetensorsReader reader, String tensor) {
        return Arrays.stream(reader.segment(tensor).toArray(LONG))
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    @ParameterizedTest
    @MethodSource("references")
    void gradientsAreThoseOfPyTorchAtEverySite(Path file) {
        var name = file.getFileName().toString().replace(".safetensors", "");
        try (var reference = SafetensorsReader.open(file);
                var generator = generator(name)) {
            var prompt = ints(reference, "prompt");
            var continuation = ints(reference, "behind");
            var sites = Sites.all(generator.config());
            var losses = List.of(Loss.continuation(continuation), LOGITS);
            var found = generator.gradients("m", losses, sites, List.of(prompt, prompt));
            for (var loss = 0; loss < 2; loss++) {
                var label = List.of("continuation", "logits").get(loss);
                assertThat(found.losses().get(loss)).isCloseTo(reference.floats(label)[0], within(1e-4));
                for (var site : sites) {
                    if (site.kind() != SiteKind.ATTN_PATTERN) {
                        var theirs = site.equals(Sites.embed()) ? Sites.residPre(0) : site;
                        var expected = reference.floats(label + "/" + theirs);
                        var rows = found.rows(site, loss);
                        for (var r = 0; r < rows.size(); r++) {
                            var width = rows.get(r).length;
                            assertClose(rows.get(r), Arrays.copyOfRange(expected, r * width, (r + 1) * width), 1e-4);
                        }
                    }
                }
            }
            var scores = generator.tokenGradients(prompt, continuation);
            var expected = reference.floats("continuation/tokens");
            var vocabulary = generator.config().vocabSize();
            assertClose(scores[0], Arrays.copyOf(expected, vocabulary), 1e-4);
            assertClose(scores[10], Arrays.copyOfRange(expected, vocabulary, 2 * vocabulary), 1e-4);
        }
    }

    /// A step along a random direction at a site changes the loss as its gradient says, with a view in
    /// place.
    @ParameterizedTest
    @FieldSource("MODELS")
    void gradientsAreFiniteDifferencesUnderAView(String name) {
        try (var base = generator(name)) {
            var config = base.config();
            var random = new SplittableRandom(name.hashCode());
            var before = List.of(
                    ablating(direction(config.hiddenSize(), 1), config),
                    new Intervention.Blocking(
                            List.of(Sites.attnPattern(0), Sites.attnPattern(1).head(1)),
                            Positions.all(),
                            Positions.at(1, 2)));
            var view = base.view(before);
            var loss = Loss.continuation(12, 40).plus(Loss.logit(30).times(0.5));
            for (var site : List.of(
                    Sites.embed(),
                    Sites.residPre(1),
                    Sites.attnQ(0),
                    Sites.attnK(1).head(0),
                    Sites.attnV(1),
                    Sites.attnZ(0).head(1),
                    Sites.mlpPre(1),
                    Sites.mlpOut(0),
                    Sites.finalNorm())) {
                var position = random.nextInt(PROMPT.length);
                var drawn = direction(site.width(config, 0), random.nextLong()).normalised();
                var gradient = view.gradients("m", List.of(loss), List.of(site), List.of(PROMPT))
                        .row(site, 0, position);
                var along = 0.0;
                for (var i = 0; i < gradient.length; i++) {
                    along += gradient[i] * drawn.values()[i];
                }
                var step = 1e-2;
                var difference = (moved(base, before, site, drawn, step, position, loss)
                                - moved(base, before, site, drawn, -step, position, loss))
                        / (2 * step);
                assertThat(along)
                        .as("%s at %d", site, position)
                        .isCloseTo(difference, within(2e-3 + 0.02 * Math.abs(along)));
            }
        }
    }

    private static double moved(
            Generator base,
            List<Intervention> before,
            Site site,
            Direction drawn,
            double step,
            int position,
            Loss loss) {
        var moving = new Intervention.Adding(site, drawn, step, Positions.at(position));
        return base.view(Stream.concat(before.stream(), Stream.of(moving)).toList())
                .gradients("m", List.of(loss), List.of(), List.of(PROMPT))
                .losses()
                .getFirst();
    }

    @Test
    void lossesAreWhatTheGeneratorComputes() throws InterruptedException {
        try (var generator = generator("gemma2-bf16")) {
            var whole = Arrays.copyOf(PROMPT, 14);
            whole[12] = 40;
            whole[13] = 41;
            var logits = generator.logits(PROMPT, 3);
            var known = generator.logProbabilities(whole, 12);
            var losses = List.of(
                    Loss.continuation(40, 41),
                    LOGITS,
                    new Loss.LogProbability(40, -1),
                    new Loss.Logit(8, 3),
                    LOGITS.times(-2).plus(Loss.continuation(40)));
            var found = generator
                    .gradients("m", losses, List.of(), java.util.Collections.nCopies(5, PROMPT))
                    .losses();
            var difference = (double) logits[8][7] - logits[8][9];
            var expected = List.of(
                    known[0] + known[1], difference, known[0], (double) logits[0][8], known[0] - 2 * difference);
            for (var i = 0; i < expected.size(); i++) {
                assertThat(found.get(i)).isCloseTo(expected.get(i), within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void aBatchGivesWhatSinglePromptsGive(String name) {
        var prompts = prompts(5, 9, 9, 1, 700, 600, 3);
        try (var generator = generator(name)) {
            var longest = generator.config().maxPositions() - 2;
            prompts.replaceAll(prompt -> Arrays.copyOf(prompt, Math.min(prompt.length, longest)));
            var sites = List.of(Sites.embed(), Sites.attnPattern(0).head(1), Sites.residPost(1));
            var losses = prompts.stream()
                    .map(prompt -> prompt.length % 2 == 0 ? LOGITS : Loss.continuation(9, 20))
                    .toList();
            var together = generator.gradients("m", losses, sites, prompts);
            for (var i = 0; i < prompts.size(); i++) {
                var alone = generator.gradients("m", losses.subList(i, i + 1), sites, prompts.subList(i, i + 1));
                assertThat(together.losses().get(i)).isCloseTo(alone.losses().getFirst(), within(1e-4));
                for (var site : sites) {
                    assertSameRows(together.rows(site, i), alone.rows(site, 0), site);
                }
            }
        }
    }

    @Test
    void aPatternsGradientIsWhatItsMixedValuesSay() {
        try (var generator = generator("llama3-bf16")) {
            var config = generator.config();
            var sites = List.of(Sites.attnPattern(1), Sites.attnZ(1), Sites.attnV(1));
            var found = generator.gradients("m", List.of(LOGITS), sites, List.of(PROMPT));
            var values = generator.capture("m", List.of(Sites.attnV(1)), List.of(PROMPT), Positions.all());
            var group = config.heads() / config.keyValueHeads();
            for (var query : new int[] {0, 5, 11}) {
                var pattern = found.row(sites.getFirst(), 0, query);
                var mixed = found.row(Sites.attnZ(1), 0, query);
                for (var head = 0; head < config.heads(); head++) {
                    for (var key = 0; key <= query; key++) {
                        var value = values.row(Sites.attnV(1), 0, key);
                        var sum = 0.0;
                        for (var d = 0; d < config.headDim(); d++) {
                            sum += mixed[head * config.headDim() + d] * value[head / group * config.headDim() + d];
                        }
                        assertThat((double) pattern[head * (query + 1) + key]).isCloseTo(sum, within(1e-5));
                    }
                }
            }
        }
    }

    @Test
    void whatTheLossDoesNotReadHasNoGradient() {
        try (var generator = generator("mistral-bf16")) {
            var loss = new Loss.Logit(8, 3);
            var found = generator.gradients(
                    "m", List.of(loss), List.of(Sites.residPre(0), Sites.finalNorm()), List.of(PROMPT));
            assertThat(found.row(Sites.residPre(0), 0, 4)).containsOnly(0);
            assertThat(found.row(Sites.residPre(0), 0, 3)).doesNotContain(0);
            assertThat(found.row(Sites.finalNorm(), 0, 2)).containsOnly(0);
            var replaced = generator.view(List.of(new Intervention.Replacing(
                    Sites.residPre(1),
                    Direction.of("zeros", new float[generator.config().hiddenSize()]),
                    Positions.all())));
            var cut = replaced.gradients("m", List.of(loss), List.of(Sites.residPre(0)), List.of(PROMPT));
            assertThat(cut.row(Sites.residPre(0), 0, 3)).containsOnly(0);
        }
    }

    @Test
    void whatDoesNotFitIsRefusedInOneSentence() {
        try (var generator = generator("llama3-bf16")) {
            var sites = List.of(Sites.residPre(0));
            assertThatThrownBy(() -> generator.gradients("m", List.of(), sites, List.of(PROMPT)))
                    .hasMessage("0 losses are not one for each of 1 prompts");
            assertThatThrownBy(() -> generator.gradients("m", List.of(new Loss.Logit(3, 12)), sites, List.of(PROMPT)))
                    .hasMessage("The loss reads position 12, which a prompt of 12 tokens does not have");
            assertThatThrownBy(() -> generator.gradients("m", List.of(Loss.logit(5000)), sites, List.of(PROMPT)))
                    .hasMessageContaining("Token 5000 of the loss is not below the vocabulary");
            assertThatThrownBy(() ->
                            generator.gradients("m", List.of(LOGITS), List.of(Sites.residPre(9)), List.of(PROMPT)))
                    .hasMessageContaining("resid_pre.9 is not in the model");
            assertThatThrownBy(() -> Loss.continuation(3).plus(Loss.continuation(4)))
                    .hasMessageContaining("one continuation at most");
        }
        try (var weights = DecoderWeights.open(folder("llama3-bf16"));
                var plain = new Generator(weights, Kernel.scalar(), 1, 1, 0)) {
            assertThatThrownBy(() -> plain.tokenGradients(PROMPT, new int[] {3}))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("open the model on libtorch");
        }
    }
}
