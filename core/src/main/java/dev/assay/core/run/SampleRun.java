package dev.assay.core.run;

import dev.assay.core.model.CallTrace;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import dev.assay.core.task.EvalLog.EvalError;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.EvalLog.SampleLimit;
import dev.assay.core.task.Sample;
import dev.assay.core.task.Score;
import dev.assay.core.task.Scorer;
import dev.assay.core.task.Target;
import dev.assay.core.task.Task;
import dev.assay.core.task.TaskState;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One sample from its question to its grades.
final class SampleRun {

    private final Task task;
    private final Model model;
    private final Work work;
    private final CallTrace trace;
    private final BoundModel bound;
    private final Instant started = Instant.now();
    private final long nanos = System.nanoTime();
    private TaskState state;
    private Optional<SampleLimit> limit = Optional.empty();

    SampleRun(Task task, Model model, Work work) {
        this.task = task;
        this.model = model;
        this.work = work;
        this.trace = new CallTrace(work.sample().id(), work.key().epoch());
        this.state = TaskState.start(work.sample());
        this.bound = new BoundModel(task, this.model, trace, state);
    }

    /// How a sample ended.
    ///
    /// @param sample what is logged
    /// @param failure what it ended with, if it ended with an error
    record Ended(EvalSample sample, Optional<Throwable> failure) {

        /// Whether no later sample can fare better.
        boolean isFatal() {
            return failure.isPresent()
                    && failure.get() instanceof ModelException answerless
                    && answerless.kind().isFatal();
        }
    }

    /// @throws RunStoppedException if the run is to end
    Ended run(List<EvalError> earlierErrors) {
        return trace.during(() -> {
            try {
                solve();
                return ended(grades(), Optional.empty(), earlierErrors);
            } catch (RunStoppedException stop) {
                throw stop;
            } catch (Exception | StackOverflowError | AssertionError | LinkageError failure) {
                state = bound.reached();
                return ended(Map.of(), Optional.of(failure), earlierErrors);
            }
        });
    }

    private void solve() {
        Deadline deadline = Deadline.watch(task.limits(), trace, nanos);
        try {
            state = task.solver().solve(state, bound);
            limit = bound.limit();
        } catch (LimitReachedException reached) {
            state = bound.reached();
            limit = Optional.of(reached.limit());
        } catch (RuntimeException failure) {
            limit = passed(deadline);
            if (limit.isEmpty()) {
                throw failure;
            }
            state = bound.reached();
        } finally {
            passed(deadline);
        }
        bound.requireUnfiltered();
        if (limit.isPresent() && !bound.hasAnswered()) {
            throw new IllegalStateException("The sample reached its limit of "
                    + limit.get().limit() + " (" + limit.get().type() + ") before the model had answered once.");
        }
    }

    private static Optional<SampleLimit> passed(@Nullable Deadline deadline) {
        return deadline == null ? Optional.empty() : deadline.end();
    }

    private Map<String, Score> grades() {
        List<Scorer> scorers = task.scorers();
        Target target = work.sample().target();
        if (scorers.size() == 1) {
            Scorer only = scorers.getFirst();
            return Map.of(only.name(), only.score(state, target));
        }
        Map<String, Score> grades = new LinkedHashMap<>();
        for (Scorer scorer : scorers) {
            grades.put(scorer.name(), scorer.score(state, target));
        }
        return grades;
    }

    private Ended ended(Map<String, Score> grades, Optional<Throwable> failure, List<EvalError> earlierErrors) {
        Duration time = Duration.ofNanos(System.nanoTime() - nanos);
        Duration waited = trace.waited();
        Sample sample = work.sample();
        return new Ended(
                new EvalSample(
                        sample.id(),
                        work.key().epoch(),
                        sample.input(),
                        sample.choices(),
                        sample.target(),
                        state.messages(),
                        state.output(),
                        grades,
                        sample.metadata(),
                        state.usage(),
                        started,
                        time,
                        waited.compareTo(time) < 0 ? time.minus(waited) : Duration.ZERO,
                        failure.map(SampleRun::error),
                        earlierErrors,
                        limit,
                        bound.events()),
                failure);
    }

    /// A failure as logs keep it.
    static EvalError error(Throwable failure) {
        String message = failure.getMessage();
        StringWriter traceback = new StringWriter();
        failure.printStackTrace(new PrintWriter(traceback, true));
        return new EvalError(
                message == null || message.isBlank() ? failure.getClass().getName() : message, traceback.toString());
    }
}
