package dev.assay.core.model;

import java.util.Objects;

/// A tool as a model is told of it.
///
/// @param name letters, digits, `_` and `-`, 1 to 64 of them: what every provider takes
/// @param description what it does and when to use it
/// @param parameters JSON Schema of its arguments, an object schema
public record ToolInfo(String name, String description, String parameters) {

    public ToolInfo {
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(parameters, "parameters");
        if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException(
                    "The tool name '" + name + "' is not 1 to 64 letters, digits, _ and -: rename the tool.");
        }
    }
}
