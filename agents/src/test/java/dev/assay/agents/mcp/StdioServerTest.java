package dev.assay.agents.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.agents.Await;
import dev.assay.agents.Puppet;
import dev.assay.agents.Scores;
import dev.assay.agents.loop.Agent;
import dev.assay.agents.sandbox.Bubblewrap;
import dev.assay.agents.tool.Tool;
import dev.assay.agents.tool.ToolException;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ToolCall;
import dev.assay.core.run.Eval;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class StdioServerTest {

    private static McpServer.Stdio server(String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SdkServer.class.getName()));
        command.addAll(List.of(arguments));
        return new McpServer.Stdio(command, Map.of("TOKEN_OF_THE_SERVER", "x"));
    }

    private static String call(McpClient client, String name, String arguments) throws Exception {
        Tool tool = client.tools().stream()
                .filter(candidate -> candidate.info().name().equals(name))
                .findFirst()
                .orElseThrow();
        return tool.call(new ToolCall("1", name, arguments));
    }

    /// How long a process of this test sleeps, which nobody else on the machine does.
    private static String mark(int seconds) {
        return seconds + "." + ProcessHandle.current().pid();
    }

    private static List<String> sleepers(String mark) {
        return ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.endsWith("sleep " + mark))
                .toList();
    }

    @Test
    void ourClientUsesAServerOfTheOfficialSdkAndLeavesNoProcessBehind() throws Exception {
        String mark = mark(48151);
        McpClient client = McpClient.connect(server(mark), McpLimits.DEFAULT);
        try (client) {
            assertThat(client.tools())
                    .extracting(tool -> tool.info().name())
                    .containsExactly("text_upper", "environment", "fail");
            assertThat(client.tools().getFirst().info().parameters()).contains("\"required\":[\"text\"]");
            assertThat(call(client, "text_upper", "{\"text\":\"h\u00E9\"}")).isEqualTo("H\u00C9");
            assertThat(List.of(call(client, "environment", "{\"text\":\"\"}").split(",")))
                    .contains("PATH", "TOKEN_OF_THE_SERVER")
                    .isSubsetOf("PATH", "HOME", "LANG", "TMPDIR", "TOKEN_OF_THE_SERVER", "ASSAY_MCP_SERVER");
            assertThatThrownBy(() -> call(client, "fail", "{\"text\":\"do\"}"))
                    .isInstanceOf(ToolException.class)
                    .hasMessage("cannot do");
            assertThatThrownBy(() -> call(client, "text_upper", "{\"text\":"))
                    .isInstanceOf(ToolException.class)
                    .hasMessage("The arguments of text_upper are no JSON object.");
            Await.until(() -> !sleepers(mark).isEmpty());
        }
        assertThat(sleepers(mark)).isEmpty();
        assertThatThrownBy(() -> call(client, "text_upper", "{\"text\":\"x\"}"))
                .isInstanceOf(McpException.class)
                .hasMessageStartingWith("The MCP server was closed");
    }

    @Test
    void anAgentUsesIt() {
        EvalSample sample = Eval.run(
                        Task.named("t")
                                .sample("q", "DONE")
                                .solver(Agent.with(McpClient.toolbox(server(), McpLimits.DEFAULT))
                                        .build())
                                .build(),
                        Puppet.of(request -> request.messages().getLast().role() == ChatMessage.Role.TOOL
                                ? Puppet.text(request.messages().getLast().content())
                                : Puppet.calls("text_upper", "{\"text\":\"done\"}")))
                .samples()
                .getFirst();
        assertThat(sample.error()).isEmpty();
        assertThat(Scores.of(sample, "includes").value()).isEqualTo(1);
    }

    @Test
    void aProgramThatIsNoServerIsSaidSo() {
        McpLimits limits = McpLimits.DEFAULT.withStart(Duration.ofSeconds(20));
        assertThatThrownBy(() -> McpClient.connect(McpServer.Stdio.of("/no/such/program"), limits))
                .isInstanceOf(McpException.class)
                .hasMessageContaining("cannot be started");
        assertThatThrownBy(() -> McpClient.connect(
                        McpServer.Stdio.of("/bin/sh", "-c", "echo the key is missing >&2; read line; exit 1"), limits))
                .isInstanceOf(McpException.class)
                .hasMessageStartingWith("The MCP server ended");
    }

    @Test
    void aServerThatNeitherReadsNorAnswersIsEnded() {
        String mark = mark(48152);
        McpLimits limits = McpLimits.DEFAULT.withStart(Duration.ofMillis(300));
        assertThatThrownBy(() -> McpClient.connect(
                        McpServer.Stdio.of("/bin/sh", "-c", "trap '' TERM HUP; sleep " + mark + "; sleep " + mark),
                        limits))
                .isInstanceOf(McpException.class)
                .hasMessage("The MCP server does not answer initialize within 0.3 s.");
        assertThat(sleepers(mark)).isEmpty();
    }

    @Test
    void aServerWithoutNetworkHasANetworkNamespaceOfItsOwn() throws Exception {
        Optional<String> obstacle = Bubblewrap.obstacle();
        Assumptions.assumeTrue(obstacle.isEmpty(), () -> "No sandbox here: " + obstacle.orElse(""));
        McpServer.Stdio program = McpServer.Stdio.of("readlink", "/proc/self/ns/net");
        assertThat(output(program)).isEqualTo(output(program)).startsWith("net:[");
        assertThat(output(program.withoutNetwork())).startsWith("net:[").isNotEqualTo(output(program));
        McpServer.Stdio sockets = McpServer.Stdio.of("ls", "-A", "/run");
        assertThat(output(sockets.withoutNetwork()).lines())
                .allSatisfy(name -> assertThat(name).isEqualTo("current-system"));
    }

    /// Bubblewrap dies with the thread that started it, and a virtual thread's carrier ends when nothing is to do.
    @Test
    void theThreadThatStartsAServerLivesAsLongAsItDoes() throws Exception {
        AtomicReference<ServerProcess> started = new AtomicReference<>();
        Thread.ofVirtual()
                .start(() -> started.set(new ServerProcess(McpServer.Stdio.of("/bin/cat"))))
                .join();
        ServerProcess server = started.get();
        Thread keeper = server.keeper();
        try {
            assertThat(keeper.isVirtual()).isFalse();
            assertThat(keeper.isAlive()).isTrue();
            Optional<String> starter = starter(server.pid());
            if (starter.isPresent()) {
                // Linux cuts a thread's name.
                assertThat(keeper.getName()).startsWith(starter.get());
            }
        } finally {
            server.end();
        }
        keeper.join();
        assertThatThrownBy(() -> new ServerProcess(McpServer.Stdio.of("/no/such/program")))
                .isInstanceOf(McpException.class)
                .hasMessageContaining("cannot be started");
    }

    /// The name of our thread whose child a process is, where the kernel tells.
    private static Optional<String> starter(long pid) throws IOException {
        Path tasks = Path.of("/proc/self/task");
        if (!Files.isReadable(tasks)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                try {
                    List<String> children = List.of(
                            Files.readString(thread.resolve("children")).strip().split(" "));
                    if (children.contains(Long.toString(pid))) {
                        return Optional.of(
                                Files.readString(thread.resolve("comm")).strip());
                    }
                } catch (IOException gone) {
                    // It ended meanwhile, or the kernel does not tell.
                }
            }
        }
        return Optional.empty();
    }

    private static String output(McpServer.Stdio program) throws Exception {
        Process process = new ProcessBuilder(program.command()).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
