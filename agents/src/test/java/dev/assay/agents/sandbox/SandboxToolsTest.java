package dev.assay.agents.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.agents.Puppet;
import dev.assay.agents.loop.Agent;
import dev.assay.agents.tool.OpenTools;
import dev.assay.agents.tool.ToolLimits;
import dev.assay.agents.tool.ToolRunner;
import dev.assay.agents.tool.Toolbox;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolInfo;
import dev.assay.core.run.Eval;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.Sample;
import dev.assay.core.task.Task;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SandboxToolsTest {

    private static final SandboxLimits LIMITS = SandboxLimits.DEFAULT.withTimeout(Duration.ofSeconds(3));

    @BeforeAll
    static void needsBubblewrap() {
        Optional<String> obstacle = Bubblewrap.obstacle();
        Assumptions.assumeTrue(obstacle.isEmpty(), () -> "No sandbox here: " + obstacle.orElse(""));
    }

    private static String arguments(String key, String value) {
        return JsonMapper.shared().createObjectNode().put(key, value).toString();
    }

    private static String bash(ToolRunner runner, String command) {
        return call(runner, "bash", arguments("command", command));
    }

    private static String call(ToolRunner runner, String tool, String arguments) {
        ChatMessage answer = runner.run(
                        java.util.List.of(new ToolCall("c", tool, arguments)), Duration.ofSeconds(60), event -> {})
                .getFirst();
        return answer.toolResult()
                        .orElseThrow()
                        .error()
                        .map(error -> error.type() + ": ")
                        .orElse("")
                + answer.content();
    }

    @Test
    void theToolsSayWhatHappened() {
        try (Sandbox sandbox = Bubblewrap.with(LIMITS).open()) {
            ToolRunner runner = new ToolRunner(SandboxTools.in(sandbox), ToolLimits.DEFAULT);
            assertThat(bash(runner, "echo out; echo err >&2; exit 3")).isEqualTo("out\n[stderr]\nerr\n\n[exit code 3]");
            assertThat(bash(runner, "echo begun; sleep 60"))
                    .isEqualTo("timeout: The command was killed: it took too long. Its output until then:\nbegun\n");
            assertThat(bash(runner, "yes")).startsWith("output_limit: ");
            assertThat(bash(runner, "head -c 8 /dev/urandom; printf '\\377'")).startsWith("unicode_decode: ");
            assertThat(bash(runner, "a\0b")).startsWith("parsing: ");
            assertThat(call(runner, "write_file", "{\"path\":\"a/b\",\"text\":\"t\u00E9\"}"))
                    .isEqualTo("Written.");
            assertThat(call(runner, "read_file", arguments("path", "a/b"))).isEqualTo("t\u00E9");
            assertThat(call(runner, "read_file", arguments("path", "a"))).startsWith("is_a_directory: ");
            assertThat(call(runner, "read_file", arguments("path", "c"))).startsWith("file_not_found: ");
            assertThat(call(runner, "read_file", arguments("path", "/etc/shadow")))
                    .startsWith("file_not_found: ");
            assertThat(call(runner, "write_file", "{\"path\":\"/usr/x\",\"text\":\"\"}"))
                    .startsWith("permission: ");
        }
    }

    @Test
    void anAgentWorksInASandboxOfItsOwn() {
        Puppet model = Puppet.saying(
                Puppet.calls("bash", arguments("command", "ls; echo 6 > n"), "bash", arguments("command", "cat n")),
                Puppet.text("6"));
        Task task = Task.named("t")
                .sample("q", "6")
                .sample("again", "6")
                .solver(Agent.with(SandboxTools.of(Bubblewrap.with(LIMITS))).build())
                .build();
        assertThat(Eval.run(task, model).samples()).allSatisfy((EvalSample sample) -> {
            assertThat(sample.error()).isEmpty();
            assertThat(sample.messages().get(2).content()).isEmpty();
            assertThat(sample.messages().get(3).content()).isEqualTo("6\n");
        });
    }

    @Test
    void aSampleFindsItsFilesAndOnlyTheToolsThatAreNamed() {
        Toolbox toolbox = SandboxTools.of(
                Bubblewrap.with(LIMITS),
                List.of("python"),
                sample -> Map.of("in/data.txt", "20 22".getBytes(StandardCharsets.UTF_8)));
        try (OpenTools open = toolbox.open(Sample.of("a", "?"), event -> {})) {
            ToolRunner runner = new ToolRunner(open.tools(), ToolLimits.DEFAULT);
            assertThat(runner.infos().stream().map(ToolInfo::name)).containsExactly("python");
            ToolCall call = new ToolCall(
                    "c", "python", "{\"code\":\"print(sum(map(int, open('in/data.txt').read().split())))\"}");
            assertThat(runner.run(List.of(call), Duration.ofSeconds(60), event -> {})
                            .getFirst()
                            .content())
                    .isEqualTo("42\n");
        }
        assertThatThrownBy(() -> SandboxTools.of(Bubblewrap.with(LIMITS), List.of("perl"), sample -> Map.of()))
                .hasMessage("A sandbox has no tool 'perl': known are bash, python, read_file, write_file.");
    }
}
