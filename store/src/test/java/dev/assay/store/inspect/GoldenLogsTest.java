package dev.assay.store.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Logs that several versions of inspect_ai wrote, read by us and by inspect_ai 0.3.285, whose reading is the
/// golden file beside each (made by `bench/harness/inspect_oracle.py`): equal field by field, but for
/// fields to which a newer version gives a default that the log does not hold.
class GoldenLogsTest {

    /// Defaults and migrations of the newest version, by field.
    private static final String ADDED =
            "(/header/eval/(eval_id|model_generate_config|solver_args_passed|task_args_passed)"
                    + "|/header/(invalidated|metadata|tags|stats|reductions)|/header/stats/(connection_limit_history|role_usage)"
                    + "|/header/plan/steps\\[\\d+]/params_passed"
                    + "|.*/(history|completion|role_usage|intermediate|working_start|citations)"
                    + "|.*/tool_calls\\[\\d+]/type|.*/(edit|history\\[\\d+])/reason|.*/sample/input\\[\\d+]/id"
                    + "|/summaries\\[\\d+]/(completed|metadata|model_usage)): only golden has .*";

    /// Fields that were renamed.
    private static final String RENAMED = "(/header/results/.*/(options|params)|.*/changes\\[\\d+]/from_?): only .*";

    /// Versions before 0.3.70 did not thin what a summary shows; Inspect does it when it reads them.
    private static final String THINNED = "/summaries\\[\\d+]/scores/.*/(explanation|metadata/.*): .*";

    static Stream<Path> logs() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> !file.toString().endsWith(".gz")).sorted().toList().stream();
        }
    }

    static Path folder() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(GoldenLogsTest.class.getResource("golden"))
                .toURI());
    }

    @ParameterizedTest
    @MethodSource("logs")
    void isReadAsInspectReadsIt(Path file) throws IOException {
        Path goldenFile = Path.of(file + ".golden.gz");
        if (file.getFileName().toString().startsWith("chunked")) {
            return; // see below: Inspect itself reads these only in its viewer
        }
        List<String> odd = new ArrayList<>(Differences.between(reading(file), golden(goldenFile)));
        odd.removeIf(difference -> difference.matches("(?s)" + ADDED)
                || difference.matches("(?s)" + RENAMED)
                || difference.matches("(?s)" + THINNED));
        assertThat(odd).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("logs")
    void findsEachSampleByIdAndSaysItInOurWords(Path file) {
        try (InspectLog log = InspectLog.open(file)) {
            List<InspectSample> samples = new ArrayList<>();
            log.forEachSample(samples::add);
            assertThat(log.sampleCount()).isEqualTo(samples.size());
            for (InspectSample sample : samples) {
                assertThat(log.sample(sample.id(), sample.epoch()).orElseThrow().json())
                        .isEqualTo(sample.json());
                assertThat(sample.toEvalSample().sample().id()).isEqualTo(sample.id());
            }
            assertThat(log.header().eval().task()).isNotEmpty();
        }
    }

    @Test
    void samplesInChunksAreTheSamplesInOnePiece() throws Exception {
        for (String name : List.of("tools", "epochs", "rich_output")) {
            assertThat(Differences.between(
                            resolved(folder().resolve("chunked__" + name + ".eval")),
                            resolved(folder().resolve(name + ".eval"))))
                    .as(name)
                    .allMatch(difference -> difference.matches("(?s).*/metadata: only .*"));
        }
    }

    @Test
    void aFolderOfShardsIsOneLog(@TempDir Path folder) throws Exception {
        Path shards = folder.resolve("run.shards");
        for (String name : List.of("choices", "tools")) {
            Files.createDirectories(shards.resolve(name));
            Files.copy(folder().resolve(name + ".eval"), shards.resolve(name).resolve("2026-01-02_x.eval"));
            Files.copy(folder().resolve("failed.eval"), shards.resolve(name).resolve("2026-01-01_x.eval"));
        }
        try (InspectLog log = InspectLog.open(shards)) {
            assertThat(log.sampleCount()).isEqualTo(4);
            assertThat(log.headerJson().has("results")).isFalse();
        }
    }

    private static JsonNode golden(Path file) throws IOException {
        try (InputStream json = new GZIPInputStream(Files.newInputStream(file))) {
            return InspectJson.MAPPER.readTree(json);
        }
    }

    private static ArrayNode resolved(Path file) {
        ArrayNode samples = InspectJson.MAPPER.createArrayNode();
        try (InspectLog log = InspectLog.open(file)) {
            sorted(log).forEach(sample -> samples.add(sample.resolved()));
        }
        return samples;
    }

    private static ObjectNode reading(Path file) {
        ObjectNode reading = InspectJson.MAPPER.createObjectNode();
        try (InspectLog log = InspectLog.open(file)) {
            reading.set("header", log.headerJson());
            ArrayNode stored = reading.putArray("stored");
            ArrayNode resolved = reading.putArray("resolved");
            for (InspectSample sample : sorted(log)) {
                stored.add(sample.withMessages());
                resolved.add(sample.resolved());
            }
            ArrayNode reductions = reading.putArray("reductions");
            log.forEachReduction(reductions::add);
            ArrayNode summaries = reading.putArray("summaries");
            log.forEachSummary(summaries::add);
        }
        return reading;
    }

    /// In Inspect's order: by epoch, then id, numbers before words.
    private static List<InspectSample> sorted(InspectLog log) {
        List<InspectSample> samples = new ArrayList<>();
        log.forEachSample(samples::add);
        samples.sort(Comparator.comparingInt(InspectSample::epoch)
                .thenComparing(sample -> sample.json().get("id").isNumber()
                        ? String.format("%09d", sample.json().get("id").intValue())
                        : sample.id()));
        return samples;
    }
}
