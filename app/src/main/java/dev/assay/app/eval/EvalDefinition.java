package dev.assay.app.eval;

import dev.assay.core.journal.JournalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What is run, as the command line asked for it: enough to go on with the run by its name alone. It decides what is
/// asked and how it is graded; how fast and at what cost is decided anew by each command.
///
/// @param data dataset file, absolute; empty where the task file names one
/// @param task task file, absolute
/// @param model target; empty where it is to be taken from an earlier run
/// @param scorers names of scorers, with their parameter after a colon; empty for the task's own
/// @param system system message put in front
/// @param template text around the question, with `{prompt}` in its place
/// @param limit number of samples, or a range of places, as given
/// @param sampleIds only these
/// @param positions only these places, as {@link Positions} writes them
/// @param epochs how often each sample is asked
/// @param reducers names of the epochs' reducers
/// @param generation options of generation by name, as given
/// @param limits limits of a sample by name, as given
/// @param tags words by which the run can be found
record EvalDefinition(
        Optional<String> data,
        Optional<String> task,
        String model,
        List<String> scorers,
        Optional<String> system,
        Optional<String> template,
        Optional<String> limit,
        List<String> sampleIds,
        Optional<String> positions,
        OptionalInt epochs,
        List<String> reducers,
        List<Setting> generation,
        List<Setting> limits,
        List<String> tags) {

    private static final int VERSION = 1;

    EvalDefinition {
        scorers = List.copyOf(scorers);
        sampleIds = List.copyOf(sampleIds);
        reducers = List.copyOf(reducers);
        generation = List.copyOf(generation);
        limits = List.copyOf(limits);
        tags = List.copyOf(tags);
    }

    /// An option as it was given.
    record Setting(String name, String value) {}

    EvalDefinition withPositions(String value) {
        return new EvalDefinition(
                data,
                task,
                model,
                scorers,
                system,
                template,
                limit,
                sampleIds,
                Optional.of(value),
                epochs,
                reducers,
                generation,
                limits,
                tags);
    }

    EvalDefinition withScorers(List<String> value) {
        return new EvalDefinition(
                data,
                task,
                model,
                value,
                system,
                template,
                limit,
                sampleIds,
                positions,
                epochs,
                reducers,
                generation,
                limits,
                tags);
    }

    /// This definition with what it leaves open taken from `earlier`, except which samples are meant.
    EvalDefinition over(EvalDefinition earlier) {
        return new EvalDefinition(
                data.or(earlier::data),
                task.or(earlier::task),
                model.isEmpty() ? earlier.model : model,
                scorers.isEmpty() ? earlier.scorers : scorers,
                system.or(earlier::system),
                template.or(earlier::template),
                limit,
                sampleIds,
                positions,
                epochs.isPresent() ? epochs : earlier.epochs,
                reducers.isEmpty() ? earlier.reducers : reducers,
                over(generation, earlier.generation),
                over(limits, earlier.limits),
                tags.isEmpty() ? earlier.tags : tags);
    }

    private static List<Setting> over(List<Setting> mine, List<Setting> earlier) {
        List<Setting> all = new ArrayList<>(mine);
        for (Setting setting : earlier) {
            if (value(mine, setting.name()).isEmpty()) {
                all.add(setting);
            }
        }
        return all;
    }

    /// The definition as one line of JSON.
    String toJson() {
        JsonMapper mapper = JsonMapper.shared();
        ObjectNode json = mapper.createObjectNode();
        json.put("version", VERSION);
        data.ifPresent(value -> json.put("data", value));
        task.ifPresent(value -> json.put("task", value));
        json.put("model", model);
        put(json, "scorers", scorers);
        system.ifPresent(value -> json.put("system", value));
        template.ifPresent(value -> json.put("template", value));
        limit.ifPresent(value -> json.put("limit", value));
        put(json, "sample_ids", sampleIds);
        positions.ifPresent(value -> json.put("positions", value));
        epochs.ifPresent(value -> json.put("epochs", value));
        put(json, "reducers", reducers);
        putSettings(json, "generation", generation);
        putSettings(json, "limits", limits);
        put(json, "tags", tags);
        return json.toString();
    }

    private static void put(ObjectNode json, String name, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = json.putArray(name);
            values.forEach(array::add);
        }
    }

    private static void putSettings(ObjectNode json, String name, List<Setting> values) {
        ObjectNode object = json.putObject(name);
        values.forEach(setting -> object.put(setting.name(), setting.value()));
    }

    /// @throws JournalException if `text` is no definition
    static EvalDefinition ofJson(String text) {
        try {
            JsonNode json = JsonMapper.shared().readTree(text);
            if (json.path("version").asInt(0) != VERSION) {
                throw new JournalException(
                        JournalException.Kind.CORRUPT,
                        "The run's definition is of version '"
                                + json.path("version").asString("none")
                                + "', and this program reads version " + VERSION
                                + ": go on with it by the version that began it.");
            }
            return new EvalDefinition(
                    string(json, "data"),
                    string(json, "task"),
                    json.path("model").asString(""),
                    strings(json, "scorers"),
                    string(json, "system"),
                    string(json, "template"),
                    string(json, "limit"),
                    strings(json, "sample_ids"),
                    string(json, "positions"),
                    json.has("epochs") ? OptionalInt.of(json.path("epochs").asInt()) : OptionalInt.empty(),
                    strings(json, "reducers"),
                    settings(json, "generation"),
                    settings(json, "limits"),
                    strings(json, "tags"));
        } catch (JacksonException damage) {
            throw new JournalException(
                    JournalException.Kind.CORRUPT,
                    "The run's definition is damaged: start the evaluation anew with another --out.",
                    damage);
        }
    }

    private static Optional<String> string(JsonNode json, String name) {
        return json.path(name).isString() ? Optional.of(json.path(name).stringValue()) : Optional.empty();
    }

    private static List<String> strings(JsonNode json, String name) {
        List<String> values = new ArrayList<>();
        json.path(name).forEach(value -> values.add(value.asString("")));
        return values;
    }

    private static List<Setting> settings(JsonNode json, String name) {
        List<Setting> values = new ArrayList<>();
        json.path(name)
                .properties()
                .forEach(each ->
                        values.add(new Setting(each.getKey(), each.getValue().asString(""))));
        return values;
    }

    /// The value of an option of generation.
    Optional<String> generation(String name) {
        return value(generation, name);
    }

    /// The value of a limit.
    Optional<String> limit(String name) {
        return value(limits, name);
    }

    private static Optional<String> value(List<Setting> settings, String name) {
        return settings.stream()
                .filter(setting -> setting.name().equals(name))
                .map(Setting::value)
                .findFirst();
    }
}
