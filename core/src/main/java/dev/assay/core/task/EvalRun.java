package dev.assay.core.task;

import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.model.ToolChoice;
import dev.assay.core.model.ToolInfo;
import dev.assay.core.task.EvalLog.EvalError;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.EvalLog.Status;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/// One run: a virtual thread a sample, as many at once as the options allow.
final class EvalRun {

    private final Task task;
    private final Model model;
    private final EvalOptions options;
    private final Instant started;
    private final List<Sample> samples;
    private final AtomicReferenceArray<EvalSample> finished;
    private final AtomicReference<Optional<EvalError>> fatal = new AtomicReference<>(Optional.empty());
    private final Semaphore slots;
    private final Set<Thread> working = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    EvalRun(Task task, Model model, EvalOptions options, Instant started) {
        this.task = task;
        this.model = model;
        this.options = options;
        this.started = started;
        this.samples = task.dataset().samples();
        this.finished = new AtomicReferenceArray<>(samples.size());
        this.slots = new Semaphore(options.maxConcurrency());
    }

    EvalLog run() {
        boolean cancelled = false;
        try {
            for (int index = 0; index < samples.size() && !stopped; index++) {
                slots.acquire();
                start(index);
            }
            slots.acquire(options.maxConcurrency());
        } catch (InterruptedException interruption) {
            cancelled = true;
            stop();
            slots.acquireUninterruptibly(options.maxConcurrency() - slots.drainPermits());
        }
        if (cancelled) {
            Thread.currentThread().interrupt();
        }
        return log(cancelled);
    }

    private void start(int index) {
        Thread thread = Thread.ofVirtual().name("assay-sample-" + index).unstarted(() -> {
            try {
                if (!stopped) {
                    finish(index);
                }
            } finally {
                working.remove(Thread.currentThread());
                slots.release();
            }
        });
        working.add(thread);
        thread.start();
    }

    private void finish(int index) {
        try {
            Optional<EvalSample> ended = one(samples.get(index));
            if (ended.isPresent()) {
                finished.set(index, ended.get());
                options.onSample().accept(ended.get());
            }
        } catch (Throwable failure) {
            fail(failure);
        }
    }

    /// A sample from start to end; empty if the run stopped under it.
    private Optional<EvalSample> one(Sample sample) {
        Instant start = Instant.now();
        long nanos = System.nanoTime();
        BoundModel bound = new BoundModel();
        TaskState state = TaskState.start(sample);
        Map<String, Score> scores = Map.of();
        Optional<EvalError> error = Optional.empty();
        try {
            TaskState solved = task.solver().solve(state, bound);
            scores = Map.of(task.scorer().name(), task.scorer().score(solved, sample.target()));
            state = solved;
        } catch (Exception | StackOverflowError | AssertionError | LinkageError failure) {
            boolean isFatal = failure instanceof ModelException answerless
                    && answerless.kind().isFatal();
            if (stopped && !isFatal) {
                return Optional.empty();
            }
            error = Optional.of(error(failure));
            if (isFatal) {
                fail(failure);
            }
        }
        Duration time = Duration.ofNanos(System.nanoTime() - nanos);
        return Optional.of(new EvalSample(
                sample.id(),
                1,
                sample.input(),
                sample.choices(),
                sample.target(),
                state.messages(),
                state.output(),
                scores,
                sample.metadata(),
                state.usage(),
                start,
                time,
                time,
                error,
                List.of(),
                Optional.empty(),
                bound.events));
    }

    private void fail(Throwable failure) {
        fatal.compareAndSet(Optional.empty(), Optional.of(error(failure)));
        stop();
    }

    private void stop() {
        stopped = true;
        for (Thread thread : working) {
            if (!thread.equals(Thread.currentThread())) {
                thread.interrupt();
            }
        }
    }

    private EvalLog log(boolean cancelled) {
        List<EvalSample> ended = IntStream.range(0, samples.size())
                .mapToObj(finished::get)
                .filter(Objects::nonNull)
                .toList();
        int errored = (int)
                ended.stream().filter(sample -> sample.error().isPresent()).count();
        List<Metric.Scored> scored = scored(ended);
        Map<String, Double> metrics = metrics(scored);
        ModelUsage usage = ended.stream().map(EvalSample::modelUsage).reduce(ModelUsage.NONE, ModelUsage::plus);
        Optional<EvalError> error = fatal.get();
        return new EvalLog(
                EvalLog.LOG_SCHEMA_VERSION,
                error.isPresent() ? Status.ERROR : cancelled ? Status.CANCELLED : Status.SUCCESS,
                new EvalLog.EvalSpec(
                        started,
                        "",
                        task.name(),
                        "0",
                        new EvalLog.EvalDataset(task.dataset().name(), "", samples.size(), false),
                        model.name(),
                        model.fingerprint(),
                        1,
                        "mean",
                        List.of(task.scorer().name()),
                        List.of(),
                        Map.of()),
                new EvalLog.EvalPlan("plan", task.solver().steps(), task.config()),
                new EvalLog.EvalResults(
                        samples.size(),
                        ended.size() - errored,
                        scored.size(),
                        ended.size() - errored - scored.size(),
                        errored,
                        task.scorer().name(),
                        metrics),
                new EvalLog.EvalStats(started, Instant.now(), Map.of(model.name(), usage)),
                error,
                ended);
    }

    private List<Metric.Scored> scored(List<EvalSample> ended) {
        Map<String, Sample> byId = new LinkedHashMap<>();
        samples.forEach(sample -> byId.put(sample.id(), sample));
        return ended.stream()
                .flatMap(sample -> sample.scores().values().stream()
                        .filter(Score::isScored)
                        .map(score -> new Metric.Scored(Objects.requireNonNull(byId.get(sample.id())), score)))
                .toList();
    }

    private Map<String, Double> metrics(List<Metric.Scored> scored) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (Metric metric : task.metrics()) {
            try {
                metrics.put(metric.name(), metric.of(scored));
            } catch (RuntimeException failure) {
                fatal.compareAndSet(Optional.empty(), Optional.of(error(failure)));
            }
        }
        return metrics;
    }

    private static EvalError error(Throwable failure) {
        String message = failure.getMessage();
        StringWriter traceback = new StringWriter();
        failure.printStackTrace(new PrintWriter(traceback, true));
        return new EvalError(
                message == null || message.isBlank() ? failure.getClass().getName() : message, traceback.toString());
    }

    /// The model with the task's settings, for one sample.
    private final class BoundModel implements Generate {

        private final List<SampleEvent> events = new CopyOnWriteArrayList<>();

        @Override
        public TaskState generate(TaskState state, GenerateConfig config, List<ToolInfo> tools, ToolChoice choice) {
            ModelRequest request = new ModelRequest(state.messages(), tools, choice, config);
            Instant start = Instant.now();
            long nanos = System.nanoTime();
            try {
                ModelOutput output = model.generate(request);
                record(call(start, nanos, request, Optional.of(output), Optional.empty()));
                return state.plus(output);
            } catch (ModelException failure) {
                record(call(
                        start,
                        nanos,
                        request,
                        Optional.empty(),
                        Optional.of(error(failure).message())));
                throw failure;
            }
        }

        private SampleEvent call(
                Instant start, long nanos, ModelRequest request, Optional<ModelOutput> output, Optional<String> error) {
            Duration time = Duration.ofNanos(System.nanoTime() - nanos);
            return new SampleEvent.ModelEvent(start, model.name(), "", request, output, error, time, 0, false);
        }

        @Override
        public GenerateConfig config() {
            return task.config();
        }

        @Override
        public void record(SampleEvent event) {
            events.add(event);
        }
    }
}
