package dev.assay.agents.sandbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/// Sandboxes by a container engine, through its command line: Docker or Podman. The image must be on this
/// machine; none is fetched. Each command has a container of its own, so nothing outlives it but the files.
public final class Container implements SandboxFactory {

    private static final int NOBODY = 65_534;
    private static final int ENGINE_FAILED = 125;

    private final String engine;
    private final String image;
    private final SandboxLimits limits;

    private Container(String engine, String image, SandboxLimits limits) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.image = Objects.requireNonNull(image, "image");
        this.limits = Objects.requireNonNull(limits, "limits");
        if (!image.matches("[A-Za-z0-9][A-Za-z0-9._/:@-]{0,254}")) {
            throw new IllegalArgumentException("'" + image + "' is no name of an image.");
        }
    }

    /// Sandboxes of an image.
    ///
    /// @param engine the program: `docker`, `podman`, or a path to one
    public static Container of(String engine, String image, SandboxLimits limits) {
        return new Container(engine, image, limits);
    }

    /// Why `engine` cannot be used, in one sentence; empty if it answers.
    public static Optional<String> obstacle(String engine) {
        try {
            ExecutionResult result = host(List.of(engine, "version", "--format", "{{.Server.Version}}"));
            return result.isSuccess()
                    ? Optional.empty()
                    : Optional.of(engine + " is installed, but no engine answers it.");
        } catch (SandboxException missing) {
            return Optional.of(engine + " is not installed.");
        }
    }

    private static ExecutionResult host(List<String> command) {
        return BoundedProcess.run(
                command, environment(), new byte[0], Duration.ofSeconds(20), 10_000, process -> Optional.empty());
    }

    /// What a client needs to find its engine; nothing of it reaches a container.
    private static Map<String, String> environment() {
        Map<String, String> kept = new HashMap<>(System.getenv());
        kept.keySet().retainAll(List.of("PATH", "HOME", "DOCKER_HOST", "XDG_RUNTIME_DIR", "CONTAINER_HOST"));
        return kept;
    }

    @Override
    public Sandbox open() {
        int current = Bubblewrap.currentUser();
        OptionalInt owner = current == 0 ? OptionalInt.of(NOBODY) : OptionalInt.empty();
        int user = owner.orElse(current);
        return new Running(SandboxFolder.create(owner), user + ":" + user);
    }

    @Override
    public String description() {
        return engine + " " + image;
    }

    private final class Running implements Sandbox {
        private final SandboxFolder folder;
        private final String user;
        private final ResourceWatch watch;

        Running(SandboxFolder folder, String user) {
            this.folder = folder;
            this.user = user;
            // The engine bounds memory; the client's own processes are none of the sandbox's.
            this.watch = new ResourceWatch(folder.work(), limits);
        }

        @Override
        public synchronized ExecutionResult execute(Execution execution) {
            ContainerCommand command =
                    new ContainerCommand(engine, image, "assay-" + UUID.randomUUID(), user, folder.work(), limits);
            Duration timeout = execution
                    .timeout()
                    .filter(shorter -> shorter.compareTo(limits.timeout()) < 0)
                    .orElse(limits.timeout());
            boolean ended = false;
            try {
                ExecutionResult result = BoundedProcess.run(
                        command.with(execution.command()),
                        environment(),
                        execution.input(),
                        timeout,
                        limits.outputBytes(),
                        process -> disk());
                ended = result.end() == ExecutionResult.End.EXITED;
                if (ended && result.exitCode() == ENGINE_FAILED) {
                    throw new SandboxException(engine + " cannot run a container of '" + image + "': "
                            + result.errorText().strip() + ".");
                }
                return disk().map(full -> killed(full, result)).orElse(result);
            } finally {
                if (!ended) {
                    host(command.kill());
                }
            }
        }

        private Optional<ExecutionResult.End> disk() {
            return watch.isDiskFull() ? Optional.of(ExecutionResult.End.DISK_LIMIT) : Optional.empty();
        }

        private static ExecutionResult killed(ExecutionResult.End end, ExecutionResult result) {
            return result.end() == ExecutionResult.End.EXITED
                    ? new ExecutionResult(end, -1, result.output(), result.errors(), result.time())
                    : result;
        }

        @Override
        public synchronized void close() {
            folder.delete();
        }
    }
}
