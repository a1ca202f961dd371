package dev.assay.core.run;

import dev.assay.core.model.CallTrace;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.StopReason;
import dev.assay.core.model.ToolChoice;
import dev.assay.core.model.ToolInfo;
import dev.assay.core.task.EvalLog.SampleLimit;
import dev.assay.core.task.Generate;
import dev.assay.core.task.SampleEvent;
import dev.assay.core.task.Task;
import dev.assay.core.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The model with the task's settings and limits, for one sample.
final class BoundModel implements Generate {

    private final Task task;
    private final Model model;
    private final CallTrace trace;
    private final List<SampleEvent> events = new ArrayList<>(2);
    private TaskState reached;
    private Optional<SampleLimit> limit = Optional.empty();
    private boolean answered;
    private @Nullable FilteredAnswerException filtered;

    BoundModel(Task task, Model model, CallTrace trace, TaskState start) {
        this.task = task;
        this.model = model;
        this.trace = trace;
        this.reached = start;
    }

    @Override
    public TaskState generate(TaskState state, GenerateConfig config, List<ToolInfo> tools, ToolChoice choice) {
        before(state);
        ModelRequest request = new ModelRequest(state.messages(), tools, choice, config);
        Instant start = Instant.now();
        long nanos = System.nanoTime();
        int retries = trace.retries();
        int cached = trace.cachedAnswers();
        ModelOutput output;
        try {
            output = model.generate(request);
        } catch (ModelException failure) {
            record(new SampleEvent.ModelEvent(
                    start,
                    model.name(),
                    "",
                    request,
                    Optional.empty(),
                    Optional.of(String.valueOf(failure.getMessage())),
                    Duration.ofNanos(System.nanoTime() - nanos),
                    trace.retries() - retries,
                    false));
            throw failure;
        }
        record(new SampleEvent.ModelEvent(
                start,
                model.name(),
                "",
                request,
                Optional.of(output),
                Optional.empty(),
                Duration.ofNanos(System.nanoTime() - nanos),
                trace.retries() - retries,
                trace.cachedAnswers() > cached));
        return after(state.plus(output), output);
    }

    private synchronized void before(TaskState state) {
        requireUnfiltered();
        reached = state;
        if (limit.isPresent()) {
            throw new LimitReachedException(limit.get());
        }
        int most = task.limits().messages().orElse(Integer.MAX_VALUE);
        if (state.messages().size() >= most) {
            throw reach(new SampleLimit("message", most));
        }
    }

    private synchronized TaskState after(TaskState state, ModelOutput output) {
        reached = state;
        answered = true;
        if (output.stopReason() == StopReason.CONTENT_FILTER) {
            filtered = new FilteredAnswerException(output);
            throw filtered;
        }
        long most = task.limits().tokens().orElse(Long.MAX_VALUE);
        if (state.usage().totalTokens() > most) {
            throw reach(new SampleLimit("token", most));
        }
        return state;
    }

    private LimitReachedException reach(SampleLimit passed) {
        limit = Optional.of(passed);
        return new LimitReachedException(passed);
    }

    @Override
    public GenerateConfig config() {
        return task.config();
    }

    @Override
    public synchronized void record(SampleEvent event) {
        events.add(event);
    }

    /// The furthest state that a call was made from or led to.
    synchronized TaskState reached() {
        return reached;
    }

    /// Whether the model has answered at least once.
    synchronized boolean hasAnswered() {
        return answered;
    }

    /// @throws FilteredAnswerException if a filter cut an answer, even where the solver went on
    synchronized void requireUnfiltered() {
        FilteredAnswerException failure = filtered;
        if (failure != null) {
            throw failure;
        }
    }

    /// The limit that was reached, if one was.
    synchronized Optional<SampleLimit> limit() {
        return limit;
    }

    /// What happened so far.
    synchronized List<SampleEvent> events() {
        return List.copyOf(events);
    }
}
