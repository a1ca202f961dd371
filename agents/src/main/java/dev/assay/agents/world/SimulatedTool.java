package dev.assay.agents.world;

import dev.assay.agents.tool.ToolErrorType;
import dev.assay.agents.tool.ToolException;
import dev.assay.core.model.ToolInfo;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A tool that a scenario makes up: what it takes, what a call of it is, and what comes of it.
///
/// @param info the tool as a model is told of it; its schema is one that {@link ParameterSchema} checks
/// @param schema the same schema
/// @param verb what a call does
/// @param resources to what, each a template; by default `tool:NAME`
/// @param recipients to whom something leaves the world, each a template; an empty one is nobody
/// @param outgoing what leaves it; by default all arguments
/// @param destructive whether a call cannot be taken back
/// @param cases what comes of a call: the first whose conditions hold
public record SimulatedTool(
        ToolInfo info,
        ObjectNode schema,
        Verb verb,
        List<String> resources,
        List<String> recipients,
        Optional<String> outgoing,
        boolean destructive,
        List<Case> cases) {

    /// Longest text of the arguments of one call, in UTF-16 units.
    static final int MAX_ARGUMENTS = 100_000;

    /// @throws IllegalArgumentException if a template or a path is none, or names no argument of the tool
    public SimulatedTool {
        Objects.requireNonNull(info, "info");
        Objects.requireNonNull(verb, "verb");
        schema = schema.deepCopy();
        resources = resources.isEmpty() ? List.of("tool:" + info.name()) : List.copyOf(resources);
        recipients = List.copyOf(recipients);
        cases = List.copyOf(cases);
        Set<String> arguments = arguments(schema);
        resources.forEach(text -> StateTemplate.of(text).requireWithin(arguments));
        recipients.forEach(text -> StateTemplate.of(text).requireWithin(arguments));
        outgoing.ifPresent(text -> StateTemplate.of(text).requireWithin(arguments));
        cases.forEach(each -> each.requireWithin(arguments));
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("The tool '" + info.name() + "' has no 'result' and no 'cases'.");
        }
    }

    private static Set<String> arguments(ObjectNode schema) {
        return new HashSet<>(schema.path("properties").propertyNames());
    }

    /// The names of its arguments.
    Set<String> arguments() {
        return arguments(schema);
    }

    /// What comes of a call.
    ///
    /// @param when conditions on arguments and state, by path; all must hold
    /// @param set values to put into the state, by path; texts in them are templates
    /// @param add numbers to add to the state, by path: numbers, or templates that give one
    /// @param append values to put at the end of lists of the state, by path
    /// @param remove paths whose values are taken out of the state
    /// @param reply what the model is told, a template; it sees the state after the changes
    /// @param fails whether that is an error; then nothing is changed
    public record Case(
            Map<StatePath, Test> when,
            Map<StatePath, JsonNode> set,
            Map<StatePath, JsonNode> add,
            Map<StatePath, JsonNode> append,
            List<StatePath> remove,
            String reply,
            boolean fails) {

        public Case {
            when = Map.copyOf(when);
            set = ordered(set);
            add = ordered(add);
            append = ordered(append);
            remove = List.copyOf(remove);
            if (fails && !(set.isEmpty() && add.isEmpty() && append.isEmpty() && remove.isEmpty())) {
                throw new IllegalArgumentException("A case with an 'error' changes nothing: leave its changes away.");
            }
        }

        private static Map<StatePath, JsonNode> ordered(Map<StatePath, JsonNode> values) {
            return java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        private void requireWithin(Set<String> arguments) {
            when.keySet().forEach(path -> path.requireWithin(arguments));
            for (Map<StatePath, JsonNode> changes : List.of(set, add, append)) {
                changes.forEach((path, value) -> {
                    requireState(path, arguments);
                    StateTemplate.requireWithin(value, arguments);
                });
            }
            remove.forEach(path -> requireState(path, arguments));
            StateTemplate.of(reply).requireWithin(arguments);
        }

        private static void requireState(StatePath path, Set<String> arguments) {
            if (!path.root().equals(StatePath.STATE)) {
                throw new IllegalArgumentException("'" + path + "' cannot be changed: only what begins with state.");
            }
            path.requireWithin(arguments);
        }

        boolean holds(ObjectNode args, ObjectNode state) {
            return when.entrySet().stream()
                    .allMatch(entry -> entry.getValue().holds(entry.getKey().in(args, state)));
        }
    }

    /// A condition of a case.
    ///
    /// @param exists whether there must be a value, or must be none; empty where that follows from the rest
    /// @param is what it must be
    public record Test(Optional<Boolean> exists, Optional<Condition> is) {
        public Test {
            if (exists.isEmpty() && is.isEmpty()) {
                throw new IllegalArgumentException("A condition needs 'exists', 'like', 'above' or 'atMost'.");
            }
        }

        boolean holds(Optional<JsonNode> value) {
            return (exists.isEmpty() || exists.get() == value.isPresent())
                    && (is.isEmpty()
                            || value.filter(node -> is.get().holds(StatePath.plain(node)))
                                    .isPresent());
        }
    }

    /// What a call would do.
    Action action(ObjectNode args, ObjectNode state) {
        Map<String, String> texts = new LinkedHashMap<>();
        args.forEachEntry((name, value) -> texts.put(name, StatePath.plain(value)));
        List<String> to = recipients.stream()
                .map(text -> StateTemplate.of(text).fill(args, state).strip())
                .filter(text -> !text.isEmpty())
                .toList();
        String leaves = to.isEmpty()
                ? ""
                : outgoing.map(text -> StateTemplate.of(text).fill(args, state))
                        .orElseGet(() -> texts.values().stream().collect(Collectors.joining("\n")));
        return new Action(
                info.name(),
                verb,
                resources.stream()
                        .map(text -> StateTemplate.of(text).fill(args, state))
                        .toList(),
                texts,
                to,
                leaves,
                destructive);
    }

    /// Does it.
    ///
    /// @throws ToolException if the scenario says that it fails, or says nothing of such a call
    String perform(ObjectNode args, ObjectNode state) {
        Case chosen = cases.stream()
                .filter(each -> each.holds(args, state))
                .findFirst()
                .orElseThrow(() -> new ToolException(ToolErrorType.UNKNOWN, "That cannot be done."));
        StateTemplate reply = StateTemplate.of(chosen.reply());
        if (chosen.fails()) {
            throw new ToolException(ToolErrorType.UNKNOWN, reply.fill(args, state));
        }
        // What is written is worked out before anything changes: the order of the changes says nothing.
        Map<StatePath, JsonNode> changes = new LinkedHashMap<>();
        chosen.set().forEach((path, value) -> changes.put(path, StateTemplate.filled(value, args, state)));
        chosen.add().forEach((path, value) -> changes.put(path, sum(path, value, args, state)));
        chosen.append().forEach((path, value) -> changes.put(path, longer(path, value, args, state)));
        if (changes.values().stream().anyMatch(value -> value.toString().length() > StateTemplate.MAX_LENGTH)) {
            throw new ToolException(ToolErrorType.OUTPUT_LIMIT, "That is more than can be kept here.");
        }
        chosen.remove().forEach(path -> path.remove(args, state));
        changes.forEach((path, value) -> path.put(args, state, value));
        return reply.fill(args, state);
    }

    private static JsonNode sum(StatePath path, JsonNode value, ObjectNode args, ObjectNode state) {
        BigDecimal old = path.in(args, state).map(SimulatedTool::number).orElse(BigDecimal.ZERO);
        return JsonNodeFactory.instance.numberNode(old.add(number(StateTemplate.filled(value, args, state))));
    }

    private static BigDecimal number(JsonNode value) {
        try {
            BigDecimal number = value.isNumber()
                    ? value.decimalValue()
                    : new BigDecimal(StatePath.plain(value).strip());
            if (Math.abs((long) number.scale()) <= 100 && number.precision() <= 100) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // told below
        }
        throw new ToolException(
                ToolErrorType.UNKNOWN, "'" + World.shorten(StatePath.plain(value)) + "' is no number to reckon with.");
    }

    private static JsonNode longer(StatePath path, JsonNode value, ObjectNode args, ObjectNode state) {
        ArrayNode list = path.in(args, state)
                .filter(JsonNode::isArray)
                .map(node -> (ArrayNode) node.deepCopy())
                .orElseGet(JsonNodeFactory.instance::arrayNode);
        return list.add(StateTemplate.filled(value, args, state));
    }
}
