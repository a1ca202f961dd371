package dev.assay.tasks.file;

import dev.assay.core.task.Metric;
import dev.assay.core.task.Sample;
import dev.assay.core.task.SampleSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/// The part of a task file that says which figures are reported.
final class MetricSection {

    /// Figures, once there is the dataset whose groups they name.
    interface Choice extends Function<SampleSource, List<Metric>> {}

    private static final int MOST_GROUPS = 200;
    private static final Set<String> NAMES = Set.of("accuracy", "stderr");

    private final YamlFile file;

    MetricSection(YamlFile file) {
        this.file = file;
    }

    List<Choice> read(YamlNode node) {
        List<YamlNode> items = node instanceof YamlNode.Sequence sequence ? sequence.items() : List.of(node);
        return items.stream()
                .map(item -> choice(Step.of(file, item, "metric", NAMES)))
                .toList();
    }

    private Choice choice(Step step) {
        boolean error = step.name().equals("stderr");
        Fields fields = step.fields(file, error ? Set.of("cluster", "by", "values") : Set.of("by", "values"));
        Metric metric = error
                ? fields.optional("cluster").map(Metric::clusteredStandardError).orElseGet(Metric::standardError)
                : Metric.accuracy();
        if (!fields.has("by")) {
            if (fields.has("values")) {
                throw file.error(fields.lineOf("values"), "'values' are those of a metadata key: name it with 'by'");
            }
            return source -> List.of(metric);
        }
        String key = fields.text("by");
        List<String> values = fields.texts("values");
        return source -> (values.isEmpty() ? values(source, key, step.line()) : values)
                .stream().map(value -> Metric.within(metric, key, value)).toList();
    }

    private List<String> values(SampleSource source, String key, int line) {
        Set<String> values = new TreeSet<>();
        try (Stream<Sample> samples = source.open()) {
            samples.forEachOrdered(sample -> {
                String value = sample.metadata().get(key);
                if (value == null) {
                    throw file.error(
                            line,
                            "sample '" + Fields.shown(sample.id()) + "' has no metadata '" + Fields.shown(key)
                                    + "', by which the metric groups: map it under the dataset's fields");
                }
                values.add(value);
                if (values.size() > MOST_GROUPS) {
                    throw file.error(
                            line,
                            "metadata '" + Fields.shown(key) + "' has more than " + MOST_GROUPS
                                    + " values: name those wanted with 'values'");
                }
            });
        }
        return new ArrayList<>(values);
    }
}
