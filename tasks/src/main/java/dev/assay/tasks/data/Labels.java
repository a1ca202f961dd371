package dev.assay.tasks.data;

import dev.assay.core.claim.Agreement;
import dev.assay.core.task.Score;
import dev.assay.core.task.Scorer;
import dev.assay.core.task.Target;
import dev.assay.core.task.TaskState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What people said of answers: a file with `id`, `label` and, where there were several, `rater`. A
/// label is a number in [0, 1], true or false, or Inspect's C, I, P and N (1, 0, 0.5, 0).
public final class Labels {

    private static final int MOST = 1_000_000;

    private final Map<String, Double> byId;
    private final List<List<String>> units;
    private final int raters;

    private Labels(Map<String, Double> byId, List<List<String>> units, int raters) {
        this.byId = Collections.unmodifiableMap(byId);
        this.units = units;
        this.raters = raters;
    }

    /// Reads a CSV, TSV, JSONL or JSON file.
    ///
    /// @throws DatasetException with file and line if it cannot be read, a label is none, or a rater
    ///     labelled a sample twice
    public static Labels read(Path file) {
        Map<String, List<String>> given = new LinkedHashMap<>();
        Set<String> raters = new HashSet<>();
        Set<List<String>> seen = new HashSet<>();
        String name = SourceFiles.name(file);
        try (RowReader rows = Datasets.rows(file, DatasetOptions.DEFAULT)) {
            for (RowReader.@Nullable Row row = rows.next(); row != null; row = rows.next()) {
                try {
                    String id = value(row.value(), "id");
                    String rater = row.value().path("rater").asString("");
                    raters.add(rater);
                    if (!seen.add(List.of(id, rater))) {
                        throw new IllegalArgumentException("sample '" + DatasetException.shown(id)
                                + "' is labelled twice by the same rater: keep one label, or name the raters");
                    }
                    if (given.size() > MOST) {
                        throw new IllegalArgumentException("there are more than " + MOST + " labels");
                    }
                    String label = Double.toString(number(value(row.value(), "label")));
                    given.computeIfAbsent(id, _ -> new ArrayList<>()).add(label);
                } catch (IllegalArgumentException e) {
                    throw Located.at(name, row.line(), e);
                }
            }
        }
        if (given.isEmpty()) {
            throw new DatasetException(name + " has no labels; it needs rows with id and label.");
        }
        Map<String, Double> means = new LinkedHashMap<>();
        given.forEach((id, labels) -> means.put(
                id, labels.stream().mapToDouble(Double::parseDouble).average().orElseThrow()));
        return new Labels(means, List.copyOf(given.values()), raters.size());
    }

    private static String value(JsonNode row, String name) {
        FieldExpression field = FieldExpression.field(name);
        JsonNode value = field.in(row).orElseThrow(() -> new MissingFieldException(field, row));
        return Values.text(value, field);
    }

    private static double number(String label) {
        switch (label.strip()) {
            case "C", "true" -> {
                return 1;
            }
            case "I", "N", "false" -> {
                return 0;
            }
            case "P" -> {
                return 0.5;
            }
            default -> {
                try {
                    double number = Double.parseDouble(label.strip());
                    if (number >= 0 && number <= 1) {
                        return number;
                    }
                } catch (NumberFormatException e) {
                    // told below
                }
                throw new IllegalArgumentException("the label '" + DatasetException.shown(label)
                        + "' is none: give a number from 0 to 1, true or false, or C, P, I or N");
            }
        }
    }

    /// The label of each sample by its id; the mean where several people gave one.
    public Map<String, Double> byId() {
        return byId;
    }

    /// SHA-256 over the samples and their labels, in hexadecimal digits: labels of one digest grade alike.
    public String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byId.forEach((id, label) ->
                    digest.update((id.length() + ":" + id + "=" + label + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256.", missing);
        }
    }

    /// How many people there were.
    public int raters() {
        return raters;
    }

    /// Krippendorff's alpha of the people, nominal; NaN where no sample was labelled by two.
    public double alpha() {
        return Agreement.krippendorffAlpha(units);
    }

    /// Grades each sample by its label; one without a label is excluded.
    public Scorer scorer() {
        return new Scorer() {
            @Override
            public Score score(TaskState state, Target target) {
                Double label = byId.get(state.sample().id());
                return label == null
                        ? Score.unscored("Nobody labelled this sample.")
                        : new Score(label, state.completion(), "");
            }

            @Override
            public String name() {
                return "human_labels";
            }
        };
    }
}
