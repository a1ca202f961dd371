package dev.assay.app.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.app.Captured;
import dev.assay.app.eval.AnsweringServer.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `./assay eval` against a real server, from the question to the result.
class EvalEndToEndTest {

    @TempDir
    private Path folder;

    private Path questions(int number) throws IOException {
        String rows = IntStream.range(0, number)
                .mapToObj(i -> "{\"id\": \"q" + i + "\", \"input\": \"Question " + i + "?\", \"target\": \"yes\"}")
                .collect(Collectors.joining("\n", "", "\n"));
        return Files.writeString(folder.resolve("questions.jsonl"), rows, StandardCharsets.UTF_8);
    }

    private Captured eval(AnsweringServer server, Path data, String out, String... more) {
        List<String> words = new ArrayList<>(
                List.of("eval", "--data", data.toString(), "--model", server.target(), "--out", path(out)));
        words.addAll(Arrays.asList(more));
        return Captured.run(words.toArray(String[]::new));
    }

    private String path(String out) {
        return folder.resolve(out).toString();
    }

    private JsonNode result(String out) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(folder.resolve(out).resolve("result.json")));
    }

    private static String counts(JsonNode result) {
        JsonNode samples = result.path("samples");
        return samples.path("total").asInt() + " = " + samples.path("scored").asInt() + " + "
                + samples.path("excluded").asInt() + " + "
                + samples.path("errored").asInt();
    }

    private static double accuracy(JsonNode result) {
        return result.path("scores").path(0).path("metrics").path("accuracy").asDouble(Double.NaN);
    }

    @Test
    void aRunEndsWithThreeCountsThatAddUp() throws IOException {
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            Captured run = eval(server, questions(40), "run", "--scorer", "exact", "--tag", "nightly");
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out())
                    .contains("exact     accuracy 0.5000   stderr 0.0801   over 40   95 % interval 0.3380 to 0.6620"
                            + " (Clopper-Pearson, if samples are independent)")
                    .contains("samples   40 = 40 scored + 0 excluded + 0 errored")
                    .contains("tokens    480 in, 120 out")
                    .contains("next      ./assay score");
            JsonNode result = result("run");
            assertThat(result.path("schema").asString()).isEqualTo("assay-eval-result/1");
            assertThat(result.path("status").asString()).isEqualTo("success");
            assertThat(result.path("tags").path(0).asString()).isEqualTo("nightly");
            assertThat(counts(result)).isEqualTo("40 = 40 + 0 + 0");
            JsonNode interval = result.path("scores").path(0).path("interval_95");
            assertThat(interval.path("low").asDouble()).isBetween(0.3380, 0.3381);
            assertThat(interval.path("method").asString()).isEqualTo("Clopper-Pearson, if samples are independent");
            assertThat(server.requests).hasValue(40);
        }
    }

    @Test
    void errorsAreCountedToldAndTriedAgain() throws IOException {
        List<Boolean> broken = new ArrayList<>(List.of(true));
        AnsweringServer.Script script = (question, _) ->
                question == 7 && broken.getFirst() ? new Reply(400, "no") : Reply.ok(question % 2 == 0 ? "yes" : "no");
        try (AnsweringServer server = new AnsweringServer(script)) {
            Captured first = eval(server, questions(20), "run");
            assertThat(first.code()).isEqualTo(4);
            assertThat(first.out())
                    .contains("20 = 19 scored + 0 excluded + 1 errored")
                    .contains("--retry-errors");
            assertThat(Captured.run("eval", "--resume", path("run")).code()).isEqualTo(4);
            assertThat(server.requests).hasValue(20);
            broken.set(0, false);
            Captured again = Captured.run("eval", "--retry-errors", path("run"));
            assertThat(again.code()).as(again.err()).isZero();
            assertThat(server.requests).hasValue(21);
            assertThat(counts(result("run"))).isEqualTo("20 = 20 + 0 + 0");
            assertThat(accuracy(result("run"))).isEqualTo(0.5);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 500})
    void aDatasetThatIsRefusedThroughoutIsErroredAndKept(int status) throws IOException {
        List<Integer> statuses = new ArrayList<>(List.of(status));
        AnsweringServer.Script script = (_, _) -> new Reply(statuses.getFirst(), "yes");
        try (AnsweringServer server = new AnsweringServer(script)) {
            Captured run = eval(server, questions(20), "run", "--max-retries", "0");
            assertThat(run.code()).as(run.err()).isEqualTo(4);
            assertThat(run.out()).contains("20 = 0 scored + 0 excluded + 20 errored");
            assertThat(counts(result("run"))).isEqualTo("20 = 0 + 0 + 20");
            statuses.set(0, 200);
            Captured again = Captured.run("eval", "--retry-errors", path("run"));
            assertThat(again.code()).as(again.err()).isZero();
            assertThat(counts(result("run"))).isEqualTo("20 = 20 + 0 + 0");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404})
    void aTargetThatIsNamedWronglyIsBadInput(int status) throws IOException {
        try (AnsweringServer server = new AnsweringServer((_, _) -> new Reply(status, "no"))) {
            Captured run = eval(server, questions(20), "run");
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).contains("No call was answered.");
            assertThat(folder.resolve("run")).doesNotExist();
        }
    }

    private static final String SPENT = "{\"error\":{\"message\":\"You exceeded your current quota\","
            + "\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"}}";

    @Test
    void aQuotaThatIsSpentOnTheWayEndsTheRunWhichGoesOnLater() throws IOException {
        List<Boolean> spent = new ArrayList<>(List.of(true));
        AnsweringServer.Script script =
                (_, request) -> request > 10 && spent.getFirst() ? Reply.error(429, SPENT) : Reply.ok("yes");
        try (AnsweringServer server = new AnsweringServer(script)) {
            Captured first = eval(server, questions(60), "run", "--concurrency", "1");
            assertThat(first.code()).isEqualTo(4);
            assertThat(first.out())
                    .contains("ended     http://127.0.0.1", "answered 429 (insufficient_quota")
                    .contains("quota is spent; add credit or raise its limit at the provider, then resume.")
                    .contains("10 = 10 scored + 0 excluded + 0 errored; 50 not run")
                    .contains("0 retries")
                    .contains("./assay eval --resume");
            assertThat(server.requests).hasValue(11);
            spent.set(0, false);
            Captured second = Captured.run("eval", "--resume", path("run"));
            assertThat(second.code()).as(second.err()).isZero();
            assertThat(counts(result("run"))).isEqualTo("60 = 60 + 0 + 0");
        }
    }

    @Test
    void aQuotaThatIsSpentFromTheStartIsBadInput() throws IOException {
        try (AnsweringServer server = new AnsweringServer((_, _) -> Reply.error(429, SPENT))) {
            Captured run = eval(server, questions(20), "run");
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).contains("quota is spent").contains("No call was answered.");
            assertThat(folder.resolve("run")).doesNotExist();
        }
    }

    @Test
    void aBudgetStopsBeforeItIsExceededAndTheRunGoesOn() throws IOException {
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            Captured first = eval(server, questions(50), "run", "--budget", "17calls");
            assertThat(first.code()).isEqualTo(3);
            assertThat(first.out())
                    .contains("stopped   the budget of 17 calls")
                    .contains("17 = 17 scored + 0 excluded + 0 errored; 33 not run")
                    .contains("./assay eval --resume");
            assertThat(server.requests).hasValue(17);
            // A call takes 15 tokens, and up to 256 and its question are set aside for it.
            Captured second = Captured.run("eval", "--resume", path("run"), "--budget", "500tokens");
            assertThat(second.code()).isEqualTo(3);
            int calls = server.requests.get() - 17;
            assertThat(calls * 15).isBetween(1, 500);
            assertThat(calls).isGreaterThanOrEqualTo(10);
            Captured last = Captured.run("eval", "--resume", path("run"), "--budget", "none");
            assertThat(last.code()).as(last.err()).isZero();
            assertThat(server.requests).hasValue(50);
            assertThat(counts(result("run"))).isEqualTo("50 = 50 + 0 + 0");
        }
    }

    @Test
    void moneyIsCountedByTheUsersPrices() throws IOException {
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            Path prices = Files.writeString(
                    folder.resolve("prices.yaml"),
                    "currency: EUR\nmodels:\n  \"" + server.target() + "\": {input: 1000, output: 10000}\n");
            Captured run = eval(server, questions(10), "run", "--prices", prices.toString(), "--budget", "100EUR");
            assertThat(run.code()).as(run.err()).isZero();
            // 10 x (12 x 1000 + 3 x 10000) / 10^6
            assertThat(run.out()).contains("cost 0.4200 EUR");
            Captured poor = eval(server, questions(10), "poor", "--prices", prices.toString(), "--budget", "2.8EUR");
            assertThat(poor.code()).isEqualTo(3);
            assertThat(result("poor").path("cost").path("amount").asDouble()).isBetween(0.04, 2.8);
            Captured dollars = eval(server, questions(10), "no", "--prices", prices.toString(), "--budget", "4USD");
            assertThat(dollars.code()).isEqualTo(2);
            assertThat(dollars.err()).contains("is in USD, but prices are in EUR");
        }
    }

    @Test
    void gradersArePaidForToo() throws IOException {
        try (AnsweringServer server = AnsweringServer.halfRight();
                AnsweringServer grader = new AnsweringServer((_, _) -> Reply.ok("GRADE: C"))) {
            Path prices = Files.writeString(
                    folder.resolve("prices.yaml"),
                    "models:\n  \"" + server.target() + "\": {input: 1000, output: 10000}\n");
            String scorer = "model_graded_qa:" + grader.target();
            String[] options = {"--scorer", scorer, "--prices", prices.toString(), "--budget", "100USD"};
            Captured refused = eval(server, questions(10), "refused", options);
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err()).contains("no price of '" + grader.target() + "'");
            assertThat(server.requests).hasValue(0);
            assertThat(folder.resolve("refused")).doesNotExist();
            Files.writeString(
                    prices, Files.readString(prices) + "  \"" + grader.target() + "\": {input: 100, output: 1000}\n");
            Captured run = eval(server, questions(10), "run", options);
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(grader.requests).hasValue(10);
            // 10 x (12 x 1000 + 3 x 10000) / 10^6, and a tenth of it for the grader
            assertThat(run.out()).contains("spent     20 calls, 300 tokens, 0.4620 USD");
            JsonNode command = result("run").path("this_command");
            assertThat(command.path("calls").asInt()).isEqualTo(20);
            assertThat(command.path("tokens").asInt()).isEqualTo(300);
            assertThat(command.path("at_most").asBoolean()).isFalse();
        }
    }

    @Test
    void filtersMakeANewRunOfWhatFailed() throws IOException {
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            eval(server, questions(20), "run", "--limit", "11-20");
            Captured failing = Captured.run(
                    "eval", "--filter-failing", path("run"), "--scorer", "exact", "--out", path("failing"));
            assertThat(failing.code()).as(failing.err()).isZero();
            assertThat(counts(result("failing"))).isEqualTo("5 = 5 + 0 + 0");
            assertThat(accuracy(result("failing"))).isZero();
            Captured none = Captured.run("eval", "--filter-errors", path("run"), "--out", path("errors"));
            assertThat(none.code()).isEqualTo(2);
            assertThat(none.err()).contains("has no sample that errored");
            assertThat(folder.resolve("errors")).doesNotExist();
        }
    }

    @Test
    void aChangedDatasetIsNoLongerTheRuns() throws IOException {
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            eval(server, questions(20), "run", "--budget", "5calls");
            questions(21);
            Captured resumed = Captured.run("eval", "--resume", path("run"));
            assertThat(resumed.code()).isEqualTo(2);
            assertThat(resumed.err()).contains("cannot go on").contains("questions.jsonl");
            assertThat(server.requests).hasValue(5);
        }
    }

    @Test
    void answersAreGradedAgainWithoutACall() throws IOException {
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            eval(server, questions(20), "run", "--budget", "10calls", "--concurrency", "1");
            Captured score = Captured.run("score", path("run"), "--scorer", "pattern:^(no)$", "--append");
            assertThat(score.code()).as(score.err()).isZero();
            assertThat(score.out())
                    .contains("includes  accuracy 0.5000")
                    .contains("pattern   accuracy 0.0000")
                    .contains("10 not run");
            assertThat(server.requests).hasValue(10);
            Captured twice = Captured.run("score", path("run"), "--scorer", "pattern:x", "--append");
            assertThat(twice.err()).contains("has grades by 'pattern' already");
            // What is missing is graded as what is there.
            assertThat(Captured.run("eval", "--resume", path("run")).code()).isZero();
            assertThat(result("run").path("scores")).hasSize(2);
            assertThat(result("run")
                            .path("scores")
                            .path(1)
                            .path("scored_samples")
                            .asInt())
                    .isEqualTo(20);
        }
    }

    @Test
    void aRunningEvaluationIsStoppedByAnotherCommand() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AnsweringServer.Script script = (question, request) -> {
            underWay.countDown();
            goOn.await();
            return Reply.ok("yes");
        };
        try (AnsweringServer server = new AnsweringServer(script)) {
            List<Captured> runs = new ArrayList<>();
            Path data = questions(200);
            Thread run = Thread.ofPlatform().start(() -> runs.add(eval(server, data, "run", "--concurrency", "2")));
            underWay.await();
            Captured retuned = Captured.run("runs", "retune", path("run"), "--concurrency", "3");
            assertThat(retuned.code()).as(retuned.err()).isZero();
            List<Captured> stops = new ArrayList<>();
            Thread stop = Thread.ofPlatform().start(() -> stops.add(Captured.run("runs", "stop", path("run"))));
            while (!RunStatus.read(new dev.assay.app.RunFolder(folder.resolve("run")))
                    .map(status -> status.progress().concurrency() == 3)
                    .orElse(false)) {
                Thread.onSpinWait();
            }
            while (Files.list(folder.resolve("run"))
                    .anyMatch(file -> file.toString().endsWith(".json")
                            && String.valueOf(file.getFileName()).startsWith("order-"))) {
                Thread.onSpinWait();
            }
            goOn.countDown();
            run.join();
            stop.join();
            assertThat(runs.getFirst().code()).isEqualTo(130);
            assertThat(runs.getFirst().out()).contains("stopped   an order");
            assertThat(stops.getFirst().code()).as(stops.getFirst().err()).isZero();
            Captured late = Captured.run("runs", "stop", path("run"));
            assertThat(late.code()).isEqualTo(2);
            assertThat(late.err()).contains("does not run now: it ended with exit code 130");
            Captured watched = Captured.run("runs", "watch", path("run"));
            assertThat(watched.code()).isEqualTo(130);
        }
    }

    @Test
    void aTaskInYamlIsRunAndGoesOnAsItWasRead() throws IOException {
        questions(10);
        Path task = Files.writeString(folder.resolve("task.yaml"), """
                name: halves
                version: 2
                dataset: questions.jsonl
                scorer: [exact, f1]
                epochs: 2
                config:
                  max_tokens: 16
                """);
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            Captured run = Captured.run(
                    "eval",
                    "--task",
                    task.toString(),
                    "--model",
                    server.target(),
                    "--out",
                    path("run"),
                    "--budget",
                    "7calls");
            assertThat(run.code()).as(run.err()).isEqualTo(3);
            Captured resumed = Captured.run("eval", "--resume", path("run"), "--budget", "none");
            assertThat(resumed.code()).as(resumed.err()).isZero();
            assertThat(counts(result("run"))).isEqualTo("20 = 20 + 0 + 0");
            assertThat(result("run").path("task").asString()).isEqualTo("halves");
            assertThat(result("run").path("scores")).hasSize(2);
            assertThat(accuracy(result("run"))).isEqualTo(0.5);
            assertThat(server.requests).hasValue(20);
            Files.writeString(task, Files.readString(task).replace("max_tokens: 16", "max_tokens: 17"));
            Captured changed = Captured.run("eval", "--resume", path("run"));
            assertThat(changed.code()).isEqualTo(2);
            assertThat(changed.err()).contains("cannot go on");
        }
    }

    @Test
    void aChangedFileOfTheTaskIsNoLongerTheRuns() throws IOException {
        questions(10);
        Path shots = folder.resolve("shots.jsonl");
        Path people = folder.resolve("people.csv");
        Path task = Files.writeString(folder.resolve("task.yaml"), """
                name: halves
                dataset: questions.jsonl
                solver:
                  - few_shot: {dataset: shots.jsonl, count: 1}
                  - generate
                scorer:
                  - exact
                  - human_labels: people.csv
                """);
        String shot = "{\"id\": \"s\", \"input\": \"Zero?\", \"target\": \"yes\"}\n"
                + "{\"id\": \"t\", \"input\": \"Then?\", \"target\": \"yes\"}\n";
        String labels = "id,label\nq1,1\n";
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            Files.writeString(shots, shot);
            Files.writeString(people, labels);
            Captured run = Captured.run(
                    "eval",
                    "--task",
                    task.toString(),
                    "--model",
                    server.target(),
                    "--out",
                    path("run"),
                    "--budget",
                    "3calls");
            assertThat(run.code()).as(run.err()).isEqualTo(3);
            Files.writeString(shots, shot.replace("Zero", "None").replace("Then", "Else"));
            Captured changed = Captured.run("eval", "--resume", path("run"));
            assertThat(changed.code()).isEqualTo(2);
            assertThat(changed.err()).contains("cannot go on").contains("another file of its task");
            Files.writeString(shots, shot);
            Files.writeString(people, labels.replace("q1,1", "q1,0"));
            assertThat(Captured.run("eval", "--resume", path("run")).code()).isEqualTo(2);
            assertThat(server.requests).hasValue(3);
            Files.writeString(people, labels);
            Captured resumed = Captured.run("eval", "--resume", path("run"), "--budget", "none");
            assertThat(resumed.code()).as(resumed.err()).isZero();
        }
    }

    @Test
    void jsonIsAloneOnStandardOutput() throws IOException {
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            Captured run = eval(server, questions(4), "run", "--json");
            assertThat(JsonMapper.shared().readTree(run.out()).path("run").asString())
                    .isEqualTo(path("run"));
            assertThat(run.err()).contains("4 = 4 scored");
        }
    }
}
