package dev.assay.core.model;

import java.util.Objects;

/// The form that an answer must have.
///
/// @param name what the schema is called
/// @param schema a JSON Schema
/// @param strict whether the endpoint must hold the model to it
public record ResponseSchema(String name, String schema, boolean strict) {
    public ResponseSchema {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(schema, "schema");
    }
}
