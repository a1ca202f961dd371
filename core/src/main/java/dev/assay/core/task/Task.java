package dev.assay.core.task;

import dev.assay.core.model.GenerateConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// An evaluation: what is asked, how it is answered, how it is graded.
///
/// @param name how logs call it
/// @param version of the task, `0` where it has none
/// @param dataset what is asked; read one sample after another
/// @param solver from question to answer
/// @param scorers from answer to grade, at least one; the first one's figures are the headline
/// @param metrics figures over the scored samples, for each scorer
/// @param config how answers are generated
/// @param epochs how often each sample is asked
/// @param limits when a sample is ended before it is done
public record Task(
        String name,
        String version,
        SampleSource dataset,
        Solver solver,
        List<Scorer> scorers,
        List<Metric> metrics,
        GenerateConfig config,
        Epochs epochs,
        SampleLimits limits) {

    public Task {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(solver, "solver");
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(epochs, "epochs");
        Objects.requireNonNull(limits, "limits");
        scorers = List.copyOf(scorers);
        metrics = List.copyOf(metrics);
        if (scorers.isEmpty()) {
            throw new IllegalArgumentException("Task '" + name + "' has no scorer: give it at least one.");
        }
        Set<String> names = new HashSet<>();
        for (Scorer scorer : scorers) {
            if (!names.add(scorer.name())) {
                throw new IllegalArgumentException(
                        "Task '" + name + "' has two scorers '" + scorer.name() + "': give each a name of its own.");
            }
        }
    }

    /// Names of the scorers, in their order.
    public List<String> scorerNames() {
        return scorers.stream().map(Scorer::name).toList();
    }

    /// Starts a task. By default it asks the model once, grades by {@link Scorers#includes}, reports
    /// accuracy and its standard error, and generates with {@link GenerateConfig#DEFAULT}.
    public static TaskBuilder named(String name) {
        return new TaskBuilder(name);
    }
}
