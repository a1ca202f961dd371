package dev.assay.core.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// What a model answered to one call.
///
/// @param model the model's own name for itself
/// @param completion the text of the answer, without stop string; hostile until escaped
/// @param stopReason why it ended
/// @param usage tokens used
/// @param time wall time of the call, retries included
/// @param logprobs one entry a generated token where asked for and available, else empty
public record ModelOutput(
        String model,
        String completion,
        StopReason stopReason,
        ModelUsage usage,
        Duration time,
        List<TokenLogprob> logprobs) {

    public ModelOutput {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(completion, "completion");
        Objects.requireNonNull(stopReason, "stopReason");
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(time, "time");
        logprobs = List.copyOf(logprobs);
    }

    /// An answer that ended by itself, with no further detail.
    public static ModelOutput of(String model, String completion) {
        return new ModelOutput(model, completion, StopReason.STOP, ModelUsage.NONE, Duration.ZERO, List.of());
    }
}
