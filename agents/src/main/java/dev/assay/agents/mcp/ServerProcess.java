package dev.assay.agents.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A server's process, which is ended with all that it started: its descendants, and on Linux whatever
/// carries the mark that was put into its environment, so that what it has sent into the background is found
/// as well. It is started by a thread of its own, which lives as long as the process: bubblewrap dies with its
/// parent by `PDEATHSIG`, which looks at the thread that started it, and the carrier of a virtual thread ends
/// when it has had nothing to do for a while.
final class ServerProcess {

    private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "TMPDIR");
    private static final String MARK = "ASSAY_MCP_SERVER";
    private static final int REMARK_BYTES = 2_000;

    private final Process process;
    private final Thread keeper;
    private final String mark = UUID.randomUUID().toString();
    private final StringBuilder remark = new StringBuilder();

    ServerProcess(McpServer.Stdio server) {
        ProcessBuilder builder = new ProcessBuilder(server.command());
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(server.environment());
        builder.environment().put(MARK, mark);
        server.folder().ifPresent(folder -> builder.directory(folder.toFile()));
        CompletableFuture<Process> started = new CompletableFuture<>();
        keeper = Thread.ofPlatform().daemon().name("assay-mcp-keeper").start(() -> keep(builder, started));
        try {
            // Soon there in any case, so that an interruption is left to whatever waits for the server's words.
            process = started.join();
        } catch (CompletionException failure) {
            Throwable why = Objects.requireNonNull(failure.getCause());
            throw new McpException(
                    "The MCP server '" + server.command().getFirst() + "' cannot be started: " + why.getMessage(), why);
        }
        Thread.ofPlatform().daemon().name("assay-mcp-errors").start(this::listen);
    }

    private static void keep(ProcessBuilder builder, CompletableFuture<Process> started) {
        Process process;
        try {
            process = builder.start();
        } catch (Throwable failure) {
            started.completeExceptionally(failure);
            return;
        }
        started.complete(process);
        process.onExit().join();
    }

    /// The thread that started the process.
    Thread keeper() {
        return keeper;
    }

    /// The process's number.
    long pid() {
        return process.pid();
    }

    JsonLines connect(McpLimits limits) {
        return new JsonLines(process.getInputStream(), process.getOutputStream(), limits, this::remark, this::end);
    }

    /// The last of what it wrote to standard error, on one line.
    String remark() {
        synchronized (remark) {
            String text = remark.toString().strip().replaceAll("\\s+", " ");
            return text.substring(Math.max(0, text.length() - 300));
        }
    }

    private void listen() {
        byte[] buffer = new byte[4096];
        try (InputStream errors = process.getErrorStream()) {
            for (int read = errors.read(buffer); read >= 0; read = errors.read(buffer)) {
                synchronized (remark) {
                    remark.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                    remark.delete(0, Math.max(0, remark.length() - REMARK_BYTES));
                }
            }
        } catch (IOException ended) {
            // So did the server.
        }
    }

    /// Asks it to end by closing its input, as the protocol has it, and kills what is left after a second.
    /// When it returns, nothing is left; it may be called again.
    synchronized void end() {
        Set<ProcessHandle> tree = new HashSet<>(process.descendants().toList());
        boolean interrupted = false;
        try {
            process.getOutputStream().close();
        } catch (IOException broken) {
            // It reads no more, and is killed.
        }
        try {
            process.waitFor(1, TimeUnit.SECONDS);
        } catch (InterruptedException interruption) {
            interrupted = true;
        }
        // What is killed may have started others meanwhile.
        for (int round = 0; round < 5; round++) {
            process.descendants().forEach(tree::add);
            tree.addAll(marked());
            tree.removeIf(handle -> !handle.isAlive());
            if (tree.isEmpty() && !process.isAlive()) {
                break;
            }
            process.destroyForcibly();
            tree.forEach(ProcessHandle::destroyForcibly);
            interrupted |= awaitEnd(tree);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean awaitEnd(Set<ProcessHandle> tree) {
        boolean interrupted = false;
        for (ProcessHandle handle : tree) {
            try {
                handle.onExit().get(1, TimeUnit.SECONDS);
            } catch (InterruptedException interruption) {
                interrupted = true;
            } catch (ExecutionException | TimeoutException stuck) {
                // Seen again in the next round.
            }
        }
        return interrupted;
    }

    private List<ProcessHandle> marked() {
        List<ProcessHandle> found = new ArrayList<>();
        Path processes = Path.of("/proc");
        if (!Files.isDirectory(processes)) {
            return found;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(processes, "[0-9]*")) {
            for (Path entry : entries) {
                if (isMarked(entry)) {
                    long pid = Long.parseLong(entry.getFileName().toString());
                    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
                    handle.ifPresent(found::add);
                }
            }
        } catch (IOException unreadable) {
            // Then its descendants are all that can be found.
        }
        return found;
    }

    private boolean isMarked(Path entry) {
        try {
            byte[] environment = Files.readAllBytes(entry.resolve("environ"));
            return new String(environment, StandardCharsets.ISO_8859_1).contains(MARK + "=" + mark);
        } catch (IOException gone) {
            return false;
        }
    }
}
