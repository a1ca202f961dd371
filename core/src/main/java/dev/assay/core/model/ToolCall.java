package dev.assay.core.model;

import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A tool that a model wants called.
///
/// @param id by which the answer names the call; unique in its conversation
/// @param function name of the tool
/// @param arguments a JSON object as the model wrote it; hostile, and may be no JSON at all
public record ToolCall(String id, String function, String arguments) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public ToolCall {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(arguments, "arguments");
    }

    /// The arguments as JSON; empty if they are no JSON object. No arguments at all are the empty object.
    public Optional<ObjectNode> parsedArguments() {
        if (arguments.isBlank()) {
            return Optional.of(JSON.createObjectNode());
        }
        try {
            JsonNode parsed = JSON.readTree(arguments);
            return parsed instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JacksonException noJson) {
            return Optional.empty();
        }
    }
}
