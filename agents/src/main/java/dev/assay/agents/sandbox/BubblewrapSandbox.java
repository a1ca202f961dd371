package dev.assay.agents.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A sandbox of Linux namespaces, by bubblewrap. Its files lie in a folder of this machine that nobody else
/// may enter.
final class BubblewrapSandbox implements Sandbox {

    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin");

    private static final String PASSWD = """
            user:x:1000:1000::/work:/bin/sh
            nobody:x:65534:65534::/:/bin/false
            """;

    private final SandboxLimits limits;
    private final Semaphore slots;
    private final SandboxFolder folder;
    private final Path status;
    private final BubblewrapCommand command;

    BubblewrapSandbox(SandboxLimits limits, Map<String, Path> readOnly, OptionalInt user, Semaphore slots) {
        this.limits = limits;
        this.slots = slots;
        this.folder = SandboxFolder.create(user);
        try {
            status = Files.createFile(folder.home().resolve("status"));
            Path passwd = Files.writeString(folder.home().resolve("passwd"), PASSWD);
            Files.setPosixFilePermissions(passwd, PosixFilePermissions.fromString("rw-r--r--"));
            this.command = new BubblewrapCommand(folder.work(), passwd, status, readOnly, user, limits);
        } catch (IOException failure) {
            throw new SandboxException("No sandbox can be made under " + folder.home() + ".", failure);
        }
    }

    @Override
    public synchronized ExecutionResult execute(Execution execution) {
        Duration timeout = execution
                .timeout()
                .filter(shorter -> shorter.compareTo(limits.timeout()) < 0)
                .orElse(limits.timeout());
        try {
            slots.acquire();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new SandboxException("The run was stopped before a command had its turn.", interruption);
        }
        try {
            return run(execution, timeout);
        } finally {
            slots.release();
        }
    }

    private ExecutionResult run(Execution execution, Duration timeout) {
        ResourceWatch watch = new ResourceWatch(folder.work(), limits);
        ExecutionResult result = BoundedProcess.run(
                command.with(execution.command()),
                ENVIRONMENT,
                execution.input(),
                timeout,
                limits.outputBytes(),
                watch);
        if (result.end() != ExecutionResult.End.EXITED) {
            return result;
        }
        if (!hasRun()) {
            throw new SandboxException("bubblewrap cannot make a sandbox here: " + firstLine(result.errorText())
                    + "; see ./assay doctor.");
        }
        return watch.isDiskFull()
                ? new ExecutionResult(
                        ExecutionResult.End.DISK_LIMIT, -1, result.output(), result.errors(), result.time())
                : result;
    }

    /// Bubblewrap reports an exit code when, and only when, the command was started: by its own exit code
    /// alone its failures look like those of the command.
    private boolean hasRun() {
        try {
            for (String line : Files.readAllLines(status)) {
                if (!line.isBlank() && JsonMapper.shared().readTree(line).has("exit-code")) {
                    return true;
                }
            }
            return false;
        } catch (IOException | JacksonException unreadable) {
            throw new SandboxException(
                    "The report of bubblewrap cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static String firstLine(String text) {
        return text.lines()
                .findFirst()
                .map(line -> line.substring(0, Math.min(300, line.length())))
                .orElse("it says nothing");
    }

    @Override
    public synchronized void close() {
        if (!Files.exists(folder.home())) {
            return;
        }
        // A sample that is stopped leaves nothing behind either.
        boolean isInterrupted = Thread.interrupted();
        try {
            // From inside, where paths may be deeper than a path of this machine may be long.
            BoundedProcess.run(
                    command.with(List.of("/bin/sh", "-c", "chmod -R u+rwx /work; find /work -mindepth 1 -delete")),
                    ENVIRONMENT,
                    new byte[0],
                    Duration.ofSeconds(20),
                    1 << 16,
                    process -> Optional.empty());
        } catch (SandboxException stopped) {
            // What is left is deleted from outside.
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
        folder.delete();
    }
}
