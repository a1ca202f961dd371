package dev.assay.core.task;

import dev.assay.core.model.GenerateConfig;
import java.util.List;
import java.util.Objects;

/// An evaluation: what is asked, how it is answered, how it is graded.
///
/// @param name how logs call it
/// @param dataset what is asked
/// @param solver from question to answer
/// @param scorer from answer to grade
/// @param metrics figures over the scored samples
/// @param config how answers are generated
public record Task(
        String name, Dataset dataset, Solver solver, Scorer scorer, List<Metric> metrics, GenerateConfig config) {

    public Task {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(solver, "solver");
        Objects.requireNonNull(scorer, "scorer");
        Objects.requireNonNull(config, "config");
        metrics = List.copyOf(metrics);
    }

    /// Starts a task. By default it asks the model once, grades by {@link Scorers#includes}, reports
    /// accuracy and its standard error, and generates with {@link GenerateConfig#DEFAULT}.
    public static TaskBuilder named(String name) {
        return new TaskBuilder(name);
    }
}
