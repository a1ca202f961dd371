package dev.assay.engine.training;

import dev.assay.engine.checkpoint.LlamaConfig;
import dev.assay.engine.checkpoint.Weights;
import java.util.Optional;

/// What is trained, from where, how long and how: with the rows, all that decides the outcome.
///
/// @param config the model
/// @param initial weights to start from, of this config; without them, random ones from the seed
/// @param optimizer rates and their kin
/// @param schedule how the rates move
/// @param rowsPerStep rows in each step, at least 1
/// @param rowLength tokens in each row, at most the config's context
/// @param steps steps of the run, at least 1
/// @param seed of the random start
/// @param microBatches how many parts the rows of a step are computed in, one after the other, to need
///     less memory; divides `rowsPerStep`. The loss is weighted over the whole step, so that the parts
///     change nothing but rounding
public record TrainingPlan(
        LlamaConfig config,
        Optional<Weights> initial,
        OptimizerSettings optimizer,
        Schedule schedule,
        int rowsPerStep,
        int rowLength,
        int steps,
        long seed,
        int microBatches) {

    /// @throws IllegalArgumentException if a value is out of range or the weights are of another config
    public TrainingPlan {
        if (rowsPerStep < 1 || steps < 1 || rowLength < 2) {
            throw new IllegalArgumentException(
                    "a plan needs at least 1 row a step, 2 tokens a row and 1 step, but has %d, %d and %d"
                            .formatted(rowsPerStep, rowLength, steps));
        }
        if (microBatches < 1 || rowsPerStep % microBatches != 0) {
            throw new IllegalArgumentException(
                    "%d rows a step do not fall into %d parts of equal size".formatted(rowsPerStep, microBatches));
        }
        if (rowLength > config.maxPositions()) {
            throw new IllegalArgumentException(
                    "rows of %d tokens exceed the model's context of %d".formatted(rowLength, config.maxPositions()));
        }
        initial.ifPresent(weights -> {
            if (!weights.config().shapes().equals(config.shapes())) {
                throw new IllegalArgumentException("the initial weights are of another shape than the plan's config");
            }
        });
    }

    /// A run from random weights with the default optimizer and schedule.
    public static TrainingPlan of(LlamaConfig config, int rowsPerStep, int rowLength, int steps, long seed) {
        return new TrainingPlan(
                config,
                Optional.empty(),
                OptimizerSettings.DEFAULT,
                Schedule.DEFAULT,
                rowsPerStep,
                rowLength,
                steps,
                seed,
                1);
    }

    /// The same run from these weights.
    public TrainingPlan from(Weights weights) {
        return new TrainingPlan(
                config, Optional.of(weights), optimizer, schedule, rowsPerStep, rowLength, steps, seed, microBatches);
    }

    /// The same run with another optimizer.
    public TrainingPlan with(OptimizerSettings settings) {
        return new TrainingPlan(config, initial, settings, schedule, rowsPerStep, rowLength, steps, seed, microBatches);
    }

    /// The same run with another schedule.
    public TrainingPlan with(Schedule changed) {
        return new TrainingPlan(config, initial, optimizer, changed, rowsPerStep, rowLength, steps, seed, microBatches);
    }

    /// The same run, each step computed in so many parts.
    public TrainingPlan inMicroBatches(int parts) {
        return new TrainingPlan(config, initial, optimizer, schedule, rowsPerStep, rowLength, steps, seed, parts);
    }

    /// SHA-256, in hexadecimal, of all that the plan states, the weights that it starts from included.
    public String sha256() {
        var stated = "%s %s %s %d %d %d %d %d %s"
                .formatted(
                        config,
                        optimizer,
                        schedule,
                        rowsPerStep,
                        rowLength,
                        steps,
                        seed,
                        microBatches,
                        initial.map(Weights::sha256).orElse("random"));
        return RowDigest.hex(stated);
    }

    /// The weights that the run starts from: the given ones, or random ones from the seed.
    public Weights start() {
        return initial.orElseGet(() -> RandomWeights.of(config, seed));
    }

    /// Tokens of a step, filling included.
    public int tokensPerStep() {
        return rowsPerStep * rowLength;
    }
}
