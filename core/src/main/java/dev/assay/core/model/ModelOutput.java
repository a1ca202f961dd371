package dev.assay.core.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What a model answered to one call.
///
/// @param model the model's own name for itself
/// @param message the answer, by the assistant; hostile until escaped
/// @param stopReason why it ended
/// @param usage tokens used
/// @param time wall time of the call, retries included
/// @param logprobs one entry a generated token where asked for and available, else empty
/// @param systemFingerprint what the endpoint says of the build that answered, where it says
public record ModelOutput(
        String model,
        ChatMessage message,
        StopReason stopReason,
        ModelUsage usage,
        Duration time,
        List<TokenLogprob> logprobs,
        Optional<String> systemFingerprint) {

    public ModelOutput {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(stopReason, "stopReason");
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(time, "time");
        logprobs = List.copyOf(logprobs);
        Objects.requireNonNull(systemFingerprint, "systemFingerprint");
        if (message.role() != ChatMessage.Role.ASSISTANT) {
            throw new IllegalArgumentException(
                    "A model answers as the assistant, not as " + message.role().wireName());
        }
    }

    /// An answer of plain text.
    public ModelOutput(
            String model,
            String completion,
            StopReason stopReason,
            ModelUsage usage,
            Duration time,
            List<TokenLogprob> logprobs) {
        this(model, ChatMessage.assistant(completion), stopReason, usage, time, logprobs, Optional.empty());
    }

    /// The text of the answer, without stop string and thoughts.
    public String completion() {
        return message.content();
    }

    /// An answer that ended by itself, with no further detail.
    public static ModelOutput of(String model, String completion) {
        return new ModelOutput(model, completion, StopReason.STOP, ModelUsage.NONE, Duration.ZERO, List.of());
    }
}
