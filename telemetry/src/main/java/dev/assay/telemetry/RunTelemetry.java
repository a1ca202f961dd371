package dev.assay.telemetry;

import dev.assay.core.claim.Outcome;
import dev.assay.core.journal.RunJournal;
import dev.assay.core.journal.SampleRecord;
import dev.assay.core.model.CallTrace;
import dev.assay.core.model.Model;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.SampleEvent;
import dev.assay.core.task.Score;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One run as OpenTelemetry sees it: a span for the run, under it one for each sample that is kept, under
/// that one for each call of a model and each tool; and the conventions' metrics of the calls. What was
/// asked and answered is not told, unless the settings say so. Nothing here waits for the collector
/// before {@link #end}, and nothing that fails here ends the run. Safe for many threads.
public final class RunTelemetry implements AutoCloseable {

    /// How long the end waits for the collector.
    public static final Duration LONGEST_END = Duration.ofSeconds(5);

    /// In place of a name that the model made up.
    private static final String UNKNOWN_TOOL = "_unknown";

    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_ID = 64;

    private record Key(String id, long epoch) {}

    private final Collector collector;
    private final boolean content;
    private final Tracer tracer;
    private final CallMetrics metrics;
    private final Boundary boundary = new Boundary();
    private final Map<Key, Span> samples = new ConcurrentHashMap<>();
    private volatile Span run = Span.getInvalid();
    private volatile Context runContext = Context.root();
    private boolean ended;

    private RunTelemetry(TelemetrySettings settings) {
        this.collector = new Collector(settings);
        this.content = settings.content();
        this.tracer = collector.sdk().getTracer("dev.assay", settings.version());
        this.metrics = new CallMetrics(collector
                .sdk()
                .getMeterProvider()
                .meterBuilder("dev.assay")
                .setInstrumentationVersion(settings.version())
                .build());
    }

    /// Prepares to tell of a run; nothing is sent yet.
    ///
    /// @throws TelemetryException if OpenTelemetry's environment variables make no sense, or the settings
    ///     forbid the collector that they name
    public static RunTelemetry open(TelemetrySettings settings) {
        return new RunTelemetry(settings);
    }

    /// The run begins.
    ///
    /// @param name of its span, such as `assay.eval`
    /// @param facts attributes of the span
    public void begin(String name, Map<String, String> facts) {
        boundary.run(() -> start(name, facts));
    }

    private void start(String name, Map<String, String> facts) {
        SpanBuilder builder = tracer.spanBuilder(name).setNoParent().setSpanKind(SpanKind.INTERNAL);
        facts.forEach(builder::setAttribute);
        run = builder.startSpan();
        runContext = Context.root().with(run);
    }

    /// The model, with each of its calls told of. It is closed with the one behind it.
    public Model observing(Model model) {
        return new ObservedModel(model, this, metrics, content);
    }

    /// The journal, with each sample told of that it keeps.
    public RunJournal observing(RunJournal journal) {
        return new ObservedJournal(journal, this);
    }

    Boundary boundary() {
        return boundary;
    }

    Tracer tracer() {
        return tracer;
    }

    /// The context of the sample that is worked on, or of the run. A sample's span starts with its first
    /// call.
    Context parentOf(Optional<CallTrace> trace) {
        return trace.map(worked -> new Key(worked.sampleId(), worked.epoch()))
                .map(key -> runContext.with(samples.computeIfAbsent(key, _ -> start(key, Optional.empty()))))
                .orElse(runContext);
    }

    private Span start(Key key, Optional<Instant> started) {
        SpanBuilder builder = tracer.spanBuilder("assay.sample")
                .setParent(runContext)
                .setAttribute(Conventions.SAMPLE_ID, key.id())
                .setAttribute(Conventions.SAMPLE_EPOCH, key.epoch());
        started.ifPresent(builder::setStartTimestamp);
        return builder.startSpan();
    }

    /// A sample of an evaluation is durable.
    public void finished(EvalSample sample) {
        boundary.run(() -> tell(sample));
    }

    private void tell(EvalSample sample) {
        Key key = new Key(sample.id(), sample.epoch());
        Span known = samples.remove(key);
        Span span = known != null ? known : start(key, Optional.of(sample.startedAt()));
        Set<String> offered = new HashSet<>();
        for (SampleEvent event : sample.events()) {
            switch (event) {
                case SampleEvent.ModelEvent asked -> asked.request().tools().forEach(tool -> offered.add(tool.name()));
                case SampleEvent.ToolEvent tool ->
                    boundary.run(() -> tell(tool, offered.contains(tool.call().function()), runContext.with(span)));
                case SampleEvent.InfoEvent _ -> {}
            }
        }
        boolean scored = false;
        for (Map.Entry<String, Score> grade : sample.scores().entrySet()) {
            if (grade.getValue().isScored()) {
                scored = true;
                span.addEvent(
                        Conventions.EVALUATION_EVENT,
                        Attributes.of(
                                Conventions.EVALUATION_NAME, grade.getKey(),
                                Conventions.EVALUATION_SCORE, grade.getValue().value()));
            }
        }
        boolean errored = sample.error().isPresent();
        end(span, errored ? "errored" : scored ? "scored" : "excluded", errored);
    }

    /// A sample of an audit is durable.
    void finished(SampleRecord sample) {
        boundary.run(() -> tell(sample));
    }

    private void tell(SampleRecord sample) {
        Key key = new Key(sample.key(), 1);
        Span known = samples.remove(key);
        Span span = known != null ? known : start(key, Optional.empty());
        span.setAttribute(Conventions.CLAIM, sample.claim());
        String outcome = switch (sample.outcome()) {
            case CLEAN, HIT, REVERSE -> "scored";
            case EXCLUDED -> "excluded";
            case ERRORED -> "errored";
        };
        end(span, outcome, sample.outcome() == Outcome.ERRORED);
    }

    private static void end(Span span, String outcome, boolean errored) {
        span.setAttribute(Conventions.SAMPLE_OUTCOME, outcome);
        if (errored) {
            span.setAttribute(Conventions.ERROR_TYPE, "_OTHER");
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    private void tell(SampleEvent.ToolEvent tool, boolean offered, Context parent) {
        // A name that was not offered is the model's own word, so it may be anything that was said.
        String shown = offered || content ? Content.cut(tool.call().function(), LONGEST_NAME) : UNKNOWN_TOOL;
        Span span = tracer.spanBuilder(Conventions.EXECUTE_TOOL + " " + shown)
                .setParent(parent)
                .setStartTimestamp(tool.timestamp())
                .setAttribute(Conventions.OPERATION, Conventions.EXECUTE_TOOL)
                .setAttribute(Conventions.TOOL_NAME, shown)
                .setAttribute(Conventions.TOOL_CALL_ID, Content.cut(tool.call().id(), LONGEST_ID))
                .setAttribute(Conventions.TOOL_TYPE, "function")
                .startSpan();
        tool.error().ifPresent(error -> {
            span.setAttribute(Conventions.ERROR_TYPE, error.type());
            span.setStatus(StatusCode.ERROR);
        });
        if (content) {
            span.setAttribute(
                    Conventions.TOOL_ARGUMENTS, Content.text(tool.call().arguments()));
            span.setAttribute(Conventions.TOOL_RESULT, Content.text(tool.result()));
        }
        span.end(tool.timestamp().plus(tool.time()));
    }

    /// The run is over: what waits is sent, for which {@link #LONGEST_END} is waited at most. Samples
    /// that were given up are told as such.
    ///
    /// @param facts further attributes of the run's span, such as its counts
    /// @param failed whether the run ended with an error
    /// @return how many spans did not reach the collector and why, and what failed here, as a clause; empty
    ///     if all did
    public Optional<String> end(Map<String, String> facts, boolean failed) {
        return end(facts, failed, LONGEST_END);
    }

    synchronized Optional<String> end(Map<String, String> facts, boolean failed, Duration most) {
        if (ended) {
            return Optional.empty();
        }
        ended = true;
        boundary.run(() -> {
            samples.values().forEach(span -> end(span, "given up", false));
            samples.clear();
            facts.forEach(run::setAttribute);
            if (failed) {
                run.setStatus(StatusCode.ERROR);
            }
            run.end();
        });
        Optional<String> unsent = boundary.get(Optional.empty(), () -> collector.close(most));
        String troubles =
                Stream.concat(unsent.stream(), boundary.trouble().stream()).collect(Collectors.joining("; "));
        return troubles.isEmpty() ? Optional.empty() : Optional.of(troubles);
    }

    /// As {@link #end} without a word, if that was not done.
    @Override
    public void close() {
        end(Map.of(), true);
    }
}
