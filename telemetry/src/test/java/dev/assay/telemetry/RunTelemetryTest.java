package dev.assay.telemetry;

import static dev.assay.telemetry.fixture.FakeCollector.attributes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolChoice;
import dev.assay.core.model.ToolInfo;
import dev.assay.core.model.ToolResult.ToolError;
import dev.assay.core.run.Eval;
import dev.assay.core.run.EvalOptions;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.SampleEvent;
import dev.assay.core.task.Scorers;
import dev.assay.core.task.Target;
import dev.assay.core.task.Task;
import dev.assay.core.task.TaskBuilder;
import dev.assay.telemetry.fixture.FakeCollector;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What a collector hears of a run.
class RunTelemetryTest {

    private static final TelemetrySettings PLAIN = new TelemetrySettings(false, true, "1.2");

    private static Optional<String> run(int samples, TelemetrySettings settings) {
        return run(samples, settings, GenerateConfig.DEFAULT);
    }

    private static Optional<String> run(int samples, TelemetrySettings settings, GenerateConfig config) {
        return run(samples, settings, config, Duration.ofMinutes(1));
    }

    /// @param most how long the end may wait
    private static Optional<String> run(int samples, TelemetrySettings settings, GenerateConfig config, Duration most) {
        TaskBuilder task = Task.named("made").scorer(Scorers.includes()).config(config);
        for (int i = 0; i < samples; i++) {
            task.sample(i % 10 == 9 ? "Please fail " + i : "Secret question " + i, "question");
        }
        try (RunTelemetry telemetry = RunTelemetry.open(settings)) {
            telemetry.begin("assay.eval", Map.of("assay.run.id", "r1"));
            Eval.run(
                    task.build(),
                    telemetry.observing(new Puppet()),
                    EvalOptions.DEFAULT.withOnSample(telemetry::finished));
            return telemetry.end(Map.of("assay.exit_code", "4"), false, most);
        }
    }

    @Test
    void aRunItsSamplesAndItsCallsAreOneTree() {
        try (FakeCollector collector = FakeCollector.open()) {
            assertThat(run(200, PLAIN)).isEmpty();
            Span root = collector.spans("assay.eval").getFirst();
            assertThat(collector.spans("assay.eval")).hasSize(1);
            assertThat(root.getParentSpanId().isEmpty()).isTrue();
            assertThat(attributes(root.getAttributesList()))
                    .isEqualTo(Map.of("assay.run.id", "r1", "assay.exit_code", "4"));
            List<Span> samples = collector.spans("assay.sample");
            assertThat(samples).hasSize(200).allSatisfy(sample -> {
                assertThat(sample.getParentSpanId()).isEqualTo(root.getSpanId());
                assertThat(sample.getTraceId()).isEqualTo(root.getTraceId());
            });
            assertThat(samples.stream()
                            .map(sample ->
                                    attributes(sample.getAttributesList()).get("assay.sample.id"))
                            .distinct())
                    .hasSize(200);
            assertThat(outcomes(samples)).isEqualTo(Map.of("scored", 180L, "errored", 20L));
            List<Span> calls = collector.spans("chat puppet");
            assertThat(calls).hasSize(200);
            assertThat(calls.stream().map(Span::getParentSpanId).distinct())
                    .containsExactlyInAnyOrderElementsOf(
                            samples.stream().map(Span::getSpanId).toList());
            assertThat(collector.resources()).contains("service.name=assay", "service.version=1.2");
        }
    }

    private static Map<String, Long> outcomes(List<Span> samples) {
        return samples.stream()
                .collect(Collectors.groupingBy(
                        sample -> attributes(sample.getAttributesList()).get("assay.sample.outcome"),
                        Collectors.counting()));
    }

    @Test
    void aCallHasTheAttributesOfTheConventionsAndNothingThatWasSaid() {
        GenerateConfig config = GenerateConfig.DEFAULT
                .withTemperature(0.5)
                .withTopP(0.9)
                .withTopK(40)
                .withMaxTokens(77)
                .withSeed(12)
                .withStop(List.of("END", "."));
        try (FakeCollector collector = FakeCollector.open()) {
            run(1, PLAIN, config);
            Span call = collector.spans("chat puppet").getFirst();
            assertThat(call.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
            assertThat(attributes(call.getAttributesList()))
                    .isEqualTo(Map.ofEntries(
                            Map.entry("gen_ai.operation.name", "chat"),
                            Map.entry("gen_ai.provider.name", "openai"),
                            Map.entry("gen_ai.request.model", "puppet"),
                            Map.entry("gen_ai.request.temperature", "0.5"),
                            Map.entry("gen_ai.request.top_p", "0.9"),
                            Map.entry("gen_ai.request.top_k", "40.0"),
                            Map.entry("gen_ai.request.max_tokens", "77"),
                            Map.entry("gen_ai.request.seed", "12"),
                            Map.entry("gen_ai.request.stop_sequences", "[END, .]"),
                            Map.entry("gen_ai.response.model", "puppet-2"),
                            Map.entry("gen_ai.response.finish_reasons", "[length]"),
                            Map.entry("gen_ai.usage.input_tokens", "17"),
                            Map.entry("gen_ai.usage.output_tokens", "3"),
                            Map.entry("gen_ai.usage.cache_read.input_tokens", "5"),
                            Map.entry("gen_ai.usage.cache_creation.input_tokens", "2"),
                            Map.entry("gen_ai.usage.reasoning.output_tokens", "1"),
                            Map.entry("server.address", "127.0.0.1"),
                            Map.entry("server.port", "8000")));
            Span sample = collector.spans("assay.sample").getFirst();
            assertThat(sample.getEventsList()).singleElement().satisfies(event -> {
                assertThat(event.getName()).isEqualTo("gen_ai.evaluation.result");
                assertThat(attributes(event.getAttributesList()))
                        .isEqualTo(
                                Map.of("gen_ai.evaluation.name", "includes", "gen_ai.evaluation.score.value", "1.0"));
            });
        }
    }

    @Test
    void aFailedCallSaysItsKindAndNotItsMessage() {
        try (FakeCollector collector = FakeCollector.open()) {
            run(10, PLAIN);
            List<Span> failed = collector.spans("chat puppet").stream()
                    .filter(span -> span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR)
                    .toList();
            assertThat(failed).singleElement().satisfies(span -> {
                assertThat(attributes(span.getAttributesList())).containsEntry("error.type", "bad_request");
                assertThat(span.getStatus().getMessage()).isEmpty();
            });
            assertThat(collector.spans().toString())
                    .doesNotContain("Secret question")
                    .doesNotContain("refused");
        }
    }

    @Test
    void whatWasSaidIsToldWhereAskedFor() {
        try (FakeCollector collector = FakeCollector.open()) {
            run(1, new TelemetrySettings(true, true, "1.2"));
            Map<String, String> said =
                    attributes(collector.spans("chat puppet").getFirst().getAttributesList());
            assertThat(said)
                    .containsEntry(
                            "gen_ai.input.messages",
                            "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Secret question 0\"}]}]")
                    .containsEntry(
                            "gen_ai.output.messages",
                            "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Secret question 0\"}],"
                                    + "\"finish_reason\":\"length\"}]");
        }
    }

    @Test
    void theMetricsCountEveryCallInTheAdvisedBuckets() {
        try (FakeCollector collector = FakeCollector.open()) {
            run(20, PLAIN);
            List<HistogramDataPoint> durations = points(collector, "gen_ai.client.operation.duration");
            assertThat(durations.stream()
                            .mapToLong(HistogramDataPoint::getCount)
                            .sum())
                    .isEqualTo(20);
            assertThat(durations)
                    .allSatisfy(point ->
                            assertThat(point.getExplicitBoundsList()).isEqualTo(Conventions.DURATION_BOUNDARIES));
            assertThat(durations.stream()
                            .map(point -> attributes(point.getAttributesList()).getOrDefault("error.type", "none")))
                    .containsExactlyInAnyOrder("none", "bad_request");
            List<HistogramDataPoint> tokens = points(collector, "gen_ai.client.token.usage");
            assertThat(tokens.stream()
                            .map(point -> attributes(point.getAttributesList()).get("gen_ai.token.type") + " "
                                    + (long) point.getSum()))
                    .containsExactlyInAnyOrder("input " + 18 * 17, "output " + 18 * 3);
            assertThat(tokens)
                    .allSatisfy(point -> assertThat(point.getExplicitBoundsList())
                            .isEqualTo(Conventions.TOKEN_BOUNDARIES.stream()
                                    .map(Long::doubleValue)
                                    .toList()));
        }
    }

    private static List<HistogramDataPoint> points(FakeCollector collector, String metric) {
        return Objects.requireNonNull(collector.metrics().get(metric), metric)
                .getHistogram()
                .getDataPointsList();
    }

    @Test
    void toolsLieUnderTheirSample() {
        Instant start = Instant.parse("2026-11-26T01:00:00Z");
        SampleEvent.ToolEvent read = new SampleEvent.ToolEvent(
                start,
                new ToolCall("c1", "read_file", "{\"path\":\"/secret\"}"),
                "text",
                Optional.empty(),
                Duration.ofMillis(250),
                false);
        SampleEvent.ToolEvent late = new SampleEvent.ToolEvent(
                start,
                new ToolCall("c2" + "y".repeat(5_000), "x".repeat(64), ""),
                "",
                Optional.of(new ToolError("timeout", "late")),
                Duration.ofMillis(1),
                false);
        try (FakeCollector collector = FakeCollector.open();
                RunTelemetry telemetry = RunTelemetry.open(PLAIN)) {
            telemetry.begin("assay.eval", Map.of());
            telemetry.finished(sample(start, List.of(offering(start, "read_file", "x".repeat(64)), read, late)));
            assertThat(telemetry.end(Map.of(), false)).isEmpty();
            Span sample = collector.spans("assay.sample").getFirst();
            Span tool = collector.spans("execute_tool read_file").getFirst();
            assertThat(tool.getParentSpanId()).isEqualTo(sample.getSpanId());
            assertThat(tool.getEndTimeUnixNano() - tool.getStartTimeUnixNano()).isEqualTo(250_000_000L);
            assertThat(attributes(tool.getAttributesList()))
                    .isEqualTo(Map.of(
                            "gen_ai.operation.name", "execute_tool",
                            "gen_ai.tool.name", "read_file",
                            "gen_ai.tool.call.id", "c1",
                            "gen_ai.tool.type", "function"));
            Span failed = collector.spans("execute_tool " + "x".repeat(64)).getFirst();
            assertThat(attributes(failed.getAttributesList()))
                    .containsEntry("error.type", "timeout")
                    .containsEntry("gen_ai.tool.call.id", "c2" + "y".repeat(62));
        }
    }

    @Test
    void aNameThatTheModelMadeUpIsToldOnlyWithWhatWasSaid() {
        Instant start = Instant.parse("2026-11-26T01:00:00Z");
        SampleEvent.ToolEvent madeUp = new SampleEvent.ToolEvent(
                start,
                new ToolCall("c1", "swordfish" + "x".repeat(5_000), "{}"),
                "",
                Optional.of(new ToolError("parsing", "There is no such tool.")),
                Duration.ofMillis(1),
                false);
        for (boolean content : new boolean[] {false, true}) {
            try (FakeCollector collector = FakeCollector.open();
                    RunTelemetry telemetry = RunTelemetry.open(new TelemetrySettings(content, true, "1.2"))) {
                telemetry.begin("assay.eval", Map.of());
                telemetry.finished(sample(start, List.of(offering(start, "read_file"), madeUp)));
                assertThat(telemetry.end(Map.of(), false)).isEmpty();
                String name = content ? "swordfish" + "x".repeat(119) : "_unknown";
                assertThat(attributes(collector
                                .spans("execute_tool " + name)
                                .getFirst()
                                .getAttributesList()))
                        .containsEntry("gen_ai.tool.name", name);
                assertThat(collector.spans().toString().contains("swordfish")).isEqualTo(content);
            }
        }
    }

    @Test
    void whatFailsInTheTellingEndsNoRunAndIsCounted() {
        Instant start = Instant.parse("2026-11-26T01:00:00Z");
        SampleEvent.ToolEvent endless = new SampleEvent.ToolEvent(
                start,
                new ToolCall("c1", "wait", "{}"),
                "",
                Optional.empty(),
                Duration.ofSeconds(Long.MAX_VALUE),
                false);
        try (FakeCollector collector = FakeCollector.open();
                RunTelemetry telemetry = RunTelemetry.open(PLAIN)) {
            telemetry.begin("assay.eval", Map.of());
            telemetry.finished(sample(start, List.of(endless)));
            assertThat(telemetry.end(Map.of(), false))
                    .hasValueSatisfying(
                            clause -> assertThat(clause).startsWith("telemetry failed 1 time within itself ("));
            assertThat(collector.spans("assay.sample")).hasSize(1);
        }
    }

    private static SampleEvent.ModelEvent offering(Instant start, String... tools) {
        return new SampleEvent.ModelEvent(
                start,
                "puppet",
                "",
                new ModelRequest(
                        List.of(ChatMessage.user("q")),
                        List.of(tools).stream()
                                .map(name -> new ToolInfo(name, "", "{}"))
                                .toList(),
                        ToolChoice.AUTO,
                        GenerateConfig.DEFAULT),
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO,
                0,
                false);
    }

    private static EvalSample sample(Instant start, List<SampleEvent> events) {
        return new EvalSample(
                "s",
                1,
                List.of(),
                List.of(),
                Target.of("t"),
                List.of(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                ModelUsage.NONE,
                start,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                events);
    }

    @Test
    void whatACollectorRefusesIsCounted() {
        try (FakeCollector collector = FakeCollector.refusing(503)) {
            assertThat(run(20, PLAIN))
                    .hasValueSatisfying(clause -> assertThat(clause)
                            .startsWith("41 of 41 spans did not reach the collector at " + collector.address() + " ("));
        }
    }

    @Test
    void aCollectorThatIsNotThereEndsNothing() {
        String gone;
        try (FakeCollector collector = FakeCollector.open()) {
            gone = collector.address();
        }
        System.setProperty("otel.exporter.otlp.endpoint", gone);
        try {
            assertThat(run(20, PLAIN))
                    .hasValue("41 of 41 spans did not reach the collector at " + gone + " (it takes no connection)");
        } finally {
            System.clearProperty("otel.exporter.otlp.endpoint");
        }
    }

    @Test
    void aCollectorThatIsSilentHoldsTheEndUpNoLongerThanStated() {
        try (FakeCollector collector = FakeCollector.silent()) {
            assertThat(run(20, PLAIN, GenerateConfig.DEFAULT, Duration.ofMillis(50)))
                    .hasValue("41 of 41 spans did not reach the collector at " + collector.address()
                            + " (it did not answer in time)");
        }
    }

    @Test
    void moreSpansThanTheQueueHoldsAreDroppedAndCounted() {
        Map<String, String> settings = Map.of(
                "otel.bsp.max.queue.size", "64",
                "otel.bsp.max.export.batch.size", "64",
                "otel.bsp.export.timeout", "600000",
                "otel.exporter.otlp.timeout", "600000");
        settings.forEach(System::setProperty);
        try (FakeCollector collector = FakeCollector.silent()) {
            assertThat(run(2_000, PLAIN, GenerateConfig.DEFAULT, Duration.ofMillis(50)))
                    .hasValueSatisfying(
                            clause -> assertThat(clause).startsWith("4001 of 4001 spans did not reach the collector"));
            // One batch is under way until the collector answers; the queue holds another, and no more.
            assertThat(collector.spans()).hasSizeLessThanOrEqualTo(64);
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
    }

    @Test
    void offlineRefusesACollectorElsewhere() {
        refused("otel.exporter.otlp.endpoint", "http://collector.example:4318", PLAIN)
                .hasMessageContaining("'http://collector.example:4318' lies beyond this machine");
        refused("otel.exporter.otlp.endpoint", "http://127.example.com:4318", PLAIN)
                .hasMessageContaining("'http://127.example.com:4318' lies beyond this machine");
        refused("otel.exporter.otlp.metrics.endpoint", "https://u:p@10.0.0.1/v1/metrics", PLAIN)
                .hasMessageContaining("'https://10.0.0.1/v1/metrics' lies beyond this machine");
    }

    @Test
    void whatMakesNoSenseIsToldInOneSentence() {
        TelemetrySettings anywhere = new TelemetrySettings(false, false, "1.2");
        refused("otel.exporter.otlp.protocol", "grpc", anywhere).hasMessageContaining("only http/protobuf is spoken");
        refused("otel.exporter.otlp.endpoint", "collector:4318", anywhere).hasMessageContaining("collector:4318");
        refused("otel.bsp.max.queue.size", "many", anywhere).hasMessageContaining("otel.bsp.max.queue.size");
        refused("otel.traces.exporter", "nonesuch", anywhere).hasMessageContaining("nonesuch");
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
            String property, String value, TelemetrySettings settings) {
        System.setProperty(property, value);
        try {
            return assertThatThrownBy(() -> RunTelemetry.open(settings))
                    .isInstanceOf(TelemetryException.class)
                    .hasMessageStartingWith("telemetry cannot be set up: ")
                    .hasMessageNotContaining("\n");
        } finally {
            System.clearProperty(property);
        }
    }
}
