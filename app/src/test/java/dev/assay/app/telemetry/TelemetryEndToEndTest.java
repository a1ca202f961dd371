package dev.assay.app.telemetry;

import static dev.assay.telemetry.fixture.FakeCollector.attributes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.app.Captured;
import dev.assay.app.UserError;
import dev.assay.app.eval.AnsweringServer;
import dev.assay.app.eval.AnsweringServer.Reply;
import dev.assay.telemetry.fixture.FakeCollector;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `--otel` from the command line to a collector.
class TelemetryEndToEndTest {

    @TempDir
    private Path folder;

    private String questions(int number) throws IOException {
        String rows = IntStream.range(0, number)
                .mapToObj(i -> "{\"id\": \"q" + i + "\", \"input\": \"Question " + i + "?\", \"target\": \"yes\"}")
                .collect(Collectors.joining("\n", "", "\n"));
        return Files.writeString(folder.resolve("questions.jsonl"), rows, StandardCharsets.UTF_8)
                .toString();
    }

    private String out() {
        return folder.resolve("run").toString();
    }

    private static Map<String, Long> outcomes(List<Span> samples) {
        return samples.stream()
                .collect(Collectors.groupingBy(
                        sample -> attributes(sample.getAttributesList()).get("assay.sample.outcome"),
                        Collectors.counting()));
    }

    @Test
    void anEvaluationIsToldWithItsCounts() throws IOException {
        AnsweringServer.Script script = (question, _) -> question == 7 ? new Reply(400, "no") : Reply.ok("yes");
        try (FakeCollector collector = FakeCollector.open();
                AnsweringServer server = new AnsweringServer(script)) {
            Captured run = Captured.run(
                    "eval",
                    "--data",
                    questions(40),
                    "--model",
                    server.target(),
                    "--epochs",
                    "2",
                    "--out",
                    out(),
                    "--otel");
            assertThat(run.code()).as(run.err()).isEqualTo(4);
            assertThat(run.out())
                    .contains("80 = 78 scored + 0 excluded + 2 errored")
                    .doesNotContain("note:");
            Span root = collector.spans("assay.eval").getFirst();
            assertThat(attributes(root.getAttributesList()))
                    .containsEntry("assay.target", server.target())
                    .containsEntry("assay.samples.scored", "78")
                    .containsEntry("assay.samples.errored", "2")
                    .containsEntry("assay.exit_code", "4");
            List<Span> samples = collector.spans("assay.sample");
            assertThat(samples)
                    .hasSize(80)
                    .allSatisfy(sample -> assertThat(sample.getParentSpanId()).isEqualTo(root.getSpanId()));
            assertThat(outcomes(samples)).isEqualTo(Map.of("scored", 78L, "errored", 2L));
            assertThat(collector.spans("chat puppet")).hasSize(80);
            assertThat(collector.spans()).hasSize(161);
            assertThat(collector.spans().toString()).doesNotContain("Question");
            assertThat(collector.metrics())
                    .containsOnlyKeys("gen_ai.client.operation.duration", "gen_ai.client.token.usage");
        }
    }

    @Test
    void answersFromTheCacheAreNoCalls() throws IOException {
        String data = questions(10);
        String cache = folder.resolve("cache").toString();
        try (FakeCollector collector = FakeCollector.open();
                AnsweringServer server = AnsweringServer.halfRight()) {
            Captured.run("eval", "--data", data, "--model", server.target(), "--cache", cache, "--out", out());
            assertThat(collector.spans()).isEmpty();
            Captured again = Captured.run(
                    "eval",
                    "--data",
                    data,
                    "--model",
                    server.target(),
                    "--cache",
                    cache,
                    "--out",
                    out() + "2",
                    "--otel");
            assertThat(again.code()).as(again.err()).isZero();
            assertThat(collector.spans("assay.sample")).hasSize(10);
            assertThat(collector.spans("chat puppet")).isEmpty();
        }
    }

    @Test
    void anAuditIsToldWithItsCounts() throws IOException {
        try (FakeCollector collector = FakeCollector.open()) {
            Captured run = Captured.run(
                    "audit",
                    "organism:base",
                    "--claims",
                    "direct-harm,refusal-drift",
                    "--out",
                    out(),
                    "--otel",
                    "--offline");
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.err()).isEmpty();
            JsonNode report = JsonMapper.shared().readTree(Files.readString(folder.resolve("run/report.json")));
            Span root = collector.spans("assay.audit").getFirst();
            List<Span> samples = collector.spans("assay.sample");
            List<Span> calls = collector.spans("chat organism:base");
            assertThat(samples).isNotEmpty().allSatisfy(sample -> {
                assertThat(sample.getParentSpanId()).isEqualTo(root.getSpanId());
                assertThat(attributes(sample.getAttributesList()).get("assay.sample.id"))
                        .startsWith(attributes(sample.getAttributesList()).get("assay.claim") + "/");
            });
            assertThat(calls.stream().map(Span::getParentSpanId).collect(Collectors.toSet()))
                    .isEqualTo(samples.stream().map(Span::getSpanId).collect(Collectors.toSet()));
            assertThat(calls)
                    .allSatisfy(call -> assertThat(attributes(call.getAttributesList()))
                            .containsEntry("gen_ai.provider.name", "assay")
                            .doesNotContainKeys("server.address", "gen_ai.input.messages"));
            JsonNode counts = report.path("calls");
            assertThat(calls)
                    .hasSize(IntStream.of(
                                    counts.path("scored").asInt(),
                                    counts.path("excluded").asInt(),
                                    counts.path("errored").asInt(),
                                    counts.path("speculative").asInt())
                            .sum());
        }
    }

    @Test
    void whatWasSaidIsToldOnlyWhereAskedFor() throws IOException {
        try (FakeCollector collector = FakeCollector.open();
                AnsweringServer server = AnsweringServer.halfRight()) {
            Captured run = Captured.run(
                    "eval", "--data", questions(2), "--model", server.target(), "--out", out(), "--otel-content");
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(collector.spans("chat puppet"))
                    .allSatisfy(call -> assertThat(
                                    attributes(call.getAttributesList()).get("gen_ai.input.messages"))
                            .contains("Question"));
        }
    }

    @Test
    void aCollectorThatRefusesIsToldOfAndChangesNothing() throws IOException {
        try (FakeCollector collector = FakeCollector.refusing(500);
                AnsweringServer server = AnsweringServer.halfRight()) {
            Captured run =
                    Captured.run("eval", "--data", questions(20), "--model", server.target(), "--out", out(), "--otel");
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out())
                    .contains("20 = 20 scored + 0 excluded + 0 errored")
                    .contains("note: 41 of 41 spans did not reach the collector at " + collector.address())
                    .contains("; the run is whole");
        }
    }

    @Test
    void offlineRefusesACollectorElsewhereBeforeAnythingIsWritten() throws IOException {
        System.setProperty("otel.exporter.otlp.endpoint", "https://collector.example");
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            Captured run = Captured.run(
                    "eval", "--data", questions(2), "--model", server.target(), "--out", out(), "--otel", "--offline");
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err())
                    .startsWith(
                            "error: telemetry cannot be set up: the collector 'https://collector.example' lies beyond")
                    .hasLineCount(1);
            Captured audit = Captured.run("audit", "organism:base", "--out", out(), "--otel", "--offline");
            assertThat(audit.code()).isEqualTo(2);
            assertThat(folder.resolve("run")).doesNotExist();
            assertThat(server.requests).hasValue(0);
        } finally {
            System.clearProperty("otel.exporter.otlp.endpoint");
        }
    }

    @Test
    void theVariableTurnsItOnAndNoOtherDoes() {
        TelemetryOptions options = new TelemetryOptions();
        assertThat(options.mode(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://x", "OTEL_TRACES_EXPORTER", "otlp")))
                .isEqualTo(TelemetryMode.OFF);
        assertThat(options.mode(Map.of("ASSAY_OTEL", "on"))).isEqualTo(TelemetryMode.ON);
        assertThat(options.mode(Map.of("ASSAY_OTEL", "Content"))).isEqualTo(TelemetryMode.CONTENT);
        assertThat(options.mode(Map.of("ASSAY_OTEL", "off"))).isEqualTo(TelemetryMode.OFF);
        assertThatThrownBy(() -> options.mode(Map.of("ASSAY_OTEL", "yes")))
                .isInstanceOf(UserError.class)
                .hasMessage("ASSAY_OTEL is 'yes': set it to on, content or off, or unset it.");
    }
}
