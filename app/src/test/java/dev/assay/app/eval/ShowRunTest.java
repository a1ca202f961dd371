package dev.assay.app.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.app.Captured;
import dev.assay.app.RunFolder;
import dev.assay.app.eval.AnsweringServer.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// `./assay runs show` and what `./assay score` says of the grades that it replaces.
class ShowRunTest {

    private static final String ESCAPE = "\u001b";

    @TempDir
    private Path folder;

    private String run = "";

    @BeforeEach
    void aRunOfSixSamplesOfWhichOneErrored() throws IOException {
        Path data = Files.writeString(
                folder.resolve("questions.jsonl"),
                IntStream.range(0, 6)
                        .mapToObj(i -> "{\"id\": \"q" + i + "\", \"input\": \"Question " + i
                                + "?\", \"target\": \"yes\", \"metadata\": {\"part\": \"one\"}}")
                        .collect(Collectors.joining("\n", "", "\n")));
        run = folder.resolve("run").toString();
        AnsweringServer.Script script = (question, _) -> question == 3
                ? new Reply(400, "no \\u001b[31m")
                : Reply.ok(question % 2 == 0 ? "yes \\u001b[2J" : "no\\nsecond line");
        try (AnsweringServer server = new AnsweringServer(script)) {
            Captured made = Captured.run(
                    "eval",
                    "--data",
                    data.toString(),
                    "--model",
                    server.target(),
                    "--out",
                    run,
                    "--system",
                    "Be short.",
                    "--tag",
                    "nightly",
                    "--max-tokens",
                    "50");
            assertThat(made.code()).as(made.err()).isEqualTo(4);
        }
    }

    @Test
    void aRunShowsItsSettingsFiguresAndWhatFailed() {
        Captured shown = Captured.run("runs", "show", run);
        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(shown.out())
                .contains("finished   begun", "system    Be short.", "options   --max-tokens 50", "tags      nightly")
                .contains("solver    system_message, generate")
                .contains("includes  accuracy 0.6000", "6 = 5 scored + 0 excluded + 1 errored")
                .contains("1 errored: ")
                .contains("failing   3 of 6 below 1 by includes, or without a grade: q1, q3, q5")
                .contains("./assay runs show", "q1")
                .doesNotContain("graded    ", ESCAPE);
        assertThat(Captured.run("logs", "show", run).out()).isEqualTo(shown.out());
        assertThat(Captured.run("logs", "show", run, "--json").err()).contains("is a run, which has no log header");
    }

    @Test
    void aSampleShowsWhatWasSaidEscaped() {
        Captured right = Captured.run("runs", "show", run, "q2");
        assertThat(right.code()).as(right.err()).isZero();
        assertThat(right.out())
                .contains("sample    q2", "metadata  part=one", "system    Be short.", "user      Question 2?")
                .contains("assistant yes \\u{1b}[2J", "target    yes", "grade     includes 1")
                .doesNotContain(ESCAPE);
        assertThat(Captured.run("runs", "show", run, "q1").out())
                .contains("assistant no\n            second line\n", "includes 0");
        assertThat(Captured.run("runs", "show", run, "q3").out())
                .contains("error     ")
                .doesNotContain(ESCAPE, "grade ");
        Captured json = Captured.run("runs", "show", run, "q2", "--epoch", "1", "--json");
        assertThat(JsonMapper.shared().readTree(json.out()).path("id").asString())
                .isEqualTo("q2");
    }

    @Test
    void whatIsNotThereIsToldWithTheRemedy() {
        assertThat(Captured.run("runs", "show", run, "q9").err()).contains("has no finished sample 'q9'");
        assertThat(Captured.run("runs", "show", run, "q1", "--epoch", "2").err())
                .contains("of epoch 2");
        assertThat(Captured.run("runs", "show", run, "--json").err()).contains("--json goes with a SAMPLE");
        assertThat(Captured.run("runs", "show", folder.resolve("nowhere").toString())
                        .err())
                .contains("no run '");
        assertThat(List.of(
                        Captured.run("runs", "show", run, "q9").code(),
                        Captured.run("runs", "show", run, "--json").code()))
                .containsOnly(2);
    }

    @Test
    void gradesThatAreReplacedAreToldAndStayInTheHistory() throws IOException {
        assertThat(RunState.of(new RunFolder(Path.of(run))).orElseThrow().score())
                .isEqualTo(OptionalDouble.of(0.6));
        Captured replaced = Captured.run("score", run, "--scorer", "exact");
        assertThat(replaced.out())
                .contains("replaces includes (5 grades); --append keeps both")
                .contains("replaced includes (5 grades); these stay in the journal");
        Captured added = Captured.run("score", run, "--scorer", "f1", "--append", "--json");
        assertThat(added.err()).doesNotContain("replace");
        RunState state = RunState.of(new RunFolder(Path.of(run))).orElseThrow();
        assertThat(state.scorer()).isEqualTo("exact");
        assertThat(state.score()).isEqualTo(OptionalDouble.of(0));
        assertThat(state.tags()).containsExactly("nightly");
        assertThat(Captured.run("runs", "show", run).out())
                .contains("graded    at first by includes", "instead by exact", "also by f1", "now by exact, f1");
        assertThat(Captured.run("runs", "show", run, "q2").out())
                .contains("grade     exact 0", "grade     before: includes 1");
    }

    @Test
    void aRunThatWasCutOffHasItsOwnScoreAndNotThatOfACommandBefore() throws IOException {
        RunFolder made = new RunFolder(Path.of(run));
        RunStatus ended = RunStatus.read(made).orElseThrow();
        EvalProgress before = ended.progress();
        new RunStatus(
                        ended.run(),
                        ended.task(),
                        ended.model(),
                        ended.pid(),
                        Instant.EPOCH,
                        Optional.empty(),
                        new EvalProgress(4, 6, 4, 0, 0, 0.25, 0, 0, 1, 0, before.perSecond(), before.tokens()))
                .write(made);
        Instant cut = Instant.parse("2026-01-02T00:00:00Z");
        Files.setLastModifiedTime(RunStatus.file(made), FileTime.from(cut));
        Files.setLastModifiedTime(ResultFile.path(made), FileTime.from(cut.minusSeconds(60)));
        RunState state = RunState.of(made).orElseThrow();
        assertThat(state.word()).isEqualTo("cut off");
        assertThat(state.score()).isEqualTo(OptionalDouble.of(0.25));
        // What was graded after that is the run's.
        Files.setLastModifiedTime(ResultFile.path(made), FileTime.from(cut.plusSeconds(60)));
        assertThat(RunState.of(made).orElseThrow().score()).isEqualTo(OptionalDouble.of(0.6));
    }

    @Test
    void aDamagedResultStopsNoList() throws IOException {
        Files.writeString(Path.of(run, "result.json"), "{\"scores\": [{");
        RunState state = RunState.of(new RunFolder(Path.of(run))).orElseThrow();
        assertThat(state.word()).isEqualTo("finished");
        assertThat(state.score()).isEqualTo(OptionalDouble.of(0.6));
        assertThat(state.errored()).isEqualTo(1);
    }
}
