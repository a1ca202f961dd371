package dev.assay.tasks.file;

import dev.assay.core.model.GenerateConfig;
import dev.assay.core.task.EpochReducer;
import dev.assay.core.task.Epochs;
import dev.assay.core.task.Metric;
import dev.assay.core.task.SampleLimits;
import dev.assay.core.task.Scorers;
import dev.assay.core.task.Solvers;
import dev.assay.tasks.data.Labels;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads tasks in YAML; `docs/tasks-yaml.md` has the schema.
public final class TaskFile {

    private static final Set<String> KEYS = Set.of(
            "name",
            "version",
            "description",
            "dataset",
            "solver",
            "scorer",
            "metrics",
            "judge_labels",
            "epochs",
            "config",
            "limits");

    private TaskFile() {}

    /// Reads a file; paths in it are taken from its folder.
    ///
    /// @throws TaskFileException with file and line if it cannot be read or breaks the schema
    /// @throws dev.assay.tasks.data.DatasetException if a file of labels cannot be used
    public static TaskDefinition load(Path path) {
        Path absolute = path.toAbsolutePath();
        Path name = absolute.getFileName();
        Path folder = absolute.getParent();
        return parse(String.valueOf(name), YamlFile.bytes(path), folder == null ? absolute : folder);
    }

    /// Reads a file's bytes.
    ///
    /// @param name the file's name, for messages
    /// @param folder where relative paths start
    /// @throws TaskFileException as {@link #load}
    public static TaskDefinition parse(String name, byte[] bytes, Path folder) {
        YamlFile file = YamlFile.parse(name, bytes);
        DatasetSection datasets = new DatasetSection(file, folder);
        Fields fields = new Fields(file, file.root(), "the task", KEYS);
        DatasetChoice dataset = datasets.read(fields.node("dataset")
                .orElseThrow(() -> file.error(
                        fields.line(), "the task needs 'dataset', a file or a mapping with 'file' or 'set'")));
        return definition(file, folder, fields, dataset);
    }

    static TaskDefinition definition(YamlFile file, Path folder, Fields fields, DatasetChoice dataset) {
        DatasetSection datasets = new DatasetSection(file, folder);
        List<SolverSection.Choice> solvers = fields.node("solver")
                .map(node -> new SolverSection(file, datasets, folder).read(node))
                .orElse(List.of((sources, programs) -> Solvers.generate()));
        Optional<AgentPart> agent =
                solvers.stream().flatMap(choice -> choice.agent().stream()).findFirst();
        List<ScorerSection.Choice> scorers = fields.node("scorer")
                .map(node -> new ScorerSection(file, folder, agent).read(node))
                .orElse(List.of(ScorerSection.Choice.of(Scorers.includes())));
        List<MetricSection.Choice> metrics = fields.node("metrics")
                .map(node -> new MetricSection(file).read(node))
                .orElse(List.of(source -> List.of(Metric.accuracy(), Metric.standardError())));
        Optional<Labels> labels = fields.optional("judge_labels")
                .map(text -> fields.at(
                        "judge_labels",
                        () -> Labels.read(NamedFile.path(file, folder, text, fields.lineOf("judge_labels")))));
        return new TaskDefinition(
                file,
                fields.text("name"),
                fields.optional("version").orElse("0"),
                fields.optional("description").orElse(""),
                dataset,
                solvers,
                scorers,
                metrics,
                labels,
                epochs(file, fields),
                fields.node("config")
                        .map(node -> ConfigSection.read(file, node))
                        .orElse(GenerateConfig.DEFAULT),
                fields.node("limits")
                        .map(node -> ConfigSection.limits(file, node))
                        .orElse(SampleLimits.NONE));
    }

    /// A number, or a mapping with `count` and `reducer`.
    private static Epochs epochs(YamlFile file, Fields task) {
        Optional<YamlNode> node = task.node("epochs");
        if (node.isEmpty()) {
            return Epochs.ONCE;
        }
        if (node.get() instanceof YamlNode.Scalar) {
            return Epochs.of((int) task.whole("epochs", 1, 1_000_000).orElse(1));
        }
        Fields fields = new Fields(file, node.get(), "the epochs", Set.of("count", "reducer"));
        int count = (int) fields.whole("count", 1, 1_000_000).orElse(1);
        List<String> names = fields.texts("reducer");
        return fields.at(
                "reducer",
                () -> names.isEmpty()
                        ? Epochs.of(count)
                        : new Epochs(count, names.stream().map(EpochReducer::of).toList()));
    }
}
