package dev.assay.telemetry;

import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ModelUsage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import java.util.List;
import java.util.Locale;

/// What a call of a model is told by.
final class CallAttributes {

    private CallAttributes() {}

    /// What is the same for every call of a model; also what its metrics are told apart by.
    static Attributes ofModel(Served served) {
        AttributesBuilder attributes = Attributes.builder()
                .put(Conventions.OPERATION, Conventions.CHAT)
                .put(Conventions.PROVIDER, served.provider())
                .put(Conventions.REQUEST_MODEL, served.model());
        served.host()
                .ifPresent(
                        host -> attributes.put(Conventions.SERVER_ADDRESS, host).put(Conventions.SERVER_PORT, (long)
                                served.port()));
        return attributes.build();
    }

    static void ofRequest(SpanBuilder span, ModelRequest request, boolean content) {
        GenerateConfig config = request.config();
        config.temperature().ifPresent(value -> span.setAttribute(Conventions.TEMPERATURE, value));
        config.topP().ifPresent(value -> span.setAttribute(Conventions.TOP_P, value));
        config.topK().ifPresent(value -> span.setAttribute(Conventions.TOP_K, (double) value));
        span.setAttribute(Conventions.MAX_TOKENS, (long) config.maxTokens());
        config.seed().ifPresent(value -> span.setAttribute(Conventions.SEED, value));
        config.frequencyPenalty().ifPresent(value -> span.setAttribute(Conventions.FREQUENCY_PENALTY, value));
        config.presencePenalty().ifPresent(value -> span.setAttribute(Conventions.PRESENCE_PENALTY, value));
        if (!config.stop().isEmpty()) {
            span.setAttribute(Conventions.STOP_SEQUENCES, config.stop());
        }
        if (config.responseSchema().isPresent()) {
            span.setAttribute(Conventions.OUTPUT_TYPE, "json");
        }
        if (content) {
            String system = Content.systemInstructions(request.messages());
            if (!system.isEmpty()) {
                span.setAttribute(Conventions.SYSTEM_INSTRUCTIONS, system);
            }
            span.setAttribute(Conventions.INPUT_MESSAGES, Content.input(request.messages()));
        }
    }

    static void ofOutput(Span span, ModelOutput output, boolean content) {
        span.setAttribute(Conventions.RESPONSE_MODEL, output.model());
        span.setAttribute(Conventions.FINISH_REASONS, List.of(Content.finishReason(output.stopReason())));
        ModelUsage usage = output.usage();
        if (usage.totalTokens() > 0) {
            span.setAttribute(Conventions.INPUT_TOKENS, inputTokens(usage));
            span.setAttribute(Conventions.OUTPUT_TOKENS, usage.outputTokens());
        }
        positive(span, Conventions.CACHE_READ_TOKENS, usage.cacheReadTokens());
        positive(span, Conventions.CACHE_CREATION_TOKENS, usage.cacheWriteTokens());
        positive(span, Conventions.REASONING_TOKENS, usage.reasoningTokens());
        if (content) {
            span.setAttribute(Conventions.OUTPUT_MESSAGES, Content.output(output));
        }
    }

    /// The conventions count what came from the provider's cache among the input.
    static long inputTokens(ModelUsage usage) {
        return usage.inputTokens() + usage.cacheReadTokens() + usage.cacheWriteTokens();
    }

    /// A word for the kind of failure, of which there are few: never a message, which may quote what was
    /// said.
    static String errorType(Throwable failure) {
        return failure instanceof ModelException known
                ? known.kind().name().toLowerCase(Locale.ROOT)
                : failure.getClass().getName();
    }

    private static void positive(Span span, io.opentelemetry.api.common.AttributeKey<Long> key, long value) {
        if (value > 0) {
            span.setAttribute(key, value);
        }
    }
}
