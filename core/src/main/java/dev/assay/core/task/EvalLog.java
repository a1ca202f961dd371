package dev.assay.core.task;

import dev.assay.core.claim.MeanInterval;
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
/// @param samples the finished samples in the dataset's order; none where a journal keeps them
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
    /// @param runId name of the run; empty where it has none
    /// @param task the task's name
    /// @param taskVersion version of the task, 0 where it has none
    /// @param dataset what was asked
    /// @param model the model's name
    /// @param modelFingerprint what identifies the model
    /// @param epochs how often each sample is asked, at least 1
    /// @param epochsReducer how the scores of a sample's epochs become one, such as `mean`
    /// @param scorers names of the scorers, in the task's order
    /// @param tags words by which the run can be found
    /// @param metadata further facts
    public record EvalSpec(
            Instant created,
            String runId,
            String task,
            String taskVersion,
            EvalDataset dataset,
            String model,
            String modelFingerprint,
            int epochs,
            String epochsReducer,
            List<String> scorers,
            List<String> tags,
            Map<String, String> metadata) {
        public EvalSpec {
            scorers = List.copyOf(scorers);
            tags = List.copyOf(tags);
            metadata = Map.copyOf(metadata);
            if (epochs < 1) {
                throw new IllegalArgumentException("epochs must be at least 1, but is " + epochs);
            }
        }

        /// This, graded by others.
        public EvalSpec withScorers(List<String> value) {
            return new EvalSpec(
                    created,
                    runId,
                    task,
                    taskVersion,
                    dataset,
                    model,
                    modelFingerprint,
                    epochs,
                    epochsReducer,
                    value,
                    tags,
                    metadata);
        }
    }

    /// The questions of a run.
    ///
    /// @param name of the dataset
    /// @param location where it was read from; empty where it was made by a program
    /// @param samples how many
    /// @param shuffled whether their order was drawn
    public record EvalDataset(String name, String location, long samples, boolean shuffled) {}

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

    /// Counts and figures. A sample that is asked in several epochs counts once for each. `scored + excluded +
    /// errored` is {@link #finishedSamples}; in a run with status `SUCCESS` that is `totalSamples`.
    ///
    /// @param totalSamples samples of the dataset times epochs
    /// @param scored samples that at least one scorer graded
    /// @param excluded samples that no scorer could grade
    /// @param errored samples that ended with an error
    /// @param scores figures, for each scorer and within it for each reducer, in the task's order
    public record EvalResults(long totalSamples, long scored, long excluded, long errored, List<EvalScore> scores) {
        public EvalResults {
            scores = List.copyOf(scores);
        }

        /// Samples that ended, one way or another.
        public long finishedSamples() {
            return scored + excluded + errored;
        }

        /// Samples that ended without error: Inspect's `completed_samples`.
        public long completedSamples() {
            return scored + excluded;
        }

        /// The headline: figures of the first scorer and its first reducer, in the task's order.
        public Map<String, Double> metrics() {
            return scores.isEmpty() ? Map.of() : scores.getFirst().metrics();
        }
    }

    /// The figures of one scorer.
    ///
    /// @param name how the log calls them: the scorer's name
    /// @param scorer the scorer's name
    /// @param reducer how the epochs' scores became one, such as `mean`
    /// @param scoredSamples samples with a score after reduction, Inspect's `scored_samples`
    /// @param unscoredSamples samples that ended without error in some epoch and have no score after reduction,
    ///     Inspect's `unscored_samples`
    /// @param metrics figures over the scored samples, in the task's order; NaN where those are too few
    /// @param interval limits of 95 % of the mean score; empty where nothing can be said
    public record EvalScore(
            String name,
            String scorer,
            String reducer,
            long scoredSamples,
            long unscoredSamples,
            Map<String, Double> metrics,
            Optional<MeanInterval> interval) {
        public EvalScore {
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
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

    /// Why a sample was ended before it was done; it is scored as far as it came.
    ///
    /// @param type `message`, `token`, `time`, `working`, `cost` or `custom`, Inspect's words
    /// @param limit its value, in messages, tokens, seconds or money
    public record SampleLimit(String type, double limit) {}

    /// One finished sample.
    ///
    /// @param id the sample's
    /// @param epoch from 1
    /// @param input the conversation at the start
    /// @param choices the answers to choose from
    /// @param target what the answer was compared with
    /// @param messages the whole conversation; as far as it came where the sample ended with an error
    /// @param output the model's last answer
    /// @param scores the grade by the scorer's name; empty where the sample ended with an error
    /// @param metadata the sample's
    /// @param modelUsage tokens of all its answers
    /// @param startedAt when it started
    /// @param totalTime how long it took
    /// @param workingTime `totalTime` without waits for limits and retries
    /// @param error why it has no grade
    /// @param errorRetries the errors of earlier attempts
    /// @param limit which limit ended it
    /// @param events what happened, in order; the calls of the model above all
    public record EvalSample(
            String id,
            int epoch,
            List<ChatMessage> input,
            List<String> choices,
            Target target,
            List<ChatMessage> messages,
            Optional<ModelOutput> output,
            Map<String, Score> scores,
            Map<String, String> metadata,
            ModelUsage modelUsage,
            Instant startedAt,
            Duration totalTime,
            Duration workingTime,
            Optional<EvalError> error,
            List<EvalError> errorRetries,
            Optional<SampleLimit> limit,
            List<SampleEvent> events) {
        public EvalSample {
            input = List.copyOf(input);
            choices = List.copyOf(choices);
            messages = List.copyOf(messages);
            scores = Map.copyOf(scores);
            metadata = Map.copyOf(metadata);
            errorRetries = List.copyOf(errorRetries);
            events = List.copyOf(events);
        }

        /// The same sample with other grades.
        public EvalSample withScores(Map<String, Score> value) {
            return new EvalSample(
                    id,
                    epoch,
                    input,
                    choices,
                    target,
                    messages,
                    output,
                    value,
                    metadata,
                    modelUsage,
                    startedAt,
                    totalTime,
                    workingTime,
                    error,
                    errorRetries,
                    limit,
                    events);
        }
    }
}
