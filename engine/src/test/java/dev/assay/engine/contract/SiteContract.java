package dev.assay.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.checkpoint.SafetensorsReader;
import dev.assay.engine.hooks.Positions;
import dev.assay.engine.hooks.Site;
import dev.assay.engine.hooks.SiteKind;
import dev.assay.engine.hooks.Sites;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Every site of every architecture against what forward hooks of transformers saw (`bench/engine/make_sites.py`).
public abstract class SiteContract extends BackendContract {

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    @ParameterizedTest
    @FieldSource("MODELS")
    void everySiteIsWhatTransformersComputes(String name) {
        try (var generator = generator(name);
                var reference = SafetensorsReader.open(folder(name).resolve("../../sites", name + ".safetensors"))) {
            var prompt = Arrays.stream(reference.segment("prompt").toArray(LONG))
                    .mapToInt(Math::toIntExact)
                    .toArray();
            var sites = Sites.all(generator.config());
            var seen = generator.capture(name, sites, List.of(prompt), Positions.all());
            for (var site : sites) {
                var expected = reference.floats(site.toString());
                var rows = site.kind() == SiteKind.ATTN_PATTERN
                        ? Arrays.stream(seen.pattern(site, 0))
                                .flatMap(Arrays::stream)
                                .toList()
                        : seen.rows(site, 0);
                var width = rows.getFirst().length;
                assertThat(expected).as("%s", site).hasSize(rows.size() * width);
                for (var r = 0; r < rows.size(); r++) {
                    assertThat(difference(rows.get(r), expected, r * width))
                            .as("%s, row %d", site, r)
                            .isLessThanOrEqualTo(1e-4);
                }
            }
            assertThat(reference.names())
                    .isEqualTo(Stream.concat(sites.stream().map(Site::toString), Stream.of("prompt"))
                            .collect(Collectors.toSet()));
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void aBatchGivesWhatSinglePromptsGiveAtEverySite(String name) {
        var prompts = prompts(1, 7, 100, 3, 3, 64, 90, 2, 31);
        try (var generator = generator(name)) {
            var sites = Sites.all(generator.config());
            var together = generator.capture(name, sites, prompts, Positions.all());
            for (var i = 0; i < prompts.size(); i++) {
                var alone = generator.capture(name, sites, List.of(prompts.get(i)), Positions.all());
                assertThat(together.prompts().get(i)).isEqualTo(alone.prompts().getFirst());
                for (var site : sites) {
                    assertSameRows(together.rows(site, i), alone.rows(site, 0), site);
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void aHeadIsItsPartOfTheRow(String name) {
        try (var generator = generator(name)) {
            var config = generator.config();
            var shared = config.keyValueHeads() - 1;
            for (var site :
                    List.of(Sites.attnQ(1), Sites.attnK(1), Sites.attnV(0), Sites.attnZ(1), Sites.attnPattern(1))) {
                var rows = generator
                        .capture("m", List.of(site), prompts(9), Positions.at(4))
                        .row(site, 0, 4);
                var head = site.head(shared);
                var part = generator
                        .capture("m", List.of(head), prompts(9), Positions.at(4))
                        .row(head, 0, 4);
                assertThat(part).hasSize(head.width(config, 4));
                assertClose(part, Arrays.copyOfRange(rows, shared * part.length, (shared + 1) * part.length), noise());
            }
        }
    }

    private static double difference(float[] row, float[] expected, int from) {
        var largest = 0.0;
        for (var i = 0; i < row.length; i++) {
            largest = Math.max(largest, Math.abs((double) row[i] - expected[from + i]));
        }
        return largest;
    }
}
