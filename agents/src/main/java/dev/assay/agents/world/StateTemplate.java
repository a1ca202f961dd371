package dev.assay.agents.world;

import dev.assay.agents.tool.ToolErrorType;
import dev.assay.agents.tool.ToolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// A text in which `{{path}}` stands for a value; what has no value is an empty text. Filled once, so that what
/// a model writes is never taken for a template itself.
///
/// @param pieces the texts around the paths, one more than these
/// @param paths the paths, in order
record StateTemplate(List<String> pieces, List<StatePath> paths) {

    /// Longest text that is made, in UTF-16 units.
    static final int MAX_LENGTH = 1 << 20;

    private static final Pattern HOLE = Pattern.compile("\\{\\{\\s*([^{}]+?)\\s*}}");

    StateTemplate {
        pieces = List.copyOf(pieces);
        paths = List.copyOf(paths);
    }

    /// @throws IllegalArgumentException if it holds what is no path
    static StateTemplate of(String text) {
        List<String> pieces = new ArrayList<>();
        List<StatePath> paths = new ArrayList<>();
        Matcher hole = HOLE.matcher(text);
        int from = 0;
        while (hole.find()) {
            pieces.add(text.substring(from, hole.start()));
            paths.add(StatePath.of(hole.group(1)));
            from = hole.end();
        }
        pieces.add(text.substring(from));
        return new StateTemplate(pieces, paths);
    }

    /// @throws ToolException `OUTPUT_LIMIT` if it becomes too long
    String fill(ObjectNode args, ObjectNode state) {
        StringBuilder filled = new StringBuilder(pieces.getFirst());
        for (int i = 0; i < paths.size(); i++) {
            filled.append(paths.get(i).in(args, state).map(StatePath::plain).orElse(""));
            filled.append(pieces.get(i + 1));
            if (filled.length() > MAX_LENGTH) {
                throw new ToolException(ToolErrorType.OUTPUT_LIMIT, "The text became too long.");
            }
        }
        return filled.toString();
    }

    /// The value itself where the text is one path and nothing else; otherwise the text.
    JsonNode value(ObjectNode args, ObjectNode state) {
        if (paths.size() == 1 && pieces.stream().allMatch(String::isEmpty)) {
            return paths.getFirst()
                    .in(args, state)
                    .<JsonNode>map(JsonNode::deepCopy)
                    .orElse(NullNode.instance);
        }
        return StringNode.valueOf(fill(args, state));
    }

    void requireWithin(Set<String> arguments) {
        paths.forEach(path -> path.requireWithin(arguments));
    }

    /// A value of a file in which every text is a template, filled.
    static JsonNode filled(JsonNode value, ObjectNode args, ObjectNode state) {
        return switch (value) {
            case StringNode text -> of(text.asString()).value(args, state);
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                object.forEachEntry((name, inner) -> copy.set(name, filled(inner, args, state)));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                array.forEach(inner -> copy.add(filled(inner, args, state)));
                yield copy;
            }
            default -> value;
        };
    }

    /// Checks every text of a value of a file.
    static void requireWithin(JsonNode value, Set<String> arguments) {
        if (value.isString()) {
            of(value.asString()).requireWithin(arguments);
        }
        value.forEach(inner -> requireWithin(inner, arguments));
    }

    static Optional<StateTemplate> ofNullable(@org.jspecify.annotations.Nullable String text) {
        return Optional.ofNullable(text).map(StateTemplate::of);
    }
}
