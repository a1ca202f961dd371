package dev.assay.core.task;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a run came to, with the fields and the meaning of Inspect's log, in its order, which matters there.
///
/// @param version of the log's schema; 2
/// @param status how the run ended
/// @param eval what was run
/// @param plan how it was run
/// @param results counts and figures
/// @param stats times and tokens
/// @param error why the run, not a sample, failed
/// @param samples the finished samples in the dataset's order
public record EvalLog(
        int version,
        Status status,
        EvalSpec eval,
        EvalPlan plan,
        EvalResults results,
        EvalStats stats,
        Optional<EvalError> error,
        List<EvalSample> samples) {

    /// The schema version that Inspect writes.
    public static final int LOG_SCHEMA_VERSION = 2;

    public EvalLog {
        samples = List.copyOf(samples);
    }

    /// How a run ended; in lower case as Inspect writes it.
    public enum Status {
        STARTED,
        SUCCESS,
        CANCELLED,
        ERROR
    }

    /// What was run.
    ///
    /// @param created when
    /// @param task the task's name
    /// @param dataset name of the dataset
    /// @param datasetSamples how many samples it has
    /// @param model the model's name
    /// @param modelFingerprint what identifies the model
    public record EvalSpec(
            Instant created, String task, String dataset, int datasetSamples, String model, String modelFingerprint) {}

    /// How it was run.
    ///
    /// @param name `plan`
    /// @param steps the solvers
    /// @param config how answers were generated
    public record EvalPlan(String name, List<Solver.Step> steps, GenerateConfig config) {
        public EvalPlan {
            steps = List.copyOf(steps);
        }
    }

    /// Counts and figures. `scored + excluded + errored` is {@link #finishedSamples}; in a run with status
    /// `SUCCESS` that is `totalSamples`.
    ///
    /// @param totalSamples samples of the dataset
    /// @param completedSamples samples that ended without error: Inspect's word for scored and excluded
    ///     ones
    /// @param scored samples with a score, Inspect's `scored_samples`
    /// @param excluded samples that the scorer could not grade, Inspect's `unscored_samples`
    /// @param errored samples that ended with an error
    /// @param scorer the scorer's name
    /// @param metrics figures over the scored samples, in the task's order; NaN where those are too few
    public record EvalResults(
            int totalSamples,
            int completedSamples,
            int scored,
            int excluded,
            int errored,
            String scorer,
            Map<String, Double> metrics) {
        public EvalResults {
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        }

        /// Samples that ended, one way or another.
        public int finishedSamples() {
            return scored + excluded + errored;
        }
    }

    /// Times and tokens.
    public record EvalStats(Instant startedAt, Instant completedAt, Map<String, ModelUsage> modelUsage) {
        public EvalStats {
            modelUsage = Map.copyOf(modelUsage);
        }
    }

    /// What went wrong.
    ///
    /// @param message one sentence
    /// @param traceback where, for the people who mend it
    public record EvalError(String message, String traceback) {}

    /// One finished sample.
    ///
    /// @param id the sample's
    /// @param epoch 1
    /// @param input the conversation at the start
    /// @param target what the answer was compared with
    /// @param messages the whole conversation; only the input where the sample ended with an error
    /// @param output the model's last answer
    /// @param scores the grade by the scorer's name; empty where the sample ended with an error
    /// @param metadata the sample's
    /// @param modelUsage tokens of all its answers
    /// @param startedAt when it started
    /// @param totalTime how long it took
    /// @param error why it has no grade
    public record EvalSample(
            String id,
            int epoch,
            List<ChatMessage> input,
            Target target,
            List<ChatMessage> messages,
            Optional<ModelOutput> output,
            Map<String, Score> scores,
            Map<String, String> metadata,
            ModelUsage modelUsage,
            Instant startedAt,
            Duration totalTime,
            Optional<EvalError> error) {
        public EvalSample {
            input = List.copyOf(input);
            messages = List.copyOf(messages);
            scores = Map.copyOf(scores);
            metadata = Map.copyOf(metadata);
        }
    }
}
