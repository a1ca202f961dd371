package dev.assay.telemetry;

import dev.assay.core.model.CallTrace;
import dev.assay.core.model.Capability;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelDelta;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.OpenWeights;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A model whose calls are told of, each by a span under its sample's and in the metrics.
final class ObservedModel implements Model {

    private final Model model;
    private final RunTelemetry run;
    private final CallMetrics metrics;
    private final boolean content;
    private final Served served;
    private final Attributes attributes;
    private final String spanName;

    ObservedModel(Model model, RunTelemetry run, CallMetrics metrics, boolean content) {
        this.model = model;
        this.run = run;
        this.metrics = metrics;
        this.content = content;
        this.served = Served.of(model);
        this.attributes = CallAttributes.ofModel(served);
        this.spanName = Conventions.CHAT + " " + served.model();
    }

    @Override
    public ModelOutput generate(ModelRequest request) {
        return observed(request, () -> model.generate(request));
    }

    @Override
    public ModelOutput generate(List<ChatMessage> messages, GenerateConfig config) {
        return observed(ModelRequest.of(messages, config), () -> model.generate(messages, config));
    }

    @Override
    public ModelOutput stream(ModelRequest request, Consumer<ModelDelta> listener) {
        return observed(request, () -> model.stream(request, listener));
    }

    private ModelOutput observed(ModelRequest request, Supplier<ModelOutput> call) {
        Optional<CallTrace> trace = CallTrace.current();
        Boundary boundary = run.boundary();
        Span span = boundary.get(Span.getInvalid(), () -> started(request, trace));
        int retries = trace.map(CallTrace::retries).orElse(0);
        long start = System.nanoTime();
        try {
            ModelOutput output = call.get();
            long nanos = System.nanoTime() - start;
            boundary.run(() -> answered(span, output, nanos));
            return output;
        } catch (Throwable failure) {
            long nanos = System.nanoTime() - start;
            boundary.run(() -> failed(span, failure, nanos));
            throw failure;
        } finally {
            int again = trace.map(CallTrace::retries).orElse(0) - retries;
            boundary.run(() -> {
                if (again > 0) {
                    span.setAttribute(Conventions.RETRIES, (long) again);
                }
                span.end();
            });
        }
    }

    private Span started(ModelRequest request, Optional<CallTrace> trace) {
        SpanBuilder builder = run.tracer()
                .spanBuilder(spanName)
                .setParent(run.parentOf(trace))
                .setSpanKind(served.isInProcess() ? SpanKind.INTERNAL : SpanKind.CLIENT)
                .setAllAttributes(attributes);
        CallAttributes.ofRequest(builder, request, content);
        return builder.startSpan();
    }

    private void answered(Span span, ModelOutput output, long nanos) {
        CallAttributes.ofOutput(span, output, content);
        metrics.answered(attributes, output, nanos);
    }

    private void failed(Span span, Throwable failure, long nanos) {
        String type = CallAttributes.errorType(failure);
        span.setAttribute(Conventions.ERROR_TYPE, type);
        span.setStatus(StatusCode.ERROR, content ? Content.text(String.valueOf(failure.getMessage())) : "");
        metrics.failed(attributes, type, nanos);
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public String fingerprint() {
        return model.fingerprint();
    }

    @Override
    public Optional<OpenWeights> openWeights() {
        return model.openWeights();
    }

    @Override
    public Set<Capability> capabilities() {
        return model.capabilities();
    }

    @Override
    public void close() {
        model.close();
    }
}
