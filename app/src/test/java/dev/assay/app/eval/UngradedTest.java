package dev.assay.app.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.app.Captured;
import dev.assay.app.RunFolder;
import dev.assay.app.eval.AnsweringServer.Reply;
import dev.assay.core.journal.EvalJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A run in which samples have no grade says why, and one without any grade is no success.
class UngradedTest {

    @TempDir
    private Path folder;

    private Path questions(int number, int targets) throws IOException {
        return Files.writeString(
                folder.resolve("questions.jsonl"),
                IntStream.range(0, number)
                        .mapToObj(i -> "{\"id\": \"q" + i + "\", \"input\": \"Question " + i + "?\""
                                + (i < targets ? ", \"target\": \"yes\"" : "") + "}")
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    private Captured eval(Path data, AnsweringServer server, String... more) {
        Stream<String> words =
                Stream.of("eval", "--data", data.toString(), "--model", server.target(), "--out", run().toString());
        return Captured.run(Stream.concat(words, Stream.of(more)).toArray(String[]::new));
    }

    private Path run() {
        return folder.resolve("run");
    }

    private JsonNode result() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(run().resolve("result.json")));
    }

    @Test
    void aDatasetWithoutAnyTargetIsRefusedBeforeTheFirstCall() throws IOException {
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            Captured refused = eval(questions(12, 0), server, "--scorer", "includes", "--scorer", "rougeL");
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err())
                    .contains(
                            "none of the 12 samples of",
                            "includes, rougeL would grade nothing",
                            "fields: {target: NAME}")
                    .doesNotContain("\tat ");
            assertThat(eval(questions(12, 0), server, "--plan").err()).contains("has a target");
            assertThat(run()).doesNotExist();
            assertThat(server.requests).hasValue(0);
        }
    }

    @Test
    void samplesWithoutATargetAreToldWithTheirNumber() throws IOException {
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            Captured run = eval(questions(12, 4), server);
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out())
                    .contains("12 = 4 scored + 8 excluded + 0 errored")
                    .contains("why       8 without a grade by includes: The sample has no target.");
            JsonNode reason = result().path("reasons").path(0);
            assertThat(reason.path("kind").asString()).isEqualTo("ungraded");
            assertThat(reason.path("scorer").asString()).isEqualTo("includes");
            assertThat(reason.path("samples").asInt()).isEqualTo(8);
        }
    }

    @Test
    void aGraderWithoutVerdictsIsNoSuccess() throws IOException {
        try (AnsweringServer server = AnsweringServer.halfRight();
                AnsweringServer grader = new AnsweringServer((_, _) -> Reply.ok("I cannot say."))) {
            String[] scorers = {"--scorer", "includes", "--scorer", "model_graded_qa:" + grader.target()};
            Captured run = eval(questions(6, 6), server, scorers);
            assertThat(run.code()).isEqualTo(4);
            assertThat(run.out())
                    .contains("model_graded_qa graded no sample: there are no figures")
                    .contains("why       6 without a grade by model_graded_qa: The grader's reply does not end");
            assertThat(result().path("exit").asInt()).isEqualTo(4);
            Captured again = Captured.run(
                    "score", run().toString(), "--scorer", "model_graded_fact:" + grader.target(), "--json");
            assertThat(again.code()).isEqualTo(4);
            assertThat(JsonMapper.shared()
                            .readTree(again.out())
                            .path("reasons")
                            .path(0)
                            .path("samples")
                            .asInt())
                    .isEqualTo(6);
        }
    }

    @Test
    void errorsOfAllSessionsAreToldOnceEachAndEscaped() throws IOException {
        AtomicBoolean later = new AtomicBoolean();
        AnsweringServer.Script script = (question, _) -> question % 4 == 0
                ? new Reply(400, "bad \\u001b[31m number " + question + (later.get() ? " later" : ""))
                : Reply.ok("yes");
        try (AnsweringServer server = new AnsweringServer(script)) {
            assertThat(eval(questions(20, 20), server, "--budget", "10calls", "--concurrency", "1")
                            .code())
                    .isEqualTo(4);
            later.set(true);
            Captured rest = Captured.run("eval", "--resume", run().toString());
            assertThat(rest.code()).isEqualTo(4);
            assertThat(rest.out())
                    .contains("20 = 15 scored + 0 excluded + 5 errored")
                    .doesNotContain("\u001b");
            long told = 0;
            for (JsonNode reason : result().path("reasons")) {
                assertThat(reason.path("kind").asString()).isEqualTo("errored");
                told += reason.path("samples").asLong();
            }
            assertThat(told).isEqualTo(5);
            assertThat(rest.out().lines().filter(line -> line.contains(" errored: ")))
                    .isNotEmpty();
        }
    }

    @Test
    void gradesAreNotReplacedByNone() throws IOException {
        try (AnsweringServer server = AnsweringServer.halfRight();
                AnsweringServer grader = new AnsweringServer((_, _) -> Reply.ok("GRADE: C"))) {
            Path task = Files.writeString(
                    folder.resolve("task.yaml"),
                    "name: open\ndataset: " + questions(4, 0)
                            + "\nscorer:\n  - model_graded_qa: {criterion: polite, graders: [\"" + grader.target()
                            + "\"]}\n");
            Captured run = Captured.run(
                    "eval", "--task", task.toString(), "--model", server.target(), "--out", run().toString());
            assertThat(run.code()).as(run.err()).isZero();
            Captured refused = Captured.run("score", run().toString(), "--scorer", "exact");
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err()).contains("none of the 4 samples of run", "exact would grade nothing");
            try (EvalJournal journal = EvalRuns.openReadOnly(new RunFolder(run()))) {
                journal.forEachRow(row -> assertThat(row.scores()).containsEntry("model_graded_qa", 1.0));
            }
        }
    }
}
