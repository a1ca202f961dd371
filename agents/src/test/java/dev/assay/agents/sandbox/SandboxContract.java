package dev.assay.agents.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.agents.Await;
import dev.assay.agents.sandbox.ExecutionResult.End;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every {@link Sandbox} must keep, attempts to escape from it included.
abstract class SandboxContract {

    private static final SandboxLimits LIMITS = SandboxLimits.DEFAULT
            .withOutputBytes(100_000)
            .withProcesses(32)
            .withDisk(8 << 20, 16 << 20)
            .withMemory(128 << 20, 160 << 20);

    private Sandbox sandbox;

    /// Sandboxes with these limits.
    abstract SandboxFactory factory(SandboxLimits limits);

    @BeforeEach
    void open() {
        sandbox = factory(LIMITS).open();
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private ExecutionResult sh(String script) {
        return sandbox.execute(Execution.shell(script));
    }

    @Test
    void aCommandRunsAndSaysWhatItHasToSay() {
        ExecutionResult result = sh("echo out; echo err >&2; exit 3");
        assertThat(result.end()).isEqualTo(End.EXITED);
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.outputText()).isEqualTo("out\n");
        assertThat(result.errorText()).isEqualTo("err\n");
        assertThat(sandbox.execute(Execution.of("cat").withInput("given")).outputText())
                .isEqualTo("given");
        assertThat(sandbox.execute(Execution.of("/usr/bin/printf", "%s", "$(id) `id` ; id"))
                        .outputText())
                .as("no shell looks at arguments")
                .isEqualTo("$(id) `id` ; id");
    }

    @Test
    void aProgramThatIsNotThereIsTheCommandsFailure() {
        ExecutionResult result = sandbox.execute(Execution.of("no-such-program"));
        assertThat(result.end()).isEqualTo(End.EXITED);
        assertThat(result.exitCode()).isEqualTo(127);
        assertThat(sh("kill -9 $$").exitCode()).isEqualTo(137);
    }

    @Test
    void filesOutliveACommandAndNothingElseDoes() throws IOException {
        sandbox.write("a/b/c.txt", "text".getBytes(StandardCharsets.UTF_8));
        sh("cat a/b/c.txt > copy; echo x > /tmp/gone; sleep 1000 & nohup setsid sleep 1000 >/dev/null 2>&1 &");
        assertThat(sandbox.read("copy")).isEqualTo("text".getBytes(StandardCharsets.UTF_8));
        // By name, not by command line: every line of the sandbox's own commands has the words of this script in it.
        assertThat(sh("ls /tmp; cat /proc/[0-9]*/comm | grep -cx sleep").outputText())
                .isEqualTo("0\n");
        byte[] binary = {0, -1, 13, 10, -128, 127};
        sandbox.write("binary", binary);
        assertThat(sandbox.read("binary")).isEqualTo(binary);
    }

    @Test
    void readingSaysWhatIsWrong() throws IOException {
        assertThatThrownBy(() -> sandbox.read("missing")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> sandbox.read("."))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("folder");
        sh("head -c 200000 /dev/zero > large");
        assertThatThrownBy(() -> sandbox.read("large")).hasMessageContaining("longer than the limit of output");
        assertThatThrownBy(() -> sandbox.write("/usr/x", new byte[1])).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> sandbox.write("large/x", new byte[1])).isInstanceOf(FileSystemException.class);
    }

    @Test
    void pathsAndLinksLeadNowhere(@TempDir Path outside) throws IOException {
        Path secret = Files.writeString(outside.resolve("secret"), "the secret of this machine");
        String up = "../../../../../../.." + secret;
        assertThatThrownBy(() -> sandbox.read(up)).isInstanceOf(NoSuchFileException.class);
        sh("ln -s " + secret + " link; ln -s " + outside + " folder");
        assertThatThrownBy(() -> sandbox.read("link")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> sandbox.read("folder/secret")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> sandbox.write("folder/planted", new byte[1])).isInstanceOf(IOException.class);
        // Its own /tmp may have a file of the same name.
        sandbox.execute(Execution.shell("mkdir -p " + outside + "; echo 1 > " + outside + "/planted"));
        assertThat(outside.resolve("planted")).doesNotExist();
        assertThat(secret).hasContent("the secret of this machine");
    }

    @Test
    void aLinkOutIsNotFollowedWhenTheSandboxIsDeleted(@TempDir Path outside) throws IOException {
        Path kept = Files.writeString(outside.resolve("kept"), "kept");
        sh("ln -s " + outside + " out; mkdir -p closed/in; chmod 000 closed");
        sandbox.close();
        assertThat(kept).exists();
    }

    @Test
    void theSystemCannotBeWrittenAndItsSecretsAreNotThere() {
        ExecutionResult result = sh("""
                for f in /x /usr/x /etc/x /bin/x /dev/x /root/x /home/x /var/x /proc/sys/kernel/hostname; do
                  (echo 1 > $f) 2>/dev/null && echo "wrote $f"
                done
                cat /etc/shadow 2>/dev/null && echo "read shadow"
                ls /root /home /var /etc/ssh 2>/dev/null
                mount -t tmpfs none /usr 2>/dev/null && echo mounted
                unshare -Ur true 2>/dev/null && echo "new namespace"
                chroot / true 2>/dev/null && echo chroot
                id -u
                """);
        assertThat(result.outputText()).isEqualTo("1000\n");
    }

    @Test
    void noVariableOfOursIsSeen() {
        String names = sh("env | cut -d= -f1 | sort | tr '\\n' ' '").outputText();
        assertThat(List.of(names.split(" ")))
                .isSubsetOf("HOME", "LANG", "PATH", "PWD", "TMPDIR", "SHLVL", "_", "HOSTNAME");
        assertThat(sh("cat /proc/*/environ | tr '\\0' '\\n'").outputText()).doesNotContain("JAVA_HOME");
    }

    @Test
    void onlyItsOwnProcessesAndFilesAreOpen() {
        assertThat(sh("ls -d /proc/[0-9]* | wc -l").outputText().strip()).matches("[1-9]");
        assertThat(sh("kill -9 1; kill -9 -1; echo alive").end()).isEqualTo(End.EXITED);
        assertThat(sh("(echo '{\"exit-code\": 0}' >&3) 2>/dev/null && echo leaked; ls /proc/self/fd | tr '\\n' ' '")
                        .outputText())
                .isEqualTo("0 1 2 3 ");
    }

    @Test
    void thereIsNoNetwork() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String probe = "command -v bash >/dev/null || exit 9; bash -c 'exec 5<>/dev/tcp/%s/%d' 2>/dev/null";
            assertThat(sh(probe.formatted("127.0.0.1", server.getLocalPort())).exitCode())
                    .isNotZero();
            assertThat(sh(probe.formatted("192.0.2.1", 80)).exitCode()).isNotZero();
            assertThat(sh("tail -n +3 /proc/net/dev | grep -vc ' lo:'")
                            .outputText()
                            .strip())
                    .isEqualTo("0");
            server.setSoTimeout(1);
            assertThatThrownBy(server::accept).isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void whatHangsIsKilledWithAllThatItStarted() {
        String mark = mark(4711);
        String script = "sleep %s & (setsid sleep %s &) ; echo started; sleep %s".formatted(mark, mark, mark);
        // A busy machine may need longer until the command has started at all.
        Duration timeout = Duration.ofMillis(800);
        ExecutionResult result = sandbox.execute(Execution.shell(script).withTimeout(timeout));
        while (result.output().length == 0 && timeout.toSeconds() < 60) {
            timeout = timeout.multipliedBy(4);
            result = sandbox.execute(Execution.shell(script).withTimeout(timeout));
        }
        assertThat(result.end()).isEqualTo(End.TIMEOUT);
        assertThat(result.exitCode()).isEqualTo(-1);
        assertThat(result.outputText()).isEqualTo("started\n");
        Await.until(() -> orphans(mark).isEmpty());
    }

    /// How long a command of this test sleeps, which nobody else on the machine does.
    private static String mark(int seconds) {
        return seconds + "." + ProcessHandle.current().pid();
    }

    private static List<String> orphans(String mark) {
        return ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .flatMap(process ->
                        Optional.ofNullable(process.info().commandLine().orElse(null)).stream())
                .filter(line -> line.contains("sleep " + mark))
                .filter(line -> !line.contains("bwrap"))
                .toList();
    }

    @Test
    void anInterruptedRunLeavesNothingBehind() throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<ExecutionResult> hang = () -> sandbox.execute(Execution.shell("touch begun; sleep " + mark(4712)));
            Future<ExecutionResult> future = executor.submit(hang);
            Await.until(() -> !orphans(mark(4712)).isEmpty());
            future.cancel(true);
            executor.shutdownNow();
        }
        assertThat(sandbox.execute(Execution.of("true")).isSuccess()).isTrue();
        Await.until(() -> orphans(mark(4712)).isEmpty());
    }

    @Test
    void aForkBombIsBounded() {
        ExecutionResult result = sandbox.execute(Execution.shell("""
                i=0; while [ $i -lt 200 ]; do sleep 30 2>/dev/null & i=$((i+1)); done 2>/dev/null
                ls -d /proc/[0-9]* | wc -l""").withTimeout(Duration.ofSeconds(15)));
        int processes = result.outputText().isBlank()
                ? 0
                : Integer.parseInt(result.outputText().strip());
        assertThat(processes).isLessThanOrEqualTo(40);
        ExecutionResult bomb = sandbox.execute(
                Execution.shell("b() { b | b & }; b; sleep " + mark(4713)).withTimeout(Duration.ofSeconds(2)));
        assertThat(bomb.end()).isIn(End.TIMEOUT, End.EXITED, End.OUTPUT_LIMIT);
        assertThat(sh("echo well").outputText()).isEqualTo("well\n");
        Await.until(() -> orphans(mark(4713)).isEmpty());
    }

    @Test
    void outputWithoutEndIsCutAndTheCommandKilled() {
        ExecutionResult result = sh("head -c 1000000000 /dev/zero");
        assertThat(result.end()).isEqualTo(End.OUTPUT_LIMIT);
        assertThat(result.output()).hasSize(100_000);
        assertThat(sh("yes >&2").end()).isEqualTo(End.OUTPUT_LIMIT);
        assertThat(sh("head -c 100000 /dev/zero").end()).isEqualTo(End.EXITED);
    }

    @Test
    void inputThatIsNotReadHoldsNothingUp() {
        String flood = "x".repeat(5_000_000);
        ExecutionResult result = sandbox.execute(Execution.shell("exit 4").withInput(flood));
        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(sandbox.execute(Execution.shell("wc -c").withInput(flood))
                        .outputText()
                        .strip())
                .isEqualTo("5000000");
    }

    @Test
    void filesWithoutEndAreBounded() {
        ExecutionResult one = sh("head -c 100000000 /dev/zero > a; wc -c < a");
        assertThat(one.outputText().strip()).isEqualTo(Integer.toString(8 << 20));
        assertThat(sh("for i in 1 2 3 4 5 6 7 8; do head -c 8000000 /dev/zero > f$i; done; sleep 20")
                        .end())
                .isEqualTo(End.DISK_LIMIT);
        assertThat(sh("true").end()).as("it stays so until there is room").isEqualTo(End.DISK_LIMIT);
        sh("rm f* a");
        assertThat(sh("true").end()).isEqualTo(End.EXITED);
        assertThat(sh("head -c 100000000 /dev/zero > /tmp/a; rm -f /tmp/a; head -c 100000000 /dev/zero > /dev/shm/a")
                        .isSuccess())
                .isFalse();
    }

    @Test
    void memoryWithoutEndIsBounded() {
        ExecutionResult result = sandbox.execute(
                Execution.shell("tail /dev/zero; echo survived $?").withTimeout(Duration.ofSeconds(25)));
        assertThat(result.end() == End.MEMORY_LIMIT || result.outputText().contains("survived"))
                .as(result.toString())
                .isTrue();
        assertThat(result.outputText()).isNotEqualTo("survived 0\n");
    }

    @Test
    void aFolderDeeperThanAPathMayBeIsDeletedToo() {
        sh("i=0; while [ $i -lt 1500 ]; do mkdir dddddddddd && cd dddddddddd || exit; i=$((i+1)); done");
        sandbox.close();
        assertThat(Path.of(System.getProperty("java.io.tmpdir"))
                        .toFile()
                        .list((folder, name) -> name.startsWith("assay-sandbox-")
                                && new java.io.File(folder, name + "/work/dddddddddd").exists()))
                .isEmpty();
    }

    @Test
    void manySandboxesDoNotSeeEachOther() throws Exception {
        SandboxFactory factory = factory(LIMITS);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> seen = executor.invokeAll(java.util.stream.IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<String>) () -> {
                        try (Sandbox mine = factory.open()) {
                            mine.write("me", Integer.toString(i).getBytes(StandardCharsets.UTF_8));
                            return mine.execute(Execution.shell("cat me; ls /work | wc -l"))
                                    .outputText();
                        }
                    })
                    .toList());
            for (int i = 0; i < seen.size(); i++) {
                assertThat(seen.get(i).get().replaceAll("\\s", "")).isEqualTo(i + "1");
            }
        }
    }
}
