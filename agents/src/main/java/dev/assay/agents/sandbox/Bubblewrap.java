package dev.assay.agents.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// Sandboxes by bubblewrap, on Linux. As many commands run at once as this machine has processors, twice
/// over; others wait for their turn. There is no filter of system calls: what breaks the kernel breaks out.
public final class Bubblewrap implements SandboxFactory {

    private static final AtomicInteger USERS = new AtomicInteger();
    private static final Semaphore SLOTS =
            new Semaphore(2 * Runtime.getRuntime().availableProcessors(), true);

    private final SandboxLimits limits;
    private final Map<String, Path> readOnly;

    private Bubblewrap(SandboxLimits limits, Map<String, Path> readOnly) {
        this.limits = Objects.requireNonNull(limits, "limits");
        this.readOnly = Map.copyOf(readOnly);
    }

    /// Sandboxes with these limits.
    public static Bubblewrap with(SandboxLimits limits) {
        return new Bubblewrap(limits, Map.of());
    }

    /// The same with a folder of this machine that may be read at the path `seenAt`.
    public Bubblewrap readOnly(Path folder, String seenAt) {
        Map<String, Path> more = new HashMap<>(readOnly);
        more.put(seenAt, folder);
        return new Bubblewrap(limits, more);
    }

    /// Why there is no sandbox on this machine, in one sentence with the remedy; empty if there is one. It
    /// makes one to find out.
    public static Optional<String> obstacle() {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
            return Optional.of("bubblewrap is for Linux only: use a container engine.");
        }
        for (String program : List.of("bwrap", "setpriv", "prlimit")) {
            if (!isInstalled(program)) {
                return Optional.of(program + " is not installed: install "
                        + (program.equals("bwrap") ? "bubblewrap." : "util-linux."));
            }
        }
        try (Sandbox sandbox =
                with(SandboxLimits.DEFAULT.withTimeout(Duration.ofSeconds(20))).open()) {
            ExecutionResult result = sandbox.execute(Execution.of("/bin/sh", "-c", "exit 7"));
            return result.exitCode() == 7
                    ? Optional.empty()
                    : Optional.of("a sandbox was made, but a command in it ended with " + result.end() + " "
                            + result.exitCode() + " in place of 7: "
                            + result.errorText().strip());
        } catch (SandboxException failure) {
            return Optional.of(failure.getMessage() + " User namespaces may be forbidden here "
                    + "(user.max_user_namespaces, kernel.apparmor_restrict_unprivileged_userns).");
        }
    }

    private static boolean isInstalled(String program) {
        return List.of("/usr/bin", "/bin", "/usr/local/bin").stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    @Override
    public Sandbox open() {
        return new BubblewrapSandbox(limits, readOnly, user(), SLOTS);
    }

    /// Root's processes know no limit of their number, so as root a sandbox has another user: one of a range
    /// that no distribution gives out, and that containers with 65,536 ids have.
    private static OptionalInt user() {
        int draw = Math.floorMod(ProcessHandle.current().pid() * 1_009 + USERS.getAndIncrement(), 500);
        return currentUser() == 0 ? OptionalInt.of(60_600 + draw) : OptionalInt.empty();
    }

    /// The user id of this process.
    static int currentUser() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException unreadable) {
            throw new SandboxException("/proc/self cannot be read: is /proc mounted?", unreadable);
        }
    }

    @Override
    public String description() {
        try {
            ExecutionResult version = BoundedProcess.run(
                    List.of("bwrap", "--version"),
                    Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"),
                    new byte[0],
                    Duration.ofSeconds(10),
                    1000,
                    process -> Optional.empty());
            return version.outputText().strip();
        } catch (SandboxException missing) {
            return "bubblewrap, not installed";
        }
    }
}
