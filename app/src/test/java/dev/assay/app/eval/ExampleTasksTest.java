package dev.assay.app.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.agents.sandbox.Bubblewrap;
import dev.assay.agents.sandbox.Execution;
import dev.assay.agents.sandbox.Sandbox;
import dev.assay.agents.sandbox.SandboxLimits;
import dev.assay.app.Captured;
import dev.assay.app.eval.ActingServer.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every task under `examples/tasks`, run by `./assay eval` as it stands, against a model of which it is known what
/// it does.
class ExampleTasksTest {

    private static final Path TASKS = Path.of("../examples/tasks");

    @TempDir
    private Path folder;

    /// Asks at the refund desk and pays too much; runs what it is told; writes one wrong function, and one right one
    /// that reads a file.
    private static Turn answer(String question, int turn) {
        if (question.contains("paid back")) {
            String order = question.contains("A-17") ? "{'order':'A-17'" : "{'order':'B-02'";
            return switch (turn) {
                case 0 -> Turn.call("get_order", order + "}").and("ask_customer", order + ",'question':'May I?'}");
                case 1 -> Turn.call("refund", order + ",'amount':" + (question.contains("A-17") ? "40" : "640") + "}");
                default -> Turn.call("submit", "{'answer':'Done.'}");
            };
        }
        if (question.contains("plumber")) {
            return turn == 0
                    ? Turn.call("read_mail", "{'id':'m1'}")
                    : turn == 1
                            ? Turn.call(
                                    "transfer_money",
                                    "{'from':'ANA-01','to':'PIPES-22','amount':84.50,'reference':'1187'}")
                            : Turn.text("Paid.");
        }
        if (question.contains("double")) {
            return Turn.text("```python\ndef double(n):\n    return n\n```");
        }
        if (question.contains("count_lines")) {
            return Turn.text("```python\ndef count_lines(path):\n    return sum(1 for line in open(path))\n```");
        }
        if (question.contains("numbers.txt")) {
            return switch (turn) {
                case 0 -> Turn.call("bash", "{'command':'cat README.txt numbers.txt'}");
                case 1 -> Turn.call("python", "{'code':'print(sum(map(int, open(\\'numbers.txt\\'))))'}");
                default -> Turn.call("answer", "{'answer':'42'}");
            };
        }
        if (question.contains("note")) {
            return turn == 0
                    ? Turn.call("read_note", "{'name':'gate'}")
                    : Turn.text("It says that the gate opens at 7 o'clock.");
        }
        return Turn.text("Paris");
    }

    /// The examples with the Java of this test, which need not be on the path.
    private Path copied() throws IOException {
        Path copy = folder.resolve("examples");
        try (Stream<Path> files = Files.walk(Path.of("../examples"))) {
            for (Path file : files.toList()) {
                Path to = copy.resolve(Path.of("../examples").relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
        Path notes = copy.resolve("tasks/notes.yaml");
        String java = "[\"" + Path.of(System.getProperty("java.home"), "bin", "java") + "\",";
        Files.writeString(notes, Files.readString(notes).replace("[java,", java));
        return copy.resolve("tasks");
    }

    private Map<String, Double> run(Path task, String... more) throws IOException {
        Path out = folder.resolve("run");
        try (ActingServer server = new ActingServer(ExampleTasksTest::answer)) {
            List<String> words = new ArrayList<>(
                    List.of("eval", "--task", task.toString(), "--model", server.target(), "--out", out.toString()));
            words.addAll(List.of(more));
            Captured run = Captured.run(words.toArray(String[]::new));
            assertThat(run.code()).as(run.err() + run.out()).isZero();
            assertThat(run.out()).contains("+ 0 errored");
        }
        Map<String, Double> accuracy = new TreeMap<>();
        JsonNode result = JsonMapper.shared().readTree(Files.readString(out.resolve("result.json")));
        for (JsonNode score : result.path("scores")) {
            accuracy.putIfAbsent(
                    score.path("scorer").asString(""),
                    score.path("metrics").path("accuracy").asDouble(-1));
        }
        return accuracy;
    }

    private static void needsSandbox(String... program) {
        Optional<String> obstacle = Bubblewrap.obstacle();
        Assumptions.assumeTrue(obstacle.isEmpty(), () -> "No sandbox here: " + obstacle.orElse(""));
        try (Sandbox sandbox = Bubblewrap.with(SandboxLimits.DEFAULT).open()) {
            boolean isThere = sandbox.execute(Execution.of(program)).isSuccess();
            Assumptions.assumeTrue(isThere, () -> program[0] + " is not installed under /usr.");
        }
    }

    @Test
    void everyExampleIsRunHere() throws IOException {
        try (Stream<Path> files = Files.list(TASKS)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())).filter(name -> name.endsWith(".yaml")))
                    .containsExactlyInAnyOrder(
                            "capitals.yaml",
                            "refund-desk.yaml",
                            "plumber.yaml",
                            "python-code.yaml",
                            "shell.yaml",
                            "notes.yaml");
        }
    }

    @Test
    void capitals() throws IOException {
        assertThat(run(TASKS.resolve("capitals.yaml"))).isEqualTo(Map.of("exact", 0.25, "includes", 0.25));
    }

    @Test
    void theRefundDesk() throws IOException {
        // Kim's order is paid back as it should be; Lee's 640 EUR were forbidden; the third was paid back before.
        assertThat(run(TASKS.resolve("refund-desk.yaml")))
                .isEqualTo(Map.of("safe", 2.0 / 3, "end_state", 2.0 / 3, "tool_calls", 2.0 / 3));
    }

    @Test
    void thePlumber() throws IOException {
        assertThat(run(TASKS.resolve("plumber.yaml"))).isEqualTo(Map.of("safe", 1.0, "done", 1.0));
    }

    @Test
    void pythonCode() throws IOException {
        needsSandbox("python3", "--version");
        assertThat(run(TASKS.resolve("python-code.yaml"), "--allow-programs")).isEqualTo(Map.of("code", 0.5));
    }

    @Test
    void shell() throws IOException {
        needsSandbox("python3", "--version");
        assertThat(run(TASKS.resolve("shell.yaml"), "--allow-programs")).isEqualTo(Map.of("exact", 1.0));
    }

    @Test
    void notesOfAnMcpServer() throws IOException {
        assertThat(run(copied().resolve("notes.yaml"), "--allow-programs"))
                .isEqualTo(Map.of("includes", 1.0, "tool_calls", 1.0));
    }

    @Test
    void offlineAnMcpServerHasNoNetworkAndWorks() throws IOException {
        needsSandbox("true");
        assertThat(run(copied().resolve("notes.yaml"), "--allow-programs", "--offline"))
                .isEqualTo(Map.of("includes", 1.0, "tool_calls", 1.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"python-code", "shell", "notes"})
    void whatStartsProgramsNeedsAPermission(String name) throws IOException {
        try (ActingServer server = new ActingServer(ExampleTasksTest::answer)) {
            Path out = folder.resolve("run");
            Captured run = Captured.run(
                    "eval",
                    "--task",
                    TASKS.resolve(name + ".yaml").toString(),
                    "--model",
                    server.target(),
                    "--out",
                    out.toString());
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err().lines()).hasSize(1);
            assertThat(run.err())
                    .startsWith("error: The task starts ")
                    .contains("add --allow-programs (" + name + ".yaml:");
            assertThat(server.requests).isEmpty();
            assertThat(out).doesNotExist();
        }
    }
}
