package dev.assay.engine.training;

/// Where training rows come from. It is asked for rows one after the other and never runs dry; the same
/// source with
/// the same seed must give the same rows, or a training run cannot be repeated.
@FunctionalInterface
public interface RowSource {

    /// The next row, of the length that the plan states.
    TrainingRow next();
}
