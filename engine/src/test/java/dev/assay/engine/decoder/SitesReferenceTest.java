package dev.assay.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.ArchitectureFixtures;
import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.checkpoint.SafetensorsReader;
import dev.assay.engine.hooks.Positions;
import dev.assay.engine.hooks.Site;
import dev.assay.engine.hooks.SiteKind;
import dev.assay.engine.hooks.Sites;
import dev.assay.engine.kernel.Kernel;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Every site of every architecture against what forward hooks of transformers saw (`bench/engine/make_sites.py`).
class SitesReferenceTest {

    static final List<String> MODELS = ArchitectureFixtures.MODELS;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    @ParameterizedTest
    @FieldSource("MODELS")
    void everySiteIsWhatTransformersComputes(String name) {
        var folder = ArchitectureFixtures.folder(name);
        try (var weights = DecoderWeights.open(folder);
                var generator = new Generator(weights, Kernel.best(), 1, 1, 0);
                var reference = SafetensorsReader.open(folder.resolveSibling("../sites/" + name + ".safetensors"))) {
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

    private static double difference(float[] row, float[] expected, int from) {
        var largest = 0.0;
        for (var i = 0; i < row.length; i++) {
            largest = Math.max(largest, Math.abs((double) row[i] - expected[from + i]));
        }
        return largest;
    }
}
