package dev.assay.tasks.file;

import dev.assay.tasks.data.DataFormat;
import dev.assay.tasks.data.DatasetOptions;
import dev.assay.tasks.data.DatasetOptions.Check;
import dev.assay.tasks.data.FieldExpression;
import dev.assay.tasks.data.FieldMapping;
import dev.assay.tasks.data.SampleFacts;
import dev.assay.tasks.data.TargetForm;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The part of a task file that says what is asked.
final class DatasetSection {

    private static final Set<String> KEYS = Set.of(
            "file",
            "set",
            "name",
            "format",
            "rows",
            "columns",
            "separator",
            "fields",
            "shuffle",
            "shuffle_choices",
            "limit",
            "slice",
            "check",
            "max_row_bytes");
    private static final Set<String> FIELDS = Set.of(
            "input",
            "system",
            "image",
            "target",
            "target_form",
            "target_pattern",
            "target_values",
            "keys",
            "id",
            "choices",
            "metadata",
            "where",
            "tests",
            "prelude",
            "files",
            "state",
            "end_state",
            "calls");
    private static final Map<String, Check> CHECKS = Map.of("every_row", Check.EVERY_ROW, "count", Check.COUNT);

    private final YamlFile file;
    private final Path folder;

    DatasetSection(YamlFile file, Path folder) {
        this.file = file;
        this.folder = folder;
    }

    /// A file's name, or a mapping.
    DatasetChoice read(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar) {
            return new DatasetChoice(
                    Optional.of(path(scalar.text(), scalar.line())),
                    Optional.empty(),
                    options -> options,
                    scalar.line());
        }
        Fields fields = new Fields(file, node, "the dataset", KEYS);
        if (fields.has("file") == fields.has("set")) {
            throw file.error(
                    fields.line(), "the dataset needs one of 'file', a path, and 'set', a name of the registry");
        }
        Optional<Path> path = fields.optional("file").map(text -> path(text, fields.lineOf("file")));
        return new DatasetChoice(path, fields.optional("set"), options(fields), fields.line());
    }

    private Path path(String text, int line) {
        if (text.isBlank()) {
            throw file.error(line, "the dataset's file has no name");
        }
        try {
            return folder.resolve(text);
        } catch (InvalidPathException e) {
            throw file.error(line, "'" + Fields.shown(text) + "' is no path");
        }
    }

    /// What a manifest of the registry says about reading its file.
    UnaryOperator<DatasetOptions> reading(YamlNode node) {
        return options(new Fields(
                file,
                node,
                "the dataset",
                Set.of("format", "rows", "columns", "separator", "fields", "shuffle_choices")));
    }

    private UnaryOperator<DatasetOptions> options(Fields fields) {
        List<UnaryOperator<DatasetOptions>> changes = new ArrayList<>();
        Map<String, DataFormat> formats = words(DataFormat.values());
        fields.word("format", formats).ifPresent(value -> changes.add(options -> options.withFormat(value)));
        fields.optional("name").ifPresent(value -> changes.add(options -> options.withName(value)));
        fields.optional("rows").ifPresent(value -> changes.add(options -> options.withRows(value)));
        if (fields.has("columns")) {
            List<String> columns = fields.texts("columns");
            changes.add(options -> options.withColumns(columns));
        }
        fields.optional("separator").ifPresent(value -> {
            if (value.length() != 1) {
                throw file.error(fields.lineOf("separator"), "'separator' must be one character");
            }
            changes.add(options -> options.withSeparator(value.charAt(0)));
        });
        fields.whole("shuffle", Long.MIN_VALUE, Long.MAX_VALUE)
                .ifPresent(seed -> changes.add(options -> options.withShuffle(seed)));
        fields.whole("shuffle_choices", Long.MIN_VALUE, Long.MAX_VALUE)
                .ifPresent(seed -> changes.add(options -> options.withShuffleChoices(seed)));
        fields.whole("limit", 1, Long.MAX_VALUE).ifPresent(most -> changes.add(options -> options.withLimit(most)));
        fields.whole("max_row_bytes", 1 << 10, 1 << 30)
                .ifPresent(most -> changes.add(options -> options.withMaxRowBytes((int) most)));
        fields.word("check", CHECKS).ifPresent(value -> changes.add(options -> options.withCheck(value)));
        fields.optional("slice").ifPresent(text -> changes.add(slice(text, fields.lineOf("slice"))));
        fields.node("fields").ifPresent(node -> {
            FieldMapping mapping = mapping(node);
            changes.add(options -> options.withMapping(mapping));
        });
        return options -> {
            DatasetOptions changed = options;
            for (UnaryOperator<DatasetOptions> change : changes) {
                changed = change.apply(changed);
            }
            return changed;
        };
    }

    /// `11-20`: the samples from the eleventh to the twentieth.
    private UnaryOperator<DatasetOptions> slice(String text, int line) {
        String[] ends = text.strip().split("-", -1);
        try {
            long first = Long.parseLong(ends[0].strip());
            long last = Long.parseLong(ends[ends.length - 1].strip());
            if (ends.length == 2 && first >= 1 && last >= first) {
                return options -> options.withSlice(first - 1, last);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw file.error(
                line, "'slice' must be FIRST-LAST, counted from 1, such as 11-20, but is '" + Fields.shown(text) + "'");
    }

    private static <E extends Enum<E>> Map<String, E> words(E[] values) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E value : values) {
            words.put(value.name().toLowerCase(Locale.ROOT), value);
        }
        return words;
    }

    FieldMapping mapping(YamlNode node) {
        Fields fields = new Fields(file, node, "the dataset's fields", FIELDS);
        FieldMapping.Builder mapping = FieldMapping.builder();
        expression(fields, "input").ifPresent(mapping::input);
        expression(fields, "target").ifPresent(mapping::target);
        fields.made("system", FieldExpression::of).ifPresent(value -> mapping.system(fields.text("system")));
        fields.made("image", FieldExpression::of).ifPresent(value -> mapping.image(fields.text("image")));
        fields.made("keys", FieldExpression::of).ifPresent(value -> mapping.keys(fields.text("keys")));
        fields.made("id", FieldExpression::of).ifPresent(value -> mapping.id(fields.text("id")));
        fields.word("target_form", words(TargetForm.values())).ifPresent(mapping::targetForm);
        fields.made("target_pattern", mapping::targetPattern);
        Map<String, String> words = new LinkedHashMap<>();
        fields.entries("target_values").forEach((word, value) -> words.put(word, fields.scalar(value, word)));
        mapping.targetValues(words);
        if (fields.has("choices")) {
            fields.at("choices", () -> mapping.choices(fields.texts("choices").toArray(String[]::new)));
        }
        metadata(fields, mapping);
        for (String fact : SampleFacts.NAMES.stream().sorted().toList()) {
            fields.made(fact, expression -> mapping.fact(fact, expression));
        }
        fields.entries("where").forEach((field, value) -> {
            Set<String> accepted = value instanceof YamlNode.Sequence sequence
                    ? Set.copyOf(sequence.items().stream()
                            .map(item -> fields.scalar(item, field))
                            .distinct()
                            .toList())
                    : Set.of(fields.scalar(value, field));
            fields.at("where", () -> mapping.where(field, accepted));
        });
        return fields.at("target_form", mapping::build);
    }

    private static void metadata(Fields fields, FieldMapping.Builder mapping) {
        if (fields.node("metadata").orElse(null) instanceof YamlNode.Mapping) {
            fields.entries("metadata")
                    .forEach((name, value) ->
                            fields.at("metadata", () -> mapping.metadata(name, fields.scalar(value, name))));
        } else {
            fields.texts("metadata").forEach(name -> fields.at("metadata", () -> mapping.metadata(name, name)));
        }
    }

    /// A field, a template, or `{constant: text}`.
    private Optional<FieldExpression> expression(Fields fields, String key) {
        Optional<YamlNode> node = fields.node(key);
        if (node.isPresent() && node.get() instanceof YamlNode.Mapping) {
            Fields constant = new Fields(file, node.get(), "'" + key + "'", Set.of("constant"));
            return Optional.of(
                    FieldExpression.constant(constant.optional("constant").orElse("")));
        }
        return fields.made(key, FieldExpression::of);
    }
}
