package dev.assay.app.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.app.Captured;
import dev.assay.app.telemetry.TelemetryMode;
import dev.assay.core.journal.InMemoryEvalJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A run goes on within the bounds that it had, unless others are given.
class ResumedSettingsTest {

    @TempDir
    private Path folder;

    private static final EvalSettings BARE = new EvalSettings(
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            TelemetryMode.OFF,
            false,
            false,
            "./assay eval",
            false);

    private static EvalSettings settings(OptionalInt concurrency, Optional<String> budget, boolean offline) {
        return BARE.with(
                concurrency,
                OptionalInt.empty(),
                Optional.of(Duration.ofSeconds(90)),
                Optional.empty(),
                budget,
                Optional.of(Path.of("/prices.yaml")),
                Optional.empty(),
                offline);
    }

    private static EvalSettings nothing(Optional<String> budget) {
        return BARE.with(
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                budget,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    @Test
    void whatIsNotGivenIsAsBefore() {
        try (InMemoryEvalJournal journal = new InMemoryEvalJournal()) {
            assertThat(KeptSettings.over(nothing(Optional.empty()), journal)).isEqualTo(nothing(Optional.empty()));
            KeptSettings.note(journal, settings(OptionalInt.of(7), Optional.of("5calls,10m"), true));
            EvalSettings kept = KeptSettings.over(nothing(Optional.empty()), journal);
            assertThat(kept).isEqualTo(settings(OptionalInt.of(7), Optional.of("5calls,10m"), true));
            assertThat(KeptSettings.words(nothing(Optional.empty()), kept))
                    .isEqualTo("--concurrency 7 --budget 5calls,10m --timeout 90s --prices /prices.yaml --offline");
            EvalSettings given = settings(OptionalInt.of(9), Optional.of("6calls"), false);
            assertThat(KeptSettings.over(given, journal))
                    .isEqualTo(settings(OptionalInt.of(9), Optional.of("6calls"), true));
            assertThat(KeptSettings.over(nothing(Optional.of("none")), journal).budget())
                    .isEmpty();
            journal.putFact("settings", "{\"concurrency\": \"many\", \"timeout\": \"long\"");
            assertThat(KeptSettings.over(nothing(Optional.empty()), journal)).isEqualTo(nothing(Optional.empty()));
        }
    }

    @Test
    void aResumedRunHasItsBudgetAnewUntilItIsTakenBack() throws IOException {
        Path data = Files.writeString(
                folder.resolve("questions.jsonl"),
                IntStream.range(0, 30)
                        .mapToObj(i ->
                                "{\"id\": \"q" + i + "\", \"input\": \"Question " + i + "?\", \"target\": \"yes\"}")
                        .collect(Collectors.joining("\n", "", "\n")));
        String run = folder.resolve("run").toString();
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            Captured first = Captured.run(
                    "eval",
                    "--data",
                    data.toString(),
                    "--model",
                    server.target(),
                    "--out",
                    run,
                    "--budget",
                    "8calls",
                    "--concurrency",
                    "3");
            assertThat(first.code()).isEqualTo(3);
            assertThat(server.requests).hasValue(8);
            Captured second = Captured.run("eval", "--resume", run);
            assertThat(second.code()).as(second.err()).isEqualTo(3);
            assertThat(second.out())
                    .contains("goes on with --concurrency 3 --budget 8calls, as before", "--budget none for no budget");
            assertThat(server.requests).hasValue(16);
            JsonNode status = JsonMapper.shared().readTree(Files.readString(Path.of(run, "status.json")));
            assertThat(status.path("concurrency").asInt()).isEqualTo(3);
            Captured last = Captured.run("eval", "--resume", run, "--budget", "none");
            assertThat(last.code()).as(last.err()).isZero();
            assertThat(server.requests).hasValue(30);
            assertThat(Captured.run("eval", "--resume", run).out()).doesNotContain("--budget");
        }
    }

    @Test
    void aPriceThatIsMissingIsToldBeforeTheFirstCall() throws IOException {
        Path data = Files.writeString(
                folder.resolve("one.jsonl"), "{\"id\":\"a\",\"input\":\"Question 2?\",\"target\":\"yes\"}\n");
        Path prices =
                Files.writeString(folder.resolve("prices.yaml"), "models:\n  openai/gpt-4.1: {input: 2, output: 8}\n");
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            Captured run = Captured.run(
                    "eval",
                    "--data",
                    data.toString(),
                    "--model",
                    server.target(),
                    "--out",
                    folder.resolve("run").toString(),
                    "--prices",
                    prices.toString());
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out().lines().findFirst().orElse(""))
                    .contains("has no price of '" + server.target() + "'", "is not counted");
        }
    }
}
