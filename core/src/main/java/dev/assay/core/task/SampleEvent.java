package dev.assay.core.task;

import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolResult.ToolError;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// Something that happened while a sample was solved, in the order in which it happened.
public sealed interface SampleEvent {

    /// When it began.
    Instant timestamp();

    /// A call of a model.
    ///
    /// @param timestamp when it began
    /// @param model name of the model that was asked
    /// @param role what the model is for, such as `grader`; empty for the one under evaluation
    /// @param request what it was asked
    /// @param output what it answered; empty where it did not
    /// @param error why it did not
    /// @param time how long the call took, retries and waits included
    /// @param retries how often it was made again
    /// @param cached whether the answer came from the cache, and no call was made
    record ModelEvent(
            Instant timestamp,
            String model,
            String role,
            ModelRequest request,
            Optional<ModelOutput> output,
            Optional<String> error,
            Duration time,
            int retries,
            boolean cached)
            implements SampleEvent {
        public ModelEvent {
            Objects.requireNonNull(timestamp, "timestamp");
            Objects.requireNonNull(model, "model");
            Objects.requireNonNull(role, "role");
            Objects.requireNonNull(request, "request");
            Objects.requireNonNull(output, "output");
            Objects.requireNonNull(error, "error");
            Objects.requireNonNull(time, "time");
        }
    }

    /// A call of a tool.
    ///
    /// @param timestamp when it began
    /// @param call what the model asked for
    /// @param result what the tool returned; empty where it failed
    /// @param error why it failed
    /// @param time how long it took
    /// @param truncated whether `result` was cut to its limit
    record ToolEvent(
            Instant timestamp,
            ToolCall call,
            String result,
            Optional<ToolError> error,
            Duration time,
            boolean truncated)
            implements SampleEvent {
        public ToolEvent {
            Objects.requireNonNull(timestamp, "timestamp");
            Objects.requireNonNull(call, "call");
            Objects.requireNonNull(result, "result");
            Objects.requireNonNull(error, "error");
            Objects.requireNonNull(time, "time");
        }
    }

    /// A fact that a solver, scorer or tool notes.
    ///
    /// @param timestamp when
    /// @param source who notes it, such as `assay/permission`
    /// @param data JSON
    record InfoEvent(Instant timestamp, String source, String data) implements SampleEvent {
        public InfoEvent {
            Objects.requireNonNull(timestamp, "timestamp");
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(data, "data");
        }
    }
}
