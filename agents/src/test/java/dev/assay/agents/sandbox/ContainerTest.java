package dev.assay.agents.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command line, and what is made of an engine's answers, with a stand-in for the engine: a script that
/// notes what it is asked. Whether a real engine keeps the contract of a sandbox is not tested here.
class ContainerTest {

    @TempDir
    private Path folder;

    private Path engine(String script) throws IOException {
        Path engine =
                Files.writeString(folder.resolve("engine"), "#!/bin/sh\necho \"$@\" >> " + folder + "/log\n" + script);
        return Files.setPosixFilePermissions(engine, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> log() throws IOException {
        return Files.readAllLines(folder.resolve("log"));
    }

    private Sandbox open(Path engine) {
        return Container.of(
                        engine.toString(), "assay/python:1", SandboxLimits.DEFAULT.withTimeout(Duration.ofSeconds(5)))
                .open();
    }

    @Test
    void theCommandLineShutsEveryDoor() {
        List<String> line = new ContainerCommand(
                        "docker", "python:3.12", "assay-1", "65534:65534", Path.of("/w"), SandboxLimits.DEFAULT)
                .with(List.of("python3", "-c", "--privileged"));
        assertThat(line)
                .containsSubsequence("docker", "run", "--rm", "--interactive", "--init")
                .containsSubsequence("--pull", "never", "--network", "none", "--read-only")
                .containsSubsequence(
                        "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--user", "65534:65534")
                .containsSubsequence("--pids-limit", "64", "--memory", "1073741824b", "--memory-swap", "1073741824b")
                .containsSubsequence("--mount", "type=bind,source=/w,target=/work", "--workdir", "/work")
                .endsWith("--entrypoint", "python3", "python:3.12", "-c", "--privileged");
        assertThat(line.subList(0, line.indexOf("python:3.12"))).doesNotContain("--privileged");
    }

    @Test
    void whatTheCommandSaysIsTheResult() throws IOException {
        try (Sandbox sandbox = open(engine("cat; echo err >&2; exit 7"))) {
            ExecutionResult result = sandbox.execute(Execution.of("cat").withInput("in"));
            assertThat(result.exitCode()).isEqualTo(7);
            assertThat(result.outputText()).isEqualTo("in");
            assertThat(result.errorText()).isEqualTo("err\n");
        }
        assertThat(Files.readString(folder.resolve("log")))
                .startsWith("run --rm")
                .doesNotContain("kill assay-");
    }

    @Test
    void anEngineThatFailsIsNoFailureOfTheCommand() throws IOException {
        try (Sandbox sandbox = open(engine("echo no such image >&2; exit 125"))) {
            assertThatThrownBy(() -> sandbox.execute(Execution.of("true")))
                    .isInstanceOf(SandboxException.class)
                    .hasMessageContaining("no such image");
        }
        try (Sandbox sandbox = open(folder.resolve("missing"))) {
            assertThatThrownBy(() -> sandbox.execute(Execution.of("true"))).isInstanceOf(SandboxException.class);
        }
    }

    @Test
    void aContainerThatHangsIsKilledByItsName() throws IOException {
        // A busy machine may need longer until the engine has started at all.
        Duration timeout = Duration.ofMillis(300);
        List<String> runs;
        do {
            try (Sandbox sandbox = open(engine("[ $1 = kill ] || exec sleep 300"))) {
                ExecutionResult result = sandbox.execute(Execution.of("hang").withTimeout(timeout));
                assertThat(result.end()).isEqualTo(ExecutionResult.End.TIMEOUT);
            }
            timeout = timeout.multipliedBy(4);
            runs = log().stream().filter(line -> line.startsWith("run ")).toList();
        } while (runs.isEmpty() && timeout.toSeconds() < 60);
        String name = runs.getLast().replaceAll(".*--name (\\S+).*", "$1");
        assertThat(log()).contains("kill " + name);
    }

    @Test
    void obstaclesAndNamesAreSaid() throws IOException {
        assertThat(Container.obstacle(engine("exit 0").toString())).isEmpty();
        assertThat(Container.obstacle(engine("exit 1").toString()).orElseThrow())
                .contains("no engine answers");
        assertThat(Container.obstacle(folder.resolve("missing").toString()).orElseThrow())
                .contains("is not installed");
        assertThatThrownBy(() -> Container.of("docker", "--privileged", SandboxLimits.DEFAULT))
                .hasMessageContaining("is no name of an image");
    }
}
