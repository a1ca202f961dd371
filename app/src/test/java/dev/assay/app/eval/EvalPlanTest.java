package dev.assay.app.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.app.Captured;
import dev.assay.core.claim.Intervals;
import dev.assay.core.claim.McNemarDesign;
import dev.assay.core.claim.SampleSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `./assay eval --plan`: what it says, and that it calls and writes nothing.
class EvalPlanTest {

    @TempDir
    private Path folder;

    private AnsweringServer server;

    @BeforeEach
    void start() throws IOException {
        server = AnsweringServer.halfRight();
    }

    @AfterEach
    void nobodyWasAsked() {
        server.close();
        assertThat(server.requests).hasValue(0);
    }

    private Path questions(int number, String metadata) throws IOException {
        return Files.writeString(
                folder.resolve("questions.jsonl"),
                IntStream.range(0, number)
                        .mapToObj(i -> "{\"id\": \"q" + i + "\", \"input\": \"Question " + i
                                + "?\", \"target\": \"yes\", \"metadata\": {" + metadata.formatted(i / 5) + "}}")
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    private Captured plan(Path data, String... more) {
        return Captured.run(Stream.concat(
                        Stream.of(
                                "eval",
                                "--plan",
                                "--data",
                                data.toString(),
                                "--out",
                                folder.resolve("run").toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private static JsonNode json(Captured captured) {
        assertThat(captured.code()).as(captured.err()).isZero();
        return JsonMapper.shared().readTree(captured.out());
    }

    @Test
    void saysWhatIsAskedAndWhatItCanShow() throws IOException {
        Captured plan = plan(questions(200, ""), "--model", server.target(), "--scorer", "exact");
        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(plan.out())
                .contains("graded by exact")
                .contains("asks      200 samples, 200 calls, without retries")
                .contains("51,200 written")
                .contains("50 %       0.0354   42.9 to 57.1   ±7.1")
                .contains("McNemar's exact test")
                .contains("nothing was called or written");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void theFiguresAreThoseOfTheFormulas() throws IOException {
        JsonNode plain = json(plan(questions(200, ""), "--expect", "0.7", "--detect", "0.03", "--json"));
        JsonNode row = plain.path("precision").path(0);
        assertThat(row.path("stderr").asDouble()).isCloseTo(Math.sqrt(0.21 / 200), within(1e-12));
        assertThat(row.path("interval_95").path("high").asDouble())
                .isEqualTo(Intervals.clopperPearson(140, 200, 0.95).high());
        McNemarDesign design = new McNemarDesign(0.21, 0.05);
        assertThat(row.path("detectable").path(0).path("same_samples").asDouble())
                .isCloseTo(design.detectable(200, 0.8), within(1e-9));
        assertThat(row.path("samples_needed").path(1).path("same_samples").asLong())
                .isEqualTo(design.items(0.03, 0.9));
        assertThat(row.path("samples_needed").path(0).path("other_samples").asDouble())
                .isEqualTo(Math.ceil(new SampleSize(0.42, 0, 1, 0.05, 0.8).items(0.03)));
    }

    @Test
    void epochsShrinkWhatVariesWithinASampleAlone() throws IOException {
        String[] four = {"--epochs", "4", "--temperature", "1", "--epoch-correlation", "0.6", "--expect", "0.5"};
        JsonNode plan = json(plan(
                questions(100, ""),
                Stream.concat(Stream.of(four), Stream.of("--json", "--correlation", "0.2"))
                        .toArray(String[]::new)));
        JsonNode row = plan.path("precision").path(0);
        assertThat(plan.path("asks").path("model").path("calls").asInt()).isEqualTo(400);
        assertThat(row.path("stderr").asDouble()).isCloseTo(Math.sqrt(0.25 * (0.6 + 0.1) / 100), within(1e-12));
        assertThat(row.path("detectable").path(1).path("same_samples").asDouble())
                .isCloseTo(new SampleSize(0.2, 0.1, 4, 0.05, 0.9).detectable(100, 99), within(1e-12));
        assertThat(plan(questions(100, ""), "--epochs", "4").out()).contains("epochs    add nothing");
    }

    @Test
    void clustersAreFoundAndCounted() throws IOException {
        Path data = questions(100, "\"group\": \"g%d\"");
        JsonNode plan = json(plan(data, "--expect", "0.5", "--icc", "0.25", "--json"));
        JsonNode clusters = plan.path("clusters");
        assertThat(clusters.path("field").asString()).isEqualTo("group");
        assertThat(clusters.path("number").asInt()).isEqualTo(20);
        assertThat(clusters.path("design_effect").asDouble()).isCloseTo(2, within(1e-12));
        JsonNode row = plan.path("precision").path(0);
        assertThat(row.path("stderr").asDouble()).isCloseTo(Math.sqrt(0.25 * 2 / 100), within(1e-12));
        assertThat(row.path("interval_95").path("method").asString()).isEqualTo("Korn-Graubard over 20 clusters");
        assertThat(plan(data).out()).contains("20 by 'group'", "0.1 (assumed: --icc): design effect 1.40");
        assertThat(plan(data, "--cluster", "passage").err()).contains("has no metadata 'passage'");
    }

    @Test
    void fewClustersFindAsMuchAsTheirDegreesOfFreedomAllow() throws IOException {
        String[] options = {"--expect", "0.5", "--icc", "0.25", "--detect", "0.2", "--json"};
        JsonNode row = json(plan(questions(100, "\"group\": \"g%d\""), options))
                .path("precision")
                .path(0);
        // 20 clusters of 5, deff 2: (t_19,.025 + t_19,.2) sqrt(2 .25 (1 - .5) 2/100), with mpmath's quantiles.
        double found = row.path("detectable").path(0).path("same_samples").asDouble();
        assertThat(found).isCloseTo((2.0930240544 + 0.8609505503) * Math.sqrt(0.005), within(1e-9));
        // 105 samples are 21 clusters: (2.0859634 + .8599644) sqrt(.5/105) = .2033 finds .2 not yet; 110 are 22:
        // (2.0796138 + .8590740) sqrt(.5/110) = .1981 does.
        assertThat(row.path("samples_needed").path(0).path("same_samples").asLong())
                .isBetween(106L, 110L);
        JsonNode single = json(plan(
                        questions(4, "\"group\": \"g%d\""), "--cluster", "group", "--detect", "0.2", "--json"))
                .path("precision")
                .path(0);
        assertThat(single.path("detectable").path(0).path("same_samples").isNull())
                .isTrue();
        assertThat(single.path("detectable").path(0).path("other_samples").isNull())
                .isTrue();
    }

    @Test
    void oneSampleIsOne() throws IOException {
        assertThat(plan(questions(1, "")).out()).contains("asks      1 sample, 1 call,");
    }

    @Test
    void gradersAndTurnsAreCountedAndPriced() throws IOException {
        Path task = Files.writeString(
                folder.resolve("task.yaml"),
                "name: turns\ndataset: " + questions(10, "")
                        + "\nsolver:\n  - multi_turn: [Sure?, Really?]\n"
                        + "scorer:\n  - model_graded_qa: {graders: [\"" + server.target() + "\"]}\n");
        Path prices = Files.writeString(
                folder.resolve("prices.yaml"), "models:\n  \"" + server.target() + "\": {input: 1000000, output: 0}\n");
        JsonNode plan = json(Captured.run(
                "eval",
                "--plan",
                "--task",
                task.toString(),
                "--model",
                server.target(),
                "--prices",
                prices.toString(),
                "--json"));
        JsonNode asks = plan.path("asks");
        assertThat(asks.path("model").path("calls").asInt()).isEqualTo(30);
        assertThat(asks.path("model").path("output_tokens_at_most").asInt()).isEqualTo(30 * 256);
        // The second call may hold one whole answer, the third two.
        assertThat(asks.path("model").path("input_tokens_at_most").asInt()).isGreaterThan(10 * 3 * 256);
        JsonNode grader = asks.path("graders").path(server.target());
        assertThat(grader.path("calls").asInt()).isEqualTo(10);
        assertThat(plan.path("cost_at_most").path("amount").asDouble())
                .isEqualTo(asks.path("model").path("input_tokens_at_most").asLong()
                        + grader.path("input_tokens_at_most").asLong());
    }

    @Test
    void anAnswerThatIsToldTwiceIsCountedTwice() throws IOException {
        Path task = Files.writeString(
                folder.resolve("task.yaml"),
                "name: critique\ndataset: " + questions(10, "")
                        + "\nsolver:\n  - generate\n  - self_critique: {critique: \"{question} {answer} {answer}"
                        + " {answer}\", revision: \"{critique}\"}\nscorer: exact\n");
        JsonNode plan = json(Captured.run(
                "eval",
                "--plan",
                "--task",
                task.toString(),
                "--model",
                server.target(),
                "--max-tokens",
                "1000",
                "--json"));
        JsonNode model = plan.path("asks").path("model");
        assertThat(model.path("calls").asInt()).isEqualTo(30);
        // The critique is told three answers; the revision the answer and the critique.
        assertThat(model.path("input_tokens_at_most").asInt()).isBetween(10 * 5 * 1000, 10 * 6 * 1000);
    }

    @Test
    void aTaskThatStartsAProgramIsPlannedAndSaysThatTheRunNeedsTheSwitch() throws IOException {
        Path marker = folder.resolve("started");
        Path task = Files.writeString(
                folder.resolve("task.yaml"),
                "name: mcp\ndataset: " + questions(2, "")
                        + "\nsolver: {agent: {tools: {mcp: {command: [touch, \"" + marker
                        + "\"]}}}}\nscorer: exact\n");
        String[] words = {"eval", "--plan", "--task", task.toString()};
        Captured plan = Captured.run(words);
        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(plan.out())
                .contains("needs     --allow-programs, without which the run is refused: the task starts ");
        assertThat(json(Captured.run(with(words, "--json")))
                        .path("needs_allow_programs")
                        .asBoolean())
                .isTrue();
        assertThat(Captured.run(with(words, "--allow-programs")).out()).doesNotContain("needs     ");
        assertThat(json(plan(questions(2, ""), "--json"))
                        .path("needs_allow_programs")
                        .asBoolean())
                .isFalse();
        assertThat(marker).doesNotExist();
    }

    private static String[] with(String[] words, String more) {
        return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void withoutADatasetItShowsSomeSizes() {
        Captured plan = Captured.run("eval", "--plan", "--detect", "0.05");
        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("10,000     0.0050   49.0 to 51.0   ±1.0", "difference of 5.0 points");
        JsonNode json = json(Captured.run("eval", "--plan", "--json"));
        assertThat(json.path("precision")).hasSize(8);
    }

    @Test
    void aTooSmallBudgetIsTold() throws IOException {
        assertThat(plan(questions(20, ""), "--model", server.target(), "--budget", "5calls")
                        .out())
                .contains("budget    5 calls do not bear the worst of that");
        assertThat(plan(questions(20, ""), "--model", server.target(), "--budget", "20calls")
                        .out())
                .doesNotContain("do not bear");
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                Arguments.of("--plan --detect 0", "--detect must be over 0 and under 1, but is 0"),
                Arguments.of("--plan --detect 1e-10", "--detect must be at least 0.000001, but is 1e-10"),
                Arguments.of("--plan --expect 1.2", "--expect must be over 0 and under 1, but is 1.2"),
                Arguments.of("--plan --expect half", "--expect 'half' is no number"),
                Arguments.of("--plan --icc -0.1", "--icc must be at least 0 and at most 1"),
                Arguments.of("--plan --correlation 1", "--correlation must be at least 0 and under 1"),
                Arguments.of("--plan --correlation 0.8 --epoch-correlation 0.5", "cannot agree more"),
                Arguments.of("--plan --cluster group", "--cluster names metadata of samples"),
                Arguments.of("--plan --epochs 0", "epochs must be at least 1"),
                Arguments.of("--plan --data nowhere.jsonl", "There is no file"),
                Arguments.of("--plan --resume run", "leave --resume away"),
                Arguments.of("--plan --detach", "leave --detach away"),
                Arguments.of("--plan --detect NaN", "--detect must be over 0"),
                Arguments.of("--detect 0.03", "--detect goes with --plan"));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void whatIsImpossibleIsToldInOneSentence(String options, String sentence) {
        Captured plan = Captured.run(("eval " + options).split(" "));
        assertThat(plan.code()).isEqualTo(2);
        assertThat(plan.err()).startsWith("error: ").contains(sentence).doesNotContain("\tat ");
        assertThat(plan.out()).isEmpty();
    }
}
