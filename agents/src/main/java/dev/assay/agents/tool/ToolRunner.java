package dev.assay.agents.tool;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolInfo;
import dev.assay.core.model.ToolResult;
import dev.assay.core.model.ToolResult.ToolError;
import dev.assay.core.task.SampleEvent;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes the calls that a model asks for. Safe for many threads where the tools are.
public final class ToolRunner {

    private final Map<String, Tool> tools = new LinkedHashMap<>();
    private final ToolLimits limits;
    private final boolean parallel;

    /// @throws IllegalArgumentException if two tools have one name
    public ToolRunner(List<? extends Tool> tools, ToolLimits limits) {
        this(tools, limits, true);
    }

    /// @param parallel whether neighbouring calls may run at once where their tools allow it
    /// @throws IllegalArgumentException if two tools have one name
    public ToolRunner(List<? extends Tool> tools, ToolLimits limits, boolean parallel) {
        this.parallel = parallel;
        this.limits = Objects.requireNonNull(limits, "limits");
        for (Tool tool : tools) {
            if (this.tools.put(tool.info().name(), tool) != null) {
                throw new IllegalArgumentException(
                        "Two tools are called '" + tool.info().name() + "': rename one.");
            }
        }
    }

    /// The tools as a model is told of them, in the order given.
    public List<ToolInfo> infos() {
        return tools.values().stream().map(Tool::info).toList();
    }

    /// Makes the calls of one message and returns the answers in the order of the calls. Neighbouring calls
    /// of tools that are {@link Tool#isParallel} run at once; every other call waits for those before it and
    /// holds up those behind it. Events are recorded in the order of the calls.
    ///
    /// A call that outlasts its timeout or `remaining` is interrupted and reported to the model; a tool that
    /// ignores the interruption goes on in the background, and its result is dropped.
    ///
    /// @param remaining what the sample has left; at most this long runs any call
    /// @throws ModelException `INTERRUPTED` if the calling thread is interrupted
    /// @throws RuntimeException whatever a tool throws that the model is not told of
    public List<ChatMessage> run(List<ToolCall> calls, Duration remaining, Consumer<SampleEvent> events) {
        Duration timeout = remaining.compareTo(limits.timeout()) < 0 ? remaining : limits.timeout();
        List<ChatMessage> answers = new ArrayList<>();
        int from = 0;
        while (from < calls.size()) {
            int to = from + 1;
            while (isParallel(calls.get(from)) && to < calls.size() && isParallel(calls.get(to))) {
                to++;
            }
            for (Done done : together(calls.subList(from, to), timeout)) {
                events.accept(done.event());
                answers.add(done.message());
            }
            from = to;
        }
        return List.copyOf(answers);
    }

    /// The answer to a call that was not made, with its event.
    public static ChatMessage refuse(ToolCall call, ToolException reason, Consumer<SampleEvent> events) {
        Done done = new Done(call, Instant.now(), Duration.ZERO, new ToolOutput("", false), reason.toError());
        events.accept(done.event());
        return done.message();
    }

    private boolean isParallel(ToolCall call) {
        Tool tool = tools.get(call.function());
        return parallel && (tool == null || tool.isParallel());
    }

    private List<Done> together(List<ToolCall> calls, Duration timeout) {
        List<FutureTask<Done>> tasks = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        try {
            for (ToolCall call : calls) {
                FutureTask<Done> task = new FutureTask<>(() -> one(call));
                tasks.add(task);
                threads.add(
                        Thread.ofVirtual().name("assay-tool-" + call.function()).start(task));
            }
            long end = System.nanoTime() + timeout.toNanos();
            List<Done> done = new ArrayList<>();
            for (int i = 0; i < tasks.size(); i++) {
                done.add(await(tasks.get(i), calls.get(i), end, timeout));
            }
            return done;
        } finally {
            tasks.forEach(task -> task.cancel(true));
            threads.forEach(Thread::interrupt);
        }
    }

    private static Done await(FutureTask<Done> task, ToolCall call, long end, Duration timeout) {
        Instant start = Instant.now();
        try {
            return task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            task.cancel(true);
            return new Done(call, start, timeout, new ToolOutput("", false), timedOut(timeout));
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new ModelException(
                    ModelException.Kind.INTERRUPTED, "The call of the tool '" + call.function() + "' was interrupted.");
        } catch (ExecutionException failure) {
            throw unchecked(call, Objects.requireNonNull(failure.getCause()));
        }
    }

    private static RuntimeException unchecked(ToolCall call, Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException("The tool '" + call.function() + "' failed: " + failure, failure);
    }

    private static ToolError timedOut(Duration timeout) {
        return new ToolException(
                        ToolErrorType.TIMEOUT, "The tool did not end within " + timeout.toMillis() / 1000.0 + " s.")
                .toError();
    }

    private Done one(ToolCall call) throws Exception {
        Instant start = Instant.now();
        long nanos = System.nanoTime();
        ToolOutput output = new ToolOutput("", false);
        @Nullable ToolError error = null;
        try {
            Tool tool = tools.get(call.function());
            if (tool == null) {
                throw new ToolException(
                        ToolErrorType.PARSING,
                        "There is no tool '" + abbreviated(call.function()) + "': known are "
                                + String.join(", ", tools.keySet()) + ".");
            }
            output = ToolOutput.of(tool.call(call), limits.outputBytes());
        } catch (Exception failure) {
            ToolException told = told(failure);
            error = new ToolError(
                    told.type().wireName(),
                    ToolOutput.of(String.valueOf(told.getMessage()), limits.outputBytes())
                            .text());
        }
        return new Done(call, start, Duration.ofNanos(System.nanoTime() - nanos), output, error);
    }

    private static String abbreviated(String name) {
        return name.length() > 64 ? name.substring(0, 64) + "..." : name;
    }

    /// What the model is told of a failure.
    ///
    /// @throws Exception `failure` itself, if it is none that a model is told of
    private static ToolException told(Exception failure) throws Exception {
        return switch (failure) {
            case ToolException told -> told;
            case UncheckedIOException wrapped -> told(Objects.requireNonNull(wrapped.getCause()));
            case NoSuchFileException missing ->
                new ToolException(ToolErrorType.FILE_NOT_FOUND, "There is no file " + missing.getFile() + ".");
            case FileNotFoundException missing ->
                new ToolException(ToolErrorType.FILE_NOT_FOUND, "File not found: " + missing.getMessage());
            case AccessDeniedException denied ->
                new ToolException(ToolErrorType.PERMISSION, "No permission for " + denied.getFile() + ".");
            case CharacterCodingException binary ->
                new ToolException(ToolErrorType.UNICODE_DECODE, "What was read is no UTF-8 text.");
            case TimeoutException late -> new ToolException(ToolErrorType.TIMEOUT, "The tool did not end in time.");
            default -> throw failure;
        };
    }

    /// A call that was made, or refused.
    private record Done(
            ToolCall call,
            Instant start,
            Duration time,
            ToolOutput output,
            @Nullable ToolError error) {

        SampleEvent event() {
            return new SampleEvent.ToolEvent(
                    start, call, output.text(), Optional.ofNullable(error), time, output.truncated());
        }

        ChatMessage message() {
            return ChatMessage.tool(
                    error == null ? output.text() : error.message(),
                    new ToolResult(call.id(), call.function(), Optional.ofNullable(error)));
        }
    }
}
