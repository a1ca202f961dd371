package dev.assay.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.decoder.Generator;
import dev.assay.engine.hooks.Direction;
import dev.assay.engine.hooks.Intervention;
import dev.assay.engine.hooks.Positions;
import dev.assay.engine.hooks.Site;
import dev.assay.engine.hooks.Sites;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// How the contracts open models, draw what they ask, and compare.
public abstract class BackendContract {

    /// The tiny models of every architecture, see `dev.assay.engine.ArchitectureFixtures`.
    protected static final List<String> MODELS = List.of(
            "llama3-bf16",
            "llama-old-linear-f16",
            "llama-old-dynamic-f16",
            "llama-yarn-f16",
            "qwen2-bf16",
            "qwen2-old-f32",
            "qwen3-f16",
            "qwen3-sharded-bf16",
            "gemma2-bf16",
            "gemma2-old-f32",
            "gpt-neox-f16",
            "gpt-neox-old-bf16",
            "mistral-bf16",
            "gemma3-bf16",
            "gemma3-old-f32",
            "phi3-bf16",
            "phi3-old-f16",
            "olmo2-bf16",
            "gpt2-f16",
            "gpt2-bare-bf16");

    /// A generator on the backend under test.
    ///
    /// @param weights closed with the generator, or before
    protected abstract Generator generator(DecoderWeights weights, int workers, int batch, long prefixBytes);

    /// How far two computations of the same thing may lie apart where one is a part of a batch; 0 if they
    /// may not.
    protected abstract double noise();

    protected final Generator generator(String name) {
        return generator(DecoderWeights.open(folder(name)), 1, 8, 1 << 20);
    }

    protected static Path folder(String name) {
        return Path.of("..", "engine", "src", "test", "resources", "architectures", name);
    }

    /// Prompts of 1 to 100 tokens: some end in the middle of a step of 128.
    protected static List<int[]> prompts(int... lengths) {
        var random = new SplittableRandom(3);
        var prompts = new ArrayList<int[]>();
        for (var length : lengths) {
            prompts.add(random.ints(length, 6, 160).toArray());
        }
        return prompts;
    }

    protected static Direction direction(int size, long seed) {
        var random = new SplittableRandom(seed);
        var values = new float[size];
        for (var i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Direction.of("drawn", values);
    }

    protected static Intervention ablating(Direction direction, DecoderConfig config) {
        return new Intervention.Ablating(Sites.stream(config), direction, Positions.all());
    }

    protected static void assertClose(float[][] rows, float[][] expected, double tolerance) {
        assertThat(rows.length).isEqualTo(expected.length);
        for (var r = 0; r < rows.length; r++) {
            assertClose(rows[r], expected[r], tolerance);
        }
    }

    protected static void assertClose(float[] row, float[] expected, double tolerance) {
        if (tolerance == 0) {
            assertThat(row).isEqualTo(expected);
            return;
        }
        assertThat(row).hasSize(expected.length);
        var furthest = 0;
        for (var i = 0; i < row.length; i++) {
            var apart = Math.abs((double) row[i] - expected[i]);
            if (Double.isNaN(apart)) {
                furthest = i;
                break;
            }
            if (apart > Math.abs((double) row[furthest] - expected[furthest])) {
                furthest = i;
            }
        }
        if (row.length > 0) { // one assertion a row: a million of them would take longer than what they are about
            assertThat((double) row[furthest]).isCloseTo(expected[furthest], within(tolerance));
        }
    }

    protected final void assertSameRows(List<float[]> rows, List<float[]> expected, Site site) {
        assertThat(rows).as("%s", site).hasSameSizeAs(expected);
        for (var r = 0; r < rows.size(); r++) {
            assertClose(rows.get(r), expected.get(r), noise());
        }
    }
}
