package dev.assay.core.task;

import dev.assay.core.model.GenerateConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Puts a {@link Task} together. By default it asks the model once for each sample, without limits, grades by
/// {@link Scorers#includes}, reports accuracy and its standard error, and generates with
/// {@link GenerateConfig#DEFAULT}. Samples have no default.
public final class TaskBuilder {

    private final String name;
    private final List<Sample> samples = new ArrayList<>();
    private String version = "0";
    private @Nullable SampleSource source;
    private String datasetName;
    private Solver solver = Solvers.generate();
    private List<Scorer> scorers = List.of(Scorers.includes());
    private List<Metric> metrics = List.of(Metric.accuracy(), Metric.standardError());
    private GenerateConfig config = GenerateConfig.DEFAULT;
    private Epochs epochs = Epochs.ONCE;
    private SampleLimits limits = SampleLimits.NONE;

    TaskBuilder(String name) {
        this.name = Objects.requireNonNull(name, "name");
        this.datasetName = name;
    }

    /// The task's version.
    public TaskBuilder version(String value) {
        this.version = Objects.requireNonNull(value, "version");
        return this;
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

    /// Asks what `value` reads, and nothing else.
    public TaskBuilder dataset(SampleSource value) {
        if (value instanceof Dataset dataset) {
            return dataset(dataset);
        }
        this.source = Objects.requireNonNull(value, "source");
        return this;
    }

    /// How a question becomes an answer.
    public TaskBuilder solver(Solver value) {
        this.solver = Objects.requireNonNull(value, "solver");
        return this;
    }

    /// How an answer is graded.
    public TaskBuilder scorer(Scorer value) {
        return scorers(List.of(value));
    }

    /// How an answer is graded, in several ways; the first gives the headline.
    public TaskBuilder scorers(List<Scorer> values) {
        this.scorers = List.copyOf(values);
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

    /// How often each sample is asked; once by default.
    public TaskBuilder epochs(Epochs value) {
        this.epochs = Objects.requireNonNull(value, "epochs");
        return this;
    }

    /// When a sample is ended before it is done; never by default.
    public TaskBuilder limits(SampleLimits value) {
        this.limits = Objects.requireNonNull(value, "limits");
        return this;
    }

    /// The task.
    ///
    /// @throws IllegalArgumentException if it has no sample, or two with the same id, or both samples and a source
    public Task build() {
        SampleSource dataset = source;
        if (dataset == null) {
            dataset = new Dataset(datasetName, samples);
        } else if (!samples.isEmpty()) {
            throw new IllegalArgumentException(
                    "Task '" + name + "' has both a source and samples of its own: give it one of the two.");
        }
        return new Task(name, version, dataset, solver, scorers, metrics, config, epochs, limits);
    }
}
