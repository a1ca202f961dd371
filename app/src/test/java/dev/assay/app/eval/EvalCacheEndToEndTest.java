package dev.assay.app.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.app.Captured;
import dev.assay.app.RunFolder;
import dev.assay.app.eval.AnsweringServer.Reply;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.SampleEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `./assay eval --cache` against a server that counts its calls.
class EvalCacheEndToEndTest {

    @TempDir
    private Path folder;

    private Path questions(int number) throws IOException {
        String rows = IntStream.range(0, number)
                .mapToObj(i -> "{\"id\": \"q" + i + "\", \"input\": \"Question " + i + "?\", \"target\": \"yes\"}")
                .collect(Collectors.joining("\n", "", "\n"));
        return Files.writeString(folder.resolve("questions.jsonl"), rows, StandardCharsets.UTF_8);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private Captured eval(AnsweringServer server, Path data, String out, String... more) {
        List<String> words = new ArrayList<>(
                List.of("eval", "--data", data.toString(), "--model", server.target(), "--out", path(out)));
        words.addAll(Arrays.asList(more));
        return Captured.run(words.toArray(String[]::new));
    }

    private JsonNode result(String out) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(folder.resolve(out).resolve("result.json")));
    }

    private List<EvalSample> samples(String out) {
        RunFolder run = new RunFolder(folder.resolve(out));
        List<EvalSample> samples = new ArrayList<>();
        try (EvalJournal journal = Store.of(run, Optional.empty()).openReadOnly(run)) {
            journal.forEachSample(samples::add);
        }
        return samples;
    }

    private static List<Boolean> cached(List<EvalSample> samples) {
        return samples.stream()
                .flatMap(sample -> sample.events().stream())
                .filter(SampleEvent.ModelEvent.class::isInstance)
                .map(event -> ((SampleEvent.ModelEvent) event).cached())
                .toList();
    }

    @Test
    void aSecondRunMakesNoCallAndEndsAsTheFirst() throws IOException {
        Path prices;
        String target;
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            target = server.target();
            prices = Files.writeString(
                    folder.resolve("prices.yaml"),
                    "currency: EUR\nmodels:\n  \"" + target + "\": {input: 1000, output: 10000}\n");
            Captured first =
                    eval(server, questions(40), "first", "--cache", path("cache"), "--prices", prices.toString());
            assertThat(first.code()).as(first.err()).isZero();
            assertThat(first.out())
                    .contains("cache     0 answers from the cache")
                    .contains("cost 1.68 EUR");
            assertThat(server.requests).hasValue(40);
            Captured second = eval(
                    server,
                    questions(40),
                    "second",
                    "--cache",
                    path("cache"),
                    "--prices",
                    prices.toString(),
                    "--budget",
                    "1calls");
            assertThat(second.code()).as(second.err()).isZero();
            assertThat(second.out())
                    .contains("cache     40 answers from the cache")
                    .contains("cost 0.0000 EUR");
            assertThat(server.requests).hasValue(40);
        }
        assertThat(result("second").path("scores")).isEqualTo(result("first").path("scores"));
        assertThat(result("second").path("samples")).isEqualTo(result("first").path("samples"));
        assertThat(result("second").path("tokens")).isEqualTo(result("first").path("tokens"));
        assertThat(result("second").path("this_command").path("cached_answers").asInt())
                .isEqualTo(40);
        List<EvalSample> before = samples("first");
        List<EvalSample> after = samples("second");
        assertThat(after.stream().map(EvalSample::messages).toList())
                .isEqualTo(before.stream().map(EvalSample::messages).toList());
        assertThat(after.stream().map(EvalSample::output).toList())
                .isEqualTo(before.stream().map(EvalSample::output).toList());
        assertThat(cached(before)).hasSize(40).containsOnly(false);
        assertThat(cached(after)).hasSize(40).containsOnly(true);
        // Nobody is there to be asked any more.
        Captured alone = Captured.run(
                "eval",
                "--data",
                questions(40).toString(),
                "--model",
                target,
                "--out",
                path("alone"),
                "--cache",
                path("cache"));
        assertThat(alone.code()).as(alone.err()).isZero();
    }

    @Test
    void withoutTheOptionNothingIsKept() throws IOException {
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            eval(server, questions(5), "first", "--cache", path("cache"));
            Captured plain = eval(server, questions(5), "plain");
            assertThat(plain.code()).as(plain.err()).isZero();
            assertThat(plain.out()).doesNotContain("from the cache");
            assertThat(result("plain").path("this_command").has("cached_answers"))
                    .isFalse();
            assertThat(server.requests).hasValue(10);
        }
    }

    @Test
    void epochsThatAreSampledStayDraws() throws IOException {
        AnsweringServer.Script script = (_, request) -> Reply.ok("answer " + request);
        try (AnsweringServer server = new AnsweringServer(script)) {
            String[] options = {"--cache", path("cache"), "--epochs", "3", "--temperature", "1"};
            eval(server, questions(4), "first", options);
            assertThat(server.requests).hasValue(12);
            eval(server, questions(4), "second", options);
            assertThat(server.requests).hasValue(12);
            List<String> draws = samples("second").stream()
                    .map(sample -> sample.output().orElseThrow().completion())
                    .toList();
            assertThat(draws).hasSize(12).doesNotHaveDuplicates();
            assertThat(draws)
                    .isEqualTo(samples("first").stream()
                            .map(sample -> sample.output().orElseThrow().completion())
                            .toList());
            // What changes the request is asked anew.
            eval(server, questions(4), "third", "--cache", path("cache"), "--epochs", "3", "--temperature", "0.9");
            assertThat(server.requests).hasValue(24);
        }
    }

    @Test
    void failuresAreAskedAgain() throws IOException {
        List<Boolean> broken = new ArrayList<>(List.of(true));
        AnsweringServer.Script script =
                (question, _) -> question == 3 && broken.getFirst() ? new Reply(400, "no") : Reply.ok("yes");
        try (AnsweringServer server = new AnsweringServer(script)) {
            assertThat(eval(server, questions(10), "first", "--cache", path("cache"))
                            .code())
                    .isEqualTo(4);
            assertThat(server.requests).hasValue(10);
            broken.set(0, false);
            Captured second = eval(server, questions(10), "second", "--cache", path("cache"));
            assertThat(second.code()).as(second.err()).isZero();
            assertThat(server.requests).hasValue(11);
            assertThat(cached(samples("second"))).hasSize(10);
            assertThat(cached(samples("second")).stream().filter(each -> each)).hasSize(9);
        }
    }

    @Test
    void aResumedRunKeepsItsCache() throws IOException {
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            eval(server, questions(20), "whole", "--cache", path("cache"));
            assertThat(server.requests).hasValue(20);
            eval(server, questions(30), "cut", "--cache", path("other"), "--budget", "5calls");
            assertThat(server.requests).hasValue(25);
            Captured resumed = Captured.run("eval", "--resume", path("cut"), "--budget", "10calls");
            assertThat(resumed.code()).isEqualTo(3);
            assertThat(resumed.out()).contains("cache     0 answers from the cache");
            assertThat(server.requests).hasValue(35);
            // Another cache may be given, and is the run's from then on.
            Captured another =
                    Captured.run("eval", "--resume", path("cut"), "--cache", path("cache"), "--budget", "none");
            assertThat(another.code()).as(another.err()).isZero();
            int asked = server.requests.get() - 35;
            assertThat(another.out()).contains("cache     " + (15 - asked) + " answers from the cache");
            assertThat(asked).isBetween(10, 14);
            // What the cut run was answered before is in its own cache.
            eval(server, questions(30), "again", "--cache", path("other"), "--budget", "15calls");
            assertThat(result("again")
                            .path("this_command")
                            .path("cached_answers")
                            .asInt())
                    .isEqualTo(15);
        }
    }

    @Test
    void aCacheThatCannotBeIsRefusedBeforeAnythingIsWritten() throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("file"), "");
        Files.createDirectories(folder.resolve("theirs"));
        Path theirs = Files.writeString(folder.resolve("theirs").resolve("responses.db"), "Dear diary, ".repeat(1000));
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            for (Path cache : List.of(inTheWay, folder.resolve("theirs"))) {
                Captured run = eval(server, questions(3), "run", "--cache", cache.toString());
                assertThat(run.code()).isEqualTo(2);
                assertThat(run.err()).contains("--cache").contains(cache.toString());
                assertThat(folder.resolve("run")).doesNotExist();
            }
            assertThat(server.requests).hasValue(0);
            assertThat(theirs).hasContent("Dear diary, ".repeat(1000));
        }
    }
}
