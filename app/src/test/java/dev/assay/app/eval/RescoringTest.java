package dev.assay.app.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.app.Captured;
import dev.assay.app.RunFolder;
import dev.assay.app.eval.AnsweringServer.Reply;
import dev.assay.core.journal.EvalHeader;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.run.EvalFigures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `./assay score` on runs that were really made, and what shows them afterwards.
class RescoringTest {

    @TempDir
    private Path folder;

    private Path run() {
        return folder.resolve("run");
    }

    private Path questions(int number) throws IOException {
        return Files.writeString(
                folder.resolve("questions.jsonl"),
                IntStream.range(0, number)
                        .mapToObj(i -> "{\"id\": \"q" + i + "\", \"input\": \"Question " + i
                                + "?\", \"target\": \"yes\", \"metadata\": {\"half\": \"" + i % 2 + "\"}}")
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    private Captured eval(AnsweringServer server, String... more) throws IOException {
        String[] words = {
            "eval", "--data", questions(20).toString(), "--model", server.target(), "--out", run().toString()
        };
        return Captured.run(
                java.util.stream.Stream.concat(java.util.Arrays.stream(words), java.util.Arrays.stream(more))
                        .toArray(String[]::new));
    }

    private Captured score(String... more) {
        return Captured.run(java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("score", run().toString()), java.util.Arrays.stream(more))
                .toArray(String[]::new));
    }

    private JsonNode result() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(run().resolve("result.json")));
    }

    private EvalJournal journal() {
        return EvalRuns.openReadOnly(new RunFolder(run()));
    }

    private Map<Long, Map<String, Double>> grades() {
        Map<Long, Map<String, Double>> grades = new TreeMap<>();
        try (EvalJournal journal = journal()) {
            journal.forEachRow(row -> grades.put(row.key().position(), row.scores()));
        }
        return grades;
    }

    @Test
    void aGradingThatWasCutOffGoesOnWithTheRest() throws IOException {
        AtomicBoolean broken = new AtomicBoolean();
        try (AnsweringServer server = AnsweringServer.halfRight();
                AnsweringServer first = new AnsweringServer((_, _) -> Reply.ok("GRADE: C"));
                AnsweringServer second = new AnsweringServer(
                        (_, request) -> broken.get() && request > 5 ? new Reply(400, "no") : Reply.ok("GRADE: I"))) {
            eval(server, "--scorer", "model_graded_qa:" + first.target());
            assertThat(grades().values()).containsOnly(Map.of("model_graded_qa", 1.0));
            String before = Files.readString(run().resolve("result.json"));
            broken.set(true);
            String again = "model_graded_qa:" + second.target();
            Captured cut = score("--scorer", again, "--concurrency", "1");
            assertThat(cut.code()).as(cut.err()).isEqualTo(4);
            assertThat(cut.err() + cut.out()).contains("5 samples were graded, and 15 could not be");
            assertThat(Files.readString(run().resolve("result.json"))).isEqualTo(before);
            String half = "graded again in part: 5 of 20 samples have the new grades";
            String name = run().toString();
            Captured compared = Captured.run("compare", name, name);
            assertThat(compared.code()).isEqualTo(2);
            assertThat(compared.err()).contains(half, "finish it with ./assay score", "then compare.");
            Captured converted = Captured.run(
                    "logs",
                    "convert",
                    name,
                    "--to",
                    "jsonl",
                    "--out",
                    folder.resolve("half.jsonl").toString());
            assertThat(converted.code()).as(converted.err()).isZero();
            assertThat(converted.err()).contains(half);
            assertThat(Captured.run("runs", "show", name).out()).contains(half);
            broken.set(false);
            Captured other = score("--scorer", "exact", "--append");
            assertThat(other.code()).isEqualTo(2);
            assertThat(other.err()).contains("give the same command again first");
            Captured rest = score("--scorer", again, "--concurrency", "1");
            assertThat(rest.code()).as(rest.err()).isZero();
            assertThat(Captured.run("compare", name, name).err()).isEmpty();
            assertThat(second.requests).hasValue(20 + 15);
            assertThat(grades().values()).containsOnly(Map.of("model_graded_qa", 0.0));
            assertThat(result().path("scores")
                            .path(0)
                            .path("metrics")
                            .path("accuracy")
                            .asDouble())
                    .isZero();
            // Done is done: given once more it is a new grading.
            assertThat(score("--scorer", again).code()).isZero();
            assertThat(second.requests).hasValue(20 + 15 + 20);
        }
    }

    @Test
    void aScorerThatOverflowsTheStackGradesNothingAndSaysSo() throws IOException {
        // Alternatives that are repeated are matched by recursion, a frame a character.
        String deep = "pattern:(?:[^A]|A(?!NSWER))*ANSWER: (\\w+)";
        try (AnsweringServer server = new AnsweringServer(
                (question, _) -> Reply.ok((question == 3 ? "x".repeat(200_000) : "x") + " ANSWER: yes"))) {
            assertThat(eval(server).code()).isZero();
        }
        String before = Files.readString(run().resolve("result.json"));
        Captured scored = score("--scorer", deep);
        assertThat(scored.code()).as(scored.out() + scored.err()).isEqualTo(4);
        assertThat(scored.err()).contains("sample 'q3' could not be graded: java.lang.StackOverflowError");
        assertThat(scored.out()).contains("19 samples were graded, and 1 could not be");
        assertThat(Files.readString(run().resolve("result.json"))).isEqualTo(before);
        assertThat(grades().get(3L)).isEqualTo(Map.of("includes", 1.0));
    }

    @Test
    void aGraderThatRefusesForGoodIsAskedNoMore() throws IOException {
        try (AnsweringServer server = AnsweringServer.halfRight();
                AnsweringServer grader = new AnsweringServer((_, _) -> new Reply(401, "no"))) {
            eval(server);
            Captured refused = score("--scorer", "model_graded_qa:" + grader.target(), "--concurrency", "1");
            assertThat(refused.code()).as(refused.err()).isEqualTo(4);
            assertThat(refused.err()).contains("could not be graded");
            assertThat(refused.out()).contains("the rest could not be").contains("The same command goes on");
            assertThat(grader.requests.get()).isLessThan(5);
            assertThat(grades().get(0L)).isEqualTo(Map.of("includes", 1.0));
            try (EvalJournal journal = journal()) {
                assertThat(EvalRuns.scorers(journal, journal.header().orElseThrow()))
                        .containsExactly("includes");
            }
        }
    }

    @Test
    void whatIsConvertedNamesTheScorersOfThePresentGrades() throws IOException {
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            eval(server);
            assertThat(score("--scorer", "exact").code()).isZero();
        }
        Path table = folder.resolve("run.parquet");
        assertThat(convert("parquet", table).code()).isZero();
        assertThat(Files.readString(table, StandardCharsets.ISO_8859_1))
                .contains("score_exact")
                .doesNotContain("score_includes");
        Path log = folder.resolve("run.eval");
        assertThat(convert("eval", log).code()).isZero();
        try (ZipFile archive = new ZipFile(log.toFile());
                InputStream header = archive.getInputStream(archive.getEntry("header.json"))) {
            JsonNode json = JsonMapper.shared().readTree(header);
            assertThat(json.path("eval").path("scorers")).hasSize(1);
            assertThat(json.path("eval").path("scorers").path(0).path("name").asString())
                    .isEqualTo("exact");
        }
    }

    private Captured convert(String format, Path target) {
        return Captured.run("logs", "convert", run().toString(), "--to", format, "--out", target.toString());
    }

    @Test
    void aTasksOwnMetricsAreComputedAgainWhileTheTaskIsThere() throws IOException {
        questions(10);
        Path task = Files.writeString(folder.resolve("task.yaml"), """
                name: halves
                dataset:
                  file: questions.jsonl
                  fields: {input: input, target: target, id: id, metadata: {half: metadata.half}}
                scorer: includes
                metrics: [accuracy, {stderr: {cluster: half}}, {accuracy: {by: half}}]
                """);
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            Captured begun = Captured.run(
                    "eval", "--task", task.toString(), "--model", server.target(), "--out", run().toString());
            assertThat(begun.code()).as(begun.err()).isZero();
        }
        JsonNode before = result().path("scores").path(0).path("metrics");
        assertThat(before.propertyNames()).hasSizeGreaterThan(2);
        Captured again = score("--scorer", "exact");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(result().path("scores").path(0).path("metrics")).isEqualTo(before);
        Files.delete(task);
        Captured alone = score("--scorer", "exact");
        assertThat(alone.code()).as(alone.err()).isZero();
        assertThat(alone.out())
                .contains("only accuracy and stderr were computed")
                .contains("task.yaml");
        assertThat(result().path("scores").path(0).path("metrics").propertyNames())
                .containsExactly("accuracy", "stderr");
        // Whether samples are clustered nobody knows any more: an interval of independent ones would be too narrow.
        assertThat(result().path("scores").path(0).has("interval_95")).isFalse();
        assertThat(Captured.run("runs", "show", run().toString()).out()).doesNotContain("95 % interval");
    }

    @Test
    void aClusteredTaskNeedsNoGraderToBeShown() throws IOException {
        questions(10);
        String text = """
                name: halves
                dataset: questions.jsonl
                scorer:
                  - model_graded_qa: {graders: ["%s"]}
                metrics: [accuracy, {stderr: {cluster: half}}]
                """;
        Path near = folder.resolve("near.yaml");
        // A grader that is neither on this machine nor has its key here.
        Path far = Files.writeString(folder.resolve("far.yaml"), text.formatted("openai/gpt-none"));
        try (AnsweringServer server = AnsweringServer.halfRight();
                AnsweringServer grader =
                        new AnsweringServer((_, request) -> Reply.ok(request % 3 == 0 ? "GRADE: I" : "GRADE: C"))) {
            Files.writeString(near, text.formatted(grader.target()));
            Captured begun = Captured.run(
                    "eval", "--task", near.toString(), "--model", server.target(), "--out", run().toString());
            assertThat(begun.code()).as(begun.err()).isZero();
        }
        List<String> notes = new ArrayList<>();
        try (EvalJournal journal = journal()) {
            EvalHeader header = journal.header().orElseThrow();
            EvalFigures here = RunFigures.of(journal, header, notes::add);
            String definition = header.definition().replace("near.yaml", "far.yaml");
            EvalDefinition other = EvalDefinition.ofJson(definition);
            EvalHeader elsewhere = new EvalHeader(
                    header.runId(),
                    header.eval(),
                    header.plan(),
                    definition,
                    EvalSession.digest(other, TaskAssembly.task(other, new UnaskedGraders())),
                    header.command(),
                    header.assayVersion());
            EvalFigures there = RunFigures.of(journal, elsewhere, notes::add);
            assertThat(notes).isEmpty();
            assertThat(there).isEqualTo(here);
            assertThat(there.results()
                            .scores()
                            .getFirst()
                            .interval()
                            .orElseThrow()
                            .method())
                    .isEqualTo("Korn-Graubard over 2 clusters");
        }
        assertThat(far).exists();
    }

    @Test
    void aClusterThatASampleLacksIsToldBeforeTheFirstCall() throws IOException {
        Path data = Files.writeString(folder.resolve("some.jsonl"), """
                {"id": "a", "input": "Question 0?", "target": "yes", "metadata": {"half": "0"}}
                {"id": "b", "input": "Question 1?", "target": "yes"}
                """);
        Path task = Files.writeString(
                folder.resolve("task.yaml"),
                "name: some\ndataset: " + data + "\nscorer: includes\nmetrics: [{stderr: {cluster: half}}]\n");
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            for (String plan : List.of("--plan", "--max-retries=0")) {
                Captured refused = Captured.run(
                        "eval", plan, "--task", task.toString(), "--model", server.target(), "--out", run().toString());
                assertThat(refused.code()).as(refused.out()).isEqualTo(2);
                assertThat(refused.err()).contains("Sample 'b' has no metadata 'half'", "take 'stderr' without");
            }
            assertThat(run()).doesNotExist();
            assertThat(server.requests).hasValue(0);
        }
    }

    @Test
    void aTasksOwnScorersStayWhatTheyAreBesideAddedOnes() throws IOException {
        questions(10);
        Path task = Files.writeString(folder.resolve("task.yaml"), """
                name: halves
                dataset: questions.jsonl
                scorer:
                  pattern: "^(yes|no)$"
                """);
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            Captured begun = Captured.run(
                    "eval",
                    "--task",
                    task.toString(),
                    "--model",
                    server.target(),
                    "--out",
                    run().toString(),
                    "--budget",
                    "4calls",
                    "--concurrency",
                    "1");
            assertThat(begun.code()).as(begun.err()).isEqualTo(3);
            assertThat(score("--scorer", "exact", "--append").code()).isZero();
            Captured resumed = Captured.run("eval", "--resume", run().toString(), "--budget", "none");
            assertThat(resumed.code()).as(resumed.err()).isZero();
            assertThat(grades()).hasSize(10);
            assertThat(grades().get(8L)).isEqualTo(Map.of("pattern", 1.0, "exact", 1.0));
            assertThat(grades().get(9L)).isEqualTo(Map.of("pattern", 0.0, "exact", 0.0));
        }
    }
}
