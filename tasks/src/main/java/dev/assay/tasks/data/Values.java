package dev.assay.tasks.data;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Values of rows as texts.
final class Values {

    private Values() {}

    /// A single value as text: a number or truth value as JSON writes it.
    ///
    /// @throws IllegalArgumentException if it is a list or an object
    static String text(JsonNode value, FieldExpression from) {
        if (value.isContainer()) {
            throw new IllegalArgumentException(from.words() + " is " + kind(value)
                    + ", but a text, a number or true/false is needed: map a field within it, such as name.0");
        }
        return value.asString();
    }

    /// One text, or the texts of a list.
    ///
    /// @throws IllegalArgumentException if it is an object, or a list of other than single values
    static List<String> texts(JsonNode value, FieldExpression from) {
        if (!value.isArray()) {
            return List.of(text(value, from));
        }
        List<String> texts = new ArrayList<>(value.size());
        for (JsonNode item : value) {
            if (item.isContainer() || item.isNull()) {
                throw new IllegalArgumentException(from.words() + " must be a list of texts, but holds " + kind(item));
            }
            texts.add(item.asString());
        }
        return texts;
    }

    static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case NULL, MISSING -> "nothing";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            default -> "something else";
        };
    }
}
