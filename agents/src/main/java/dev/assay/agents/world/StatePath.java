package dev.assay.agents.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Where a value lies: `args.amount` among the arguments of a call, `state.orders[args.order].status` in the
/// state of a world. A part in brackets is a path itself, whose value is the name.
///
/// @param text as written
/// @param root `args` or `state`
/// @param parts the names below it
public record StatePath(String text, String root, List<Part> parts) {

    /// The arguments of the call.
    public static final String ARGS = "args";

    /// The state of the world.
    public static final String STATE = "state";

    private static final int MOST_PARTS = 16;

    public StatePath {
        parts = List.copyOf(parts);
    }

    /// One step of a path.
    public sealed interface Part {
        /// @param name the name itself
        record Name(String name) implements Part {}

        /// @param path where the name stands
        record Indirect(StatePath path) implements Part {}
    }

    /// Reads a path.
    ///
    /// @throws IllegalArgumentException if `text` is none
    public static StatePath of(String text) {
        Reader reader = new Reader(text);
        StatePath path = reader.path();
        if (reader.at < text.length()) {
            throw reader.wrong();
        }
        return path;
    }

    /// The value; empty if there is none. `null` is none.
    Optional<JsonNode> in(ObjectNode args, ObjectNode state) {
        JsonNode node = root.equals(ARGS) ? args : state;
        for (Part part : parts) {
            String name = name(part, args, state);
            node = node.isArray() && name.matches("[0-9]{1,6}") ? node.path(Integer.parseInt(name)) : node.path(name);
        }
        return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node);
    }

    /// Puts a value into the state; objects on the way are made.
    ///
    /// @throws IllegalStateException if the way leads through what is no object
    void put(ObjectNode args, ObjectNode state, JsonNode value) {
        parent(args, state).set(name(parts.getLast(), args, state), value);
    }

    /// Takes a value out of the state.
    void remove(ObjectNode args, ObjectNode state) {
        if (in(args, state).isPresent()) {
            parent(args, state).remove(name(parts.getLast(), args, state));
        }
    }

    private ObjectNode parent(ObjectNode args, ObjectNode state) {
        ObjectNode node = state;
        for (Part part : parts.subList(0, parts.size() - 1)) {
            String name = name(part, args, state);
            JsonNode next = node.get(name);
            if (next == null || next.isNull()) {
                next = JsonNodeFactory.instance.objectNode();
                node.set(name, next);
            }
            if (!(next instanceof ObjectNode object)) {
                throw new IllegalStateException(
                        "The state has no object at '" + name + "', where '" + text + "' leads: correct the scenario.");
            }
            node = object;
        }
        return node;
    }

    private static String name(Part part, ObjectNode args, ObjectNode state) {
        return switch (part) {
            case Part.Name fixed -> fixed.name();
            case Part.Indirect indirect ->
                indirect.path().in(args, state).map(StatePath::plain).orElse("");
        };
    }

    /// A value as text: a string as it is, all else as JSON writes it.
    static String plain(JsonNode value) {
        if (value.isString()) {
            return value.asString();
        }
        // A number with a huge exponent would be as long as the exponent says.
        return value.isNumber()
                        && Double.isFinite(value.asDouble())
                        && Math.abs((long) value.decimalValue().scale()) <= 400
                ? value.decimalValue().toPlainString()
                : value.toString();
    }

    /// Refuses a path into the state, or into arguments that the tool does not have.
    void requireWithin(Set<String> arguments) {
        if (root.equals(ARGS)
                && !parts.isEmpty()
                && parts.getFirst() instanceof Part.Name first
                && !arguments.contains(first.name())) {
            throw new IllegalArgumentException("'" + text + "' names no argument of the tool: known are "
                    + String.join(", ", arguments.stream().sorted().toList()) + ".");
        }
        for (Part part : parts) {
            if (part instanceof Part.Indirect indirect) {
                indirect.path().requireWithin(arguments);
            }
        }
    }

    @Override
    public String toString() {
        return text;
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        StatePath path() {
            int start = at;
            String root = word();
            if (!root.equals(ARGS) && !root.equals(STATE)) {
                throw wrong();
            }
            List<Part> parts = new ArrayList<>();
            while (at < text.length() && text.charAt(at) != ']') {
                char c = text.charAt(at++);
                if (c == '.') {
                    parts.add(new Part.Name(word()));
                } else if (c == '[') {
                    parts.add(new Part.Indirect(path()));
                    if (at >= text.length() || text.charAt(at++) != ']') {
                        throw wrong();
                    }
                } else {
                    throw wrong();
                }
            }
            if (parts.isEmpty() || parts.size() > MOST_PARTS) {
                throw wrong();
            }
            return new StatePath(text.substring(start, at), root, parts);
        }

        private String word() {
            int start = at;
            while (at < text.length() && ".[]".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            if (at == start) {
                throw wrong();
            }
            return text.substring(start, at);
        }

        IllegalArgumentException wrong() {
            return new IllegalArgumentException("'" + World.shorten(text)
                    + "' is no path: write it as args.NAME, state.NAME.NAME or state.NAME[args.NAME].");
        }
    }
}
