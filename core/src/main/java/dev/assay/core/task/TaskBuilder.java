package dev.assay.core.task;

import dev.assay.core.model.GenerateConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Puts a {@link Task} together. By default it asks the model once, grades by {@link Scorers#includes},
/// reports accuracy and its standard error, and generates with {@link GenerateConfig#DEFAULT}. Samples
/// have no default.
public final class TaskBuilder {

    private final String name;
    private final List<Sample> samples = new ArrayList<>();
    private String datasetName;
    private Solver solver = Solvers.generate();
    private Scorer scorer = Scorers.includes();
    private List<Metric> metrics = List.of(Metric.accuracy(), Metric.standardError());
    private GenerateConfig config = GenerateConfig.DEFAULT;

    TaskBuilder(String name) {
        this.name = Objects.requireNonNull(name, "name");
        this.datasetName = name;
    }

    /// Adds a question with its accepted answers; its id is its number, from 1.
    public TaskBuilder sample(String input, String... targets) {
        return sample(Sample.of(Integer.toString(samples.size() + 1), input, targets));
    }

    /// Adds a sample.
    public TaskBuilder sample(Sample sample) {
        samples.add(Objects.requireNonNull(sample, "sample"));
        return this;
    }

    /// Adds all samples of a dataset and takes its name.
    public TaskBuilder dataset(Dataset dataset) {
        datasetName = dataset.name();
        samples.addAll(dataset.samples());
        return this;
    }

    /// How a question becomes an answer.
    public TaskBuilder solver(Solver value) {
        this.solver = Objects.requireNonNull(value, "solver");
        return this;
    }

    /// How an answer is graded.
    public TaskBuilder scorer(Scorer value) {
        this.scorer = Objects.requireNonNull(value, "scorer");
        return this;
    }

    /// The figures over the scored samples, in place of those before.
    public TaskBuilder metrics(Metric... values) {
        this.metrics = List.of(values);
        return this;
    }

    /// How answers are generated.
    public TaskBuilder config(GenerateConfig value) {
        this.config = Objects.requireNonNull(value, "config");
        return this;
    }

    /// The task.
    ///
    /// @throws IllegalArgumentException if it has no sample, or two with the same id
    public Task build() {
        return new Task(name, new Dataset(datasetName, samples), solver, scorer, metrics, config);
    }
}
