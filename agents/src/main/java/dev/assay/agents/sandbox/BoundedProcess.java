package dev.assay.agents.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// A process of this machine that is killed when it takes too long, writes too much, or a watch says so. It
/// has an empty environment. It is started and awaited by a thread of its own, since `PDEATHSIG`, by which
/// bubblewrap dies with its parent, looks at the thread that started it.
final class BoundedProcess {

    private static final long POLL_MILLIS = 100;
    private static final long KILL_SECONDS = 5;

    private final Process process;
    private final int outputBytes;
    private final AtomicReference<Optional<ExecutionResult.End>> killed = new AtomicReference<>(Optional.empty());

    private BoundedProcess(Process process, int outputBytes) {
        this.process = process;
        this.outputBytes = outputBytes;
    }

    /// Says, now and then, whether a limit is broken.
    interface Watch {
        Optional<ExecutionResult.End> look(ProcessHandle process);
    }

    /// Runs a command to its end.
    ///
    /// @throws SandboxException if it cannot be started, or the calling thread is interrupted, which stays so
    static ExecutionResult run(
            List<String> command,
            Map<String, String> environment,
            byte[] input,
            Duration timeout,
            int outputBytes,
            Watch watch) {
        FutureTask<ExecutionResult> task =
                new FutureTask<>(() -> start(command, environment, outputBytes).await(input, timeout, watch));
        Thread thread = Thread.ofPlatform().daemon().name("assay-sandbox").start(task);
        try {
            return task.get();
        } catch (InterruptedException interruption) {
            thread.interrupt();
            awaitEnd(thread);
            Thread.currentThread().interrupt();
            throw new SandboxException("The run was stopped while a command was under way.", interruption);
        } catch (ExecutionException failure) {
            Throwable cause = Objects.requireNonNull(failure.getCause());
            throw new SandboxException(command.getFirst() + " cannot be run: " + cause.getMessage(), cause);
        }
    }

    /// The kill is seen through, whatever interrupts us.
    private static void awaitEnd(Thread thread) {
        while (true) {
            try {
                thread.join(Duration.ofSeconds(2 * KILL_SECONDS));
                return;
            } catch (InterruptedException again) {
                // The caller is told of the first one.
            }
        }
    }

    private static BoundedProcess start(List<String> command, Map<String, String> environment, int outputBytes)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new BoundedProcess(builder.start(), outputBytes);
    }

    private ExecutionResult await(byte[] input, Duration timeout, Watch watch) throws InterruptedException {
        long start = System.nanoTime();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Thread reading = inBackground(() -> drain(process.getInputStream(), output));
        Thread readingErrors = inBackground(() -> drain(process.getErrorStream(), errors));
        Thread writing = inBackground(() -> feed(input));
        try {
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() - start > timeout.toNanos()) {
                    kill(ExecutionResult.End.TIMEOUT);
                } else {
                    watch.look(process.toHandle()).ifPresent(this::kill);
                }
            }
            // Once the process is gone, so is all that it started, and the pipes end.
            reading.join(5_000);
            readingErrors.join(5_000);
        } finally {
            process.destroyForcibly();
            process.onExit()
                    .orTimeout(KILL_SECONDS, TimeUnit.SECONDS)
                    .handle((ended, late) -> true)
                    .join();
            writing.interrupt();
        }
        Optional<ExecutionResult.End> end = killed.get();
        return new ExecutionResult(
                end.orElse(ExecutionResult.End.EXITED),
                end.isPresent() ? -1 : process.exitValue(),
                bytes(output),
                bytes(errors),
                Duration.ofNanos(System.nanoTime() - start));
    }

    private void kill(ExecutionResult.End reason) {
        killed.compareAndSet(Optional.empty(), Optional.of(reason));
        process.destroyForcibly();
    }

    private static Thread inBackground(Runnable work) {
        return Thread.ofPlatform().daemon().name("assay-sandbox-pipe").start(work);
    }

    private void drain(InputStream from, ByteArrayOutputStream to) {
        byte[] buffer = new byte[8192];
        try (from) {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                synchronized (to) {
                    int room = outputBytes - to.size();
                    to.write(buffer, 0, Math.min(read, room));
                    if (read > room) {
                        kill(ExecutionResult.End.OUTPUT_LIMIT);
                        return;
                    }
                }
            }
        } catch (IOException ended) {
            // The pipe broke, which is how a killed process ends.
        }
    }

    private void feed(byte[] input) {
        try (OutputStream to = process.getOutputStream()) {
            to.write(input);
        } catch (IOException notRead) {
            // It ended, or closed its input, before it read everything, as it may.
        }
    }

    private static byte[] bytes(ByteArrayOutputStream stream) {
        synchronized (stream) {
            return stream.toByteArray();
        }
    }
}
