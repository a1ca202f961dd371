package dev.assay.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.engine.ArchitectureFixtures;
import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.hooks.ActivationFile;
import dev.assay.engine.hooks.Activations;
import dev.assay.engine.hooks.Positions;
import dev.assay.engine.hooks.Site;
import dev.assay.engine.hooks.SiteKind;
import dev.assay.engine.hooks.Sites;
import dev.assay.engine.kernel.Kernel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureTest {

    static Generator generator(String name) {
        try (var weights = DecoderWeights.open(ArchitectureFixtures.folder(name))) {
            return new Generator(weights, Kernel.best(), 1, 8, 1 << 20);
        }
    }

    /// Prompts of 1 to 100 tokens: some end in the middle of a step of 128.
    static List<int[]> prompts(int... lengths) {
        var random = new SplittableRandom(3);
        var prompts = new ArrayList<int[]>();
        for (var length : lengths) {
            prompts.add(random.ints(length, 6, 160).toArray());
        }
        return prompts;
    }

    static void assertSameRows(List<float[]> rows, List<float[]> expected, Site site) {
        assertThat(rows).as("%s", site).hasSameSizeAs(expected);
        for (var r = 0; r < rows.size(); r++) {
            assertThat(rows.get(r)).as("%s, row %d", site, r).isEqualTo(expected.get(r));
        }
    }

    @Test
    void aSiteAloneIsWhatItIsAmongAll() {
        var prompts = prompts(9, 4);
        try (var generator = generator("llama3-bf16")) {
            var all = Sites.all(generator.config());
            var together = generator.capture("m", all, prompts, Positions.all());
            for (var site : all) {
                var alone = generator.capture("m", List.of(site), prompts, Positions.all());
                assertSameRows(alone.rows(site), together.rows(site), site);
            }
        }
    }

    @Test
    void positionsAreThoseAskedFor() {
        var prompts = prompts(5, 8, 3);
        var site = Sites.residPost(0);
        try (var generator = generator("qwen2-bf16")) {
            var all = generator.capture("m", List.of(site), prompts, Positions.all());
            var last = generator.capture("m", List.of(site), prompts, Positions.last());
            var some = generator.capture("m", List.of(site), prompts, Positions.at(-2, 0));
            for (var i = 0; i < prompts.size(); i++) {
                var length = prompts.get(i).length;
                assertThat(last.rows(site, i)).hasSize(1);
                assertThat(last.row(site, i, -1)).isEqualTo(all.row(site, i, length - 1));
                assertThat(some.prompts().get(i).positions()).containsExactly(0, length - 2);
                assertThat(some.row(site, i, 0)).isEqualTo(all.row(site, i, 0));
                assertThat(some.row(site, i, -2)).isEqualTo(all.row(site, i, length - 2));
            }
            assertThatThrownBy(() -> last.row(site, 0, 0)).hasMessageContaining("Position 0 was not captured");
            assertThatThrownBy(() -> generator.capture("m", List.of(site), prompts, Positions.at(4)))
                    .hasMessage("Position 4 is not in a prompt of 3 tokens");
        }
    }

    @Test
    void aHeadIsItsPartOfTheRow() {
        var prompts = prompts(6);
        try (var generator = generator("gemma2-bf16")) {
            var config = generator.config();
            var whole = List.of(Sites.attnZ(1), Sites.attnK(1), Sites.attnPattern(1));
            var heads = whole.stream().map(site -> site.head(1)).toList();
            var rows = generator.capture("m", whole, prompts, Positions.all());
            var parts = generator.capture("m", heads, prompts, Positions.all());
            for (var i = 0; i < 2; i++) {
                var row = rows.row(whole.get(i), 0, 4);
                var part = parts.row(heads.get(i), 0, 4);
                assertThat(part).hasSize(config.headDim());
                for (var d = 0; d < part.length; d++) {
                    assertThat(part[d]).isEqualTo(row[config.headDim() + d]);
                }
            }
            var pattern = rows.pattern(whole.get(2), 0);
            assertThat(pattern).hasDimensions(config.heads(), 6);
            assertThat(parts.pattern(heads.get(2), 0)[0]).isDeepEqualTo(pattern[1]);
            for (var query = 0; query < 6; query++) {
                var sum = 0.0;
                for (var key = 0; key < 6; key++) {
                    sum += pattern[3][query][key];
                    assertThat(pattern[3][query][key] == 0).isEqualTo(key > query);
                }
                assertThat(sum).isCloseTo(1, within(1e-5));
            }
        }
    }

    @Test
    void aWindowLeavesZerosInThePattern() {
        try (var generator = generator("mistral-bf16")) {
            var site = Sites.attnPattern(0);
            var pattern = generator
                    .capture("m", List.of(site), prompts(20), Positions.last())
                    .pattern(site, 0);
            for (var key = 0; key < 20; key++) {
                assertThat(pattern[0][0][key] == 0).isEqualTo(key < 8);
            }
        }
    }

    @Test
    void theMeanIsThatOfAllRows() {
        var site = Sites.mlpPost(1);
        try (var generator = generator("gpt2-f16")) {
            var activations = generator.capture("m", List.of(site), prompts(5, 2, 40), Positions.all());
            var rows = activations.rows(site);
            var mean = activations.mean();
            for (var i = 0; i < mean.length; i++) {
                var at = i;
                assertThat(mean[i])
                        .isCloseTo(
                                rows.stream()
                                        .mapToDouble(row -> row[at])
                                        .average()
                                        .orElseThrow(),
                                within(1e-12));
            }
            assertThatThrownBy(() -> generator
                            .capture("m", List.of(Sites.attnPattern(0)), prompts(3), Positions.all())
                            .mean())
                    .hasMessageContaining("have no mean");
        }
    }

    @Test
    void whatIsStreamedSavedAndLoadedIsWhatWasCaptured(@TempDir Path folder) {
        var prompts = prompts(5, 60, 100, 1, 9);
        try (var generator = generator("gpt-neox-f16")) {
            var sites = Sites.all(generator.config());
            var memory = generator.capture("base", sites, prompts, Positions.all());
            generator.capture("base", sites, prompts, Positions.all(), folder.resolve("streamed"));
            memory.save(folder.resolve("saved"));
            assertThat(folder.resolve("saved")).hasSameBinaryContentAs(folder.resolve("streamed"));
            var loaded = Activations.load(folder.resolve("streamed"));
            assertThat(loaded.model()).isEqualTo("base");
            assertThat(loaded.prompts()).isEqualTo(memory.prompts());
            assertThat(loaded.sites()).containsExactlyInAnyOrderElementsOf(sites);
            try (var file = ActivationFile.open(folder.resolve("streamed"))) {
                for (var site : sites) {
                    assertSameRows(loaded.rows(site), memory.rows(site), site);
                    assertSameRows(file.prompt(2).rows(site), memory.rows(site, 2), site);
                    if (site.kind() != SiteKind.ATTN_PATTERN) {
                        assertThat(file.mean(site)).isEqualTo(memory.mean(site));
                    }
                }
            }
        }
    }

    @Test
    void aFailedCaptureLeavesNoFile(@TempDir Path folder) throws Exception {
        try (var generator = generator("llama3-bf16")) {
            var file = folder.resolve("activations");
            assertThatThrownBy(() -> generator.capture(
                            "m", List.of(Sites.residPre(0)), List.of(new int[] {7}, new int[0]), Positions.all(), file))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() ->
                            generator.capture(List.of(Sites.residPre(0)), prompts(4), Positions.all(), (_, _, _) -> {
                                throw new IllegalStateException("full");
                            }))
                    .hasMessage("full");
            try (var files = Files.list(folder)) {
                assertThat(files).isEmpty();
            }
        }
    }

    @Test
    void whatTheModelLacksIsRefusedInOneSentence() {
        try (var generator = generator("gpt-neox-f16")) {
            for (var bad : List.of(
                    List.of(Sites.residPre(2)),
                    List.of(Sites.residMid(0)),
                    List.of(Sites.attnZ(0).head(4)),
                    List.of(Sites.embed(), Sites.embed()),
                    List.<Site>of())) {
                assertThatThrownBy(() -> generator.capture("m", bad, prompts(3), Positions.all()))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }
}
