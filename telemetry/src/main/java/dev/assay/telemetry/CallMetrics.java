package dev.assay.telemetry;

import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelUsage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;

/// The two histograms of the conventions: how long calls took, in seconds, and how many tokens they used.
final class CallMetrics {

    private static final double NANOS = 1e9;

    private final DoubleHistogram durations;
    private final LongHistogram tokens;

    CallMetrics(Meter meter) {
        durations = meter.histogramBuilder(Conventions.DURATION_METRIC)
                .setUnit("s")
                .setDescription("GenAI operation duration.")
                .setExplicitBucketBoundariesAdvice(Conventions.DURATION_BOUNDARIES)
                .build();
        tokens = meter.histogramBuilder(Conventions.TOKEN_METRIC)
                .ofLongs()
                .setUnit("{token}")
                .setDescription("Number of input and output tokens used.")
                .setExplicitBucketBoundariesAdvice(Conventions.TOKEN_BOUNDARIES)
                .build();
    }

    void answered(Attributes call, ModelOutput output, long nanos) {
        Attributes answered =
                call.toBuilder().put(Conventions.RESPONSE_MODEL, output.model()).build();
        durations.record(nanos / NANOS, answered);
        ModelUsage usage = output.usage();
        if (usage.totalTokens() > 0) {
            tokens.record(CallAttributes.inputTokens(usage), ofType(answered, "input"));
            tokens.record(usage.outputTokens(), ofType(answered, "output"));
        }
    }

    void failed(Attributes call, String type, long nanos) {
        durations.record(
                nanos / NANOS,
                call.toBuilder().put(Conventions.ERROR_TYPE, type).build());
    }

    private static Attributes ofType(Attributes answered, String type) {
        return answered.toBuilder().put(Conventions.TOKEN_TYPE, type).build();
    }
}
