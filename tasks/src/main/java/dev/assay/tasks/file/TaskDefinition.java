package dev.assay.tasks.file;

import dev.assay.core.model.GenerateConfig;
import dev.assay.core.task.Epochs;
import dev.assay.core.task.JudgeMetrics;
import dev.assay.core.task.Metric;
import dev.assay.core.task.Sample;
import dev.assay.core.task.SampleLimits;
import dev.assay.core.task.SampleSource;
import dev.assay.core.task.Scorer;
import dev.assay.core.task.Solver;
import dev.assay.core.task.Task;
import dev.assay.tasks.data.DatasetOptions;
import dev.assay.tasks.data.Datasets;
import dev.assay.tasks.data.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A task as its file says it, checked as far as that goes without reading datasets or asking models.
public final class TaskDefinition {

    private final YamlFile file;
    private final String name;
    private final String version;
    private final String description;
    private final DatasetChoice dataset;
    private final List<SolverSection.Choice> solvers;
    private final List<ScorerSection.Choice> scorers;
    private final List<MetricSection.Choice> metrics;
    private final Optional<Labels> labels;
    private final Epochs epochs;
    private final GenerateConfig config;
    private final SampleLimits limits;

    TaskDefinition(
            YamlFile file,
            String name,
            String version,
            String description,
            DatasetChoice dataset,
            List<SolverSection.Choice> solvers,
            List<ScorerSection.Choice> scorers,
            List<MetricSection.Choice> metrics,
            Optional<Labels> labels,
            Epochs epochs,
            GenerateConfig config,
            SampleLimits limits) {
        this.file = file;
        this.name = name;
        this.version = version;
        this.description = description;
        this.dataset = dataset;
        this.solvers = List.copyOf(solvers);
        this.scorers = List.copyOf(scorers);
        this.metrics = List.copyOf(metrics);
        this.labels = labels;
        this.epochs = epochs;
        this.config = config;
        this.limits = limits;
    }

    public String name() {
        return name;
    }

    /// `0` where the file gives none.
    public String version() {
        return version;
    }

    /// One or more sentences; empty where the file gives none.
    public String description() {
        return description;
    }

    public DatasetChoice dataset() {
        return dataset;
    }

    /// The models that grade, in order, without repetition; they must be paid for too.
    public List<String> graders() {
        return scorers.stream()
                .flatMap(scorer -> scorer.graders().stream())
                .distinct()
                .toList();
    }

    public GenerateConfig config() {
        return config;
    }

    /// The task, its datasets looked through.
    ///
    /// @throws TaskFileException if a model or a set of the registry is not there, or examples are too few
    /// @throws dev.assay.tasks.data.DatasetException if a dataset cannot be used
    public Task task(TaskResources resources) {
        return task(resources, options -> options);
    }

    /// The same with changes to how its dataset is read, such as a limit of the command line.
    public Task task(TaskResources resources, UnaryOperator<DatasetOptions> changes) {
        requireAllowed(resources.programs());
        SampleSource source = open(dataset, resources, options -> changes.apply(withFacts(options)));
        if (resources.programs() != Programs.UNUSED) {
            check(source);
        }
        Solver solver = solvers.stream()
                .map(choice -> choice.make(other -> open(other, resources, options -> options), resources.programs()))
                .reduce(Solver::then)
                .orElseThrow();
        List<Scorer> graded =
                scorers.stream().map(choice -> choice.made().apply(resources)).toList();
        List<Metric> figures = new ArrayList<>();
        metrics.forEach(choice -> figures.addAll(choice.apply(source)));
        labels.ifPresent(people -> figures.addAll(JudgeMetrics.against(people.byId())));
        return new Task(name, version, source, solver, graded, figures, config, epochs, limits);
    }

    /// Digests of all that the task reads beside its own file and its dataset, in a fixed order: the datasets that
    /// examples are drawn from, and people's labels. Empty for a task without either.
    ///
    /// @throws TaskFileException if a set of the registry is not there, or examples are too few
    /// @throws dev.assay.tasks.data.DatasetException if a dataset cannot be used
    public List<String> otherDigests(TaskResources resources) {
        List<String> digests = new ArrayList<>();
        for (SolverSection.Choice choice : solvers) {
            Solver unused = choice.make(
                    other -> {
                        SampleSource source = open(other, resources, options -> options);
                        digests.add(source.digest());
                        return source;
                    },
                    Programs.UNUSED);
            digests.addAll(choice.digests());
        }
        scorers.forEach(choice -> choice.labels().ifPresent(people -> digests.add(people.digest())));
        scorers.forEach(choice -> digests.addAll(choice.part().digests()));
        labels.ifPresent(people -> digests.add(people.digest()));
        return digests;
    }

    private Stream<Part> parts() {
        return Stream.concat(solvers.stream(), scorers.stream().map(ScorerSection.Choice::part));
    }

    /// What the task starts on this machine or asks beside its model, each with its verb and with what of ours it is
    /// given: `starts a sandbox (auto), which is shown your file /etc/hosts`; empty for nothing.
    public List<String> starts() {
        return parts().flatMap(part -> part.starts().stream()).distinct().toList();
    }

    private void requireAllowed(Programs programs) {
        List<String> starts = starts();
        if (programs == Programs.REFUSED && !starts.isEmpty()) {
            int line = parts().filter(part -> !part.starts().isEmpty())
                    .mapToInt(Part::line)
                    .findFirst()
                    .orElse(1);
            throw file.error(
                    line,
                    "the task " + String.join("; it ", starts)
                            + ": read its file, and if you trust it, add --allow-programs");
        }
    }

    /// What solvers and scorers take from samples is taken from rows that have it.
    private DatasetOptions withFacts(DatasetOptions options) {
        Set<String> facts = parts().flatMap(part -> part.facts().stream()).collect(Collectors.toSet());
        return facts.isEmpty() ? options : options.withMapping(options.mapping().withOwnFacts(facts));
    }

    /// Whether every sample has what the task needs of it.
    private void check(SampleSource source) {
        List<Part> checking = parts().filter(part -> !part.facts().isEmpty()).toList();
        if (checking.isEmpty()) {
            return;
        }
        try (Stream<Sample> samples = source.open()) {
            samples.forEachOrdered(sample -> checking.forEach(part -> {
                try {
                    part.check(sample);
                } catch (IllegalArgumentException wrong) {
                    String why = String.valueOf(wrong.getMessage());
                    throw file.error(
                            part.line(),
                            "sample '" + Fields.shown(sample.id()) + "' does not fit: "
                                    + (why.endsWith(".") ? why.substring(0, why.length() - 1) : why));
                }
            }));
        }
    }

    private SampleSource open(DatasetChoice choice, TaskResources resources, UnaryOperator<DatasetOptions> changes) {
        if (choice.set().isPresent()) {
            TaskResources.StoredSet set = file.at(
                    choice.line(), () -> resources.sets().apply(choice.set().get()));
            return Datasets.open(set.file(), changes.apply(choice.options().apply(set.options())));
        }
        return Datasets.open(
                choice.file().orElseThrow(), changes.apply(choice.options().apply(DatasetOptions.DEFAULT)));
    }
}
