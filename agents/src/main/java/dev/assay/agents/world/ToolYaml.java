package dev.assay.agents.world;

import dev.assay.core.model.ToolInfo;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/// A tool of a scenario as its YAML writes it: with `cases`, or with the one case written out.
record ToolYaml(
        @Nullable String name,
        @Nullable String description,
        @Nullable JsonNode parameters,
        @Nullable Verb action,
        @Nullable List<String> resources,
        @Nullable List<String> recipients,
        @Nullable String outgoing,
        @Nullable Boolean destructive,
        @Nullable List<CaseYaml> cases,
        @Nullable Map<String, JsonNode> set,
        @Nullable Map<String, JsonNode> add,
        @Nullable Map<String, JsonNode> append,
        @Nullable List<String> remove,
        @Nullable String result) {

    /// @param path where it stands
    SimulatedTool toTool(List<String> path) {
        ObjectNode schema = schema(path);
        ToolInfo info = at(
                inside(path, "name"),
                () -> new ToolInfo(
                        required(name, "'name' is missing: give each tool one."),
                        required(description, "'description' is missing: a model needs one for each tool."),
                        schema.toString()));
        List<SimulatedTool.Case> all = cases(path);
        return at(
                path,
                () -> new SimulatedTool(
                        info,
                        schema,
                        action == null ? Verb.READ : action,
                        resources == null ? List.of() : resources,
                        recipients == null ? List.of() : recipients,
                        Optional.ofNullable(outgoing),
                        destructive != null && destructive,
                        all));
    }

    private ObjectNode schema(List<String> path) {
        if (parameters == null) {
            return ParameterSchema.read(JsonNodeFactory.instance.objectNode().put("type", "object"));
        }
        try {
            return ParameterSchema.read(parameters);
        } catch (ParameterSchema.SchemaException wrong) {
            List<String> deeper = new ArrayList<>(inside(path, "parameters"));
            if (!wrong.place().isEmpty()) {
                deeper.addAll(Arrays.asList(wrong.place().split("/", -1)));
            }
            throw new PlacedException(deeper, String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private List<SimulatedTool.Case> cases(List<String> path) {
        boolean isWritten = set != null || add != null || append != null || remove != null || result != null;
        if (cases != null && isWritten) {
            throw new PlacedException(
                    inside(path, "cases"),
                    "a tool has 'cases', or 'result' and changes of its own: put these into a case.",
                    new IllegalArgumentException("both"));
        }
        if (cases == null) {
            CaseYaml only = new CaseYaml(null, set, add, append, remove, result, null);
            return isWritten ? List.of(only.toCase(path)) : List.of();
        }
        List<SimulatedTool.Case> all = new ArrayList<>();
        for (CaseYaml each : cases) {
            all.add(each.toCase(inside(inside(path, "cases"), "[" + all.size() + "]")));
        }
        return all;
    }

    /// One case.
    record CaseYaml(
            @Nullable Map<String, TestYaml> when,
            @Nullable Map<String, JsonNode> set,
            @Nullable Map<String, JsonNode> add,
            @Nullable Map<String, JsonNode> append,
            @Nullable List<String> remove,
            @Nullable String result,
            @Nullable String error) {

        SimulatedTool.Case toCase(List<String> path) {
            Map<StatePath, SimulatedTool.Test> tests = new LinkedHashMap<>();
            (when == null ? Map.<String, TestYaml>of() : when)
                    .forEach((key, test) -> at(
                            inside(inside(path, "when"), key),
                            () -> tests.put(
                                    StatePath.of(key),
                                    required(test, "a condition is missing.").toTest())));
            if (result != null && error != null) {
                throw new PlacedException(
                        inside(path, "error"),
                        "a case has a 'result' or an 'error', not both.",
                        new IllegalArgumentException("both"));
            }
            return at(
                    path,
                    () -> new SimulatedTool.Case(
                            tests,
                            paths(set, inside(path, "set")),
                            paths(add, inside(path, "add")),
                            paths(append, inside(path, "append")),
                            remove == null
                                    ? List.of()
                                    : remove.stream().map(StatePath::of).toList(),
                            error != null ? error : Objects.requireNonNullElse(result, "Done."),
                            error != null));
        }
    }

    /// A condition.
    record TestYaml(
            @Nullable Boolean exists,
            @Nullable List<String> like,
            @Nullable BigDecimal above,
            @Nullable BigDecimal atMost) {
        SimulatedTool.Test toTest() {
            boolean isBounded = like != null || above != null || atMost != null;
            return new SimulatedTool.Test(
                    Optional.ofNullable(exists),
                    isBounded
                            ? Optional.of(new Condition(
                                    like == null ? List.of() : like,
                                    Optional.ofNullable(above),
                                    Optional.ofNullable(atMost)))
                            : Optional.empty());
        }
    }

    static ObjectNode object(@Nullable JsonNode value, String key) {
        if (value == null || value.isNull()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!(value instanceof ObjectNode object)) {
            throw new PlacedException(
                    List.of(key), "'" + key + "' must be a mapping.", new IllegalArgumentException(key));
        }
        return object;
    }

    static Map<StatePath, JsonNode> paths(@Nullable Map<String, JsonNode> values, List<String> path) {
        Map<StatePath, JsonNode> paths = new LinkedHashMap<>();
        if (values != null) {
            values.forEach((key, value) -> at(
                    inside(path, key), () -> paths.put(StatePath.of(key), value == null ? NullNode.instance : value)));
        }
        return paths;
    }

    private static <T> T required(@Nullable T value, String sentence) {
        if (value == null) {
            throw new IllegalArgumentException(sentence);
        }
        return value;
    }

    private static List<String> inside(List<String> path, String key) {
        List<String> deeper = new ArrayList<>(path);
        deeper.add(key);
        return List.copyOf(deeper);
    }

    /// Makes something, and gives its complaint a place.
    private static <T extends @Nullable Object> T at(List<String> path, Supplier<T> made) {
        try {
            return made.get();
        } catch (PlacedException placed) {
            throw placed;
        } catch (IllegalArgumentException wrong) {
            throw new PlacedException(path, String.valueOf(wrong.getMessage()), wrong);
        }
    }
}
