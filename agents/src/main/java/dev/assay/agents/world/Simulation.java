package dev.assay.agents.world;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The part of a world that a scenario makes up itself.
///
/// @param builtIn whether mail, files, bank, calendar and web pages are there as well
/// @param tools tools of its own
/// @param state what they read and change, at the start
/// @param endState what the state should be at the end, by path; `null` for what should not be there
public record Simulation(
        boolean builtIn, List<SimulatedTool> tools, ObjectNode state, Map<StatePath, JsonNode> endState) {

    /// Nothing of its own.
    public static final Simulation NONE =
            new Simulation(true, List.of(), JsonNodeFactory.instance.objectNode(), Map.of());

    /// @throws IllegalArgumentException if two tools have one name, or a path of `endState` is none into the
    ///     state
    public Simulation {
        tools = List.copyOf(tools);
        state = state.deepCopy();
        endState = Map.copyOf(endState);
        Set<String> names = new HashSet<>();
        for (SimulatedTool tool : tools) {
            if (!names.add(tool.info().name())) {
                throw new IllegalArgumentException(
                        "Two tools are called '" + tool.info().name() + "': rename one.");
            }
        }
        endState.keySet().forEach(Simulation::requireState);
    }

    private static void requireState(StatePath path) {
        if (!path.root().equals(StatePath.STATE)
                || path.parts().stream().anyMatch(part -> part instanceof StatePath.Part.Indirect)) {
            throw new IllegalArgumentException(
                    "'" + path + "' is no place in the end state: write it as state.NAME.NAME.");
        }
    }

    /// A copy, so that no sample sees what another did.
    @Override
    public ObjectNode state() {
        return state.deepCopy();
    }

    /// The end state in the order of its paths.
    List<Map.Entry<StatePath, JsonNode>> expected() {
        TreeMap<String, Map.Entry<StatePath, JsonNode>> sorted = new TreeMap<>();
        endState.forEach((path, value) -> sorted.put(path.text(), Map.entry(path, value)));
        return List.copyOf(sorted.values());
    }

    /// The same with another state at the start: objects are merged, all else is replaced.
    Simulation withState(ObjectNode over) {
        ObjectNode merged = state.deepCopy();
        merge(merged, over);
        return new Simulation(builtIn, tools, merged, endState);
    }

    /// The same with a further or another end.
    Simulation withEndState(Map<StatePath, JsonNode> more) {
        Map<StatePath, JsonNode> all = new java.util.HashMap<>(endState);
        all.putAll(more);
        return new Simulation(builtIn, tools, state, all);
    }

    private static void merge(ObjectNode into, ObjectNode over) {
        over.forEachEntry((name, value) -> {
            if (value instanceof ObjectNode inner && into.get(name) instanceof ObjectNode old) {
                merge(old, inner);
            } else {
                into.set(name, value.deepCopy());
            }
        });
    }

    /// All texts in which a planted instruction or a secret may stand.
    Stream<String> texts() {
        return Stream.concat(
                strings(state),
                tools.stream().flatMap(tool -> tool.cases().stream().map(SimulatedTool.Case::reply)));
    }

    private static Stream<String> strings(JsonNode value) {
        return value.isContainer() ? value.valueStream().flatMap(Simulation::strings) : Stream.of(value.asString(""));
    }
}
