package dev.assay.agents.world;

import dev.assay.agents.tool.JsonValues;
import dev.assay.agents.tool.ToolErrorType;
import dev.assay.agents.tool.ToolException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON Schema of a simulated tool's arguments. It holds only words that are checked, so that what the model
/// is told is what is asked of it: `type`, `description`, `properties`, `required`, `additionalProperties`,
/// `items`, `enum`, `minimum`, `maximum`, `minLength`, `maxLength`, `minItems`, `maxItems`, `default`.
final class ParameterSchema {

    private static final Map<String, Set<String>> WORDS = Map.of(
            "object", Set.of("properties", "required", "additionalProperties"),
            "array", Set.of("items", "minItems", "maxItems"),
            "string", Set.of("enum", "minLength", "maxLength"),
            "integer", Set.of("enum", "minimum", "maximum"),
            "number", Set.of("enum", "minimum", "maximum"),
            "boolean", Set.of());
    private static final Set<String> EVERYWHERE = Set.of("type", "description", "title", "default");

    private ParameterSchema() {}

    /// A schema that cannot be used.
    static final class SchemaException extends IllegalArgumentException {
        private final String place;

        SchemaException(String place, String message) {
            super(message);
            this.place = place;
        }

        /// The keys that lead to what is wrong, with `/` between them; empty for the schema as a whole.
        String place() {
            return place;
        }
    }

    /// Looks through a schema, and closes every object that does not say otherwise.
    ///
    /// @throws SchemaException if it is no object schema, or has a word that is not checked
    static ObjectNode read(JsonNode schema) {
        if (!(schema instanceof ObjectNode object)
                || !object.path("type").asString("").equals("object")) {
            throw new SchemaException("", "'parameters' must be a JSON schema with 'type: object'.");
        }
        ObjectNode copy = object.deepCopy();
        require(copy, "");
        return copy;
    }

    private static void require(JsonNode schema, String place) {
        String type = schema.path("type").asString("");
        Set<String> words = WORDS.get(type);
        if (!(schema instanceof ObjectNode object) || words == null) {
            throw new SchemaException(
                    place, "a schema needs 'type': array, boolean, integer, number, object or string.");
        }
        for (String word : object.propertyNames()) {
            if (!EVERYWHERE.contains(word) && !words.contains(word)) {
                Set<String> known = new TreeSet<>(words);
                known.addAll(EVERYWHERE);
                throw new SchemaException(
                        inside(place, word),
                        "a schema of type " + type + " cannot say '" + World.shorten(word) + "': known are "
                                + String.join(", ", known) + ".");
            }
        }
        requireBounds(object, place);
        switch (type) {
            case "object" -> requireObject(object, place);
            case "array" -> {
                if (!object.has("items")) {
                    throw new SchemaException(place, "a schema of type array needs 'items'.");
                }
                require(object.path("items"), inside(place, "items"));
            }
            default -> {}
        }
    }

    private static void requireBounds(ObjectNode schema, String place) {
        for (String word : Set.of("minimum", "maximum")) {
            if (schema.has(word) && !schema.path(word).isNumber()) {
                throw new SchemaException(inside(place, word), "'" + word + "' must be a number.");
            }
        }
        for (String word : Set.of("minLength", "maxLength", "minItems", "maxItems")) {
            JsonNode bound = schema.path(word);
            if (schema.has(word) && (!bound.canConvertToInt() || !bound.isIntegralNumber() || bound.asInt() < 0)) {
                throw new SchemaException(inside(place, word), "'" + word + "' must be a whole number of at least 0.");
            }
        }
        JsonNode choices = schema.path("enum");
        if (schema.has("enum") && (!choices.isArray() || choices.isEmpty())) {
            throw new SchemaException(inside(place, "enum"), "'enum' must be a list with at least one value.");
        }
    }

    private static void requireObject(ObjectNode schema, String place) {
        JsonNode properties = schema.path("properties");
        if (schema.has("properties") && !properties.isObject()) {
            throw new SchemaException(
                    inside(place, "properties"), "'properties' must be a mapping of names to schemas.");
        }
        properties.forEachEntry((name, inner) -> require(inner, inside(inside(place, "properties"), name)));
        JsonNode required = schema.path("required");
        if (schema.has("required") && !required.isArray()) {
            throw new SchemaException(inside(place, "required"), "'required' must be a list of names.");
        }
        for (JsonNode name : required) {
            if (!properties.has(name.asString(""))) {
                throw new SchemaException(
                        inside(place, "required"),
                        "'required' names '" + World.shorten(name.asString("")) + "', which is no property.");
            }
        }
        if (!schema.has("additionalProperties")) {
            schema.put("additionalProperties", false);
        } else if (!schema.path("additionalProperties").isBoolean()) {
            throw new SchemaException(
                    inside(place, "additionalProperties"), "'additionalProperties' must be true or false.");
        }
    }

    private static String inside(String place, String key) {
        return place.isEmpty() ? key : place + "/" + key;
    }

    /// Refuses what a model wrote where the schema does.
    ///
    /// @throws ToolException `PARSING`, naming the argument and what is wrong with it
    static void check(JsonNode schema, JsonNode value, String place) {
        switch (schema.path("type").asString("")) {
            case "object" -> object(schema, value, place);
            case "array" -> {
                require(value.isArray(), place, "must be a list", value);
                size(schema, value.size(), "minItems", "maxItems", "items", place);
                int index = 0;
                for (JsonNode item : value) {
                    check(schema.path("items"), item, place + "[" + index++ + "]");
                }
            }
            case "string" -> {
                require(value.isString(), place, "must be a string", value);
                String text = value.asString();
                size(schema, text.codePointCount(0, text.length()), "minLength", "maxLength", "characters", place);
            }
            case "integer" -> {
                require(value.isNumber() && isWhole(value), place, "must be a whole number", value);
                range(schema, value, place);
            }
            case "number" -> {
                require(value.isNumber() && Double.isFinite(value.asDouble()), place, "must be a number", value);
                range(schema, value, place);
            }
            default -> require(value.isBoolean(), place, "must be true or false", value);
        }
        JsonNode choices = schema.path("enum");
        if (choices.isArray()) {
            boolean known = choices.valueStream().anyMatch(choice -> JsonValues.same(choice, value));
            require(known, place, "must be one of " + World.shorten(choices.toString()), value);
        }
    }

    private static boolean isWhole(JsonNode value) {
        return value.isIntegralNumber()
                || Math.abs(value.asDouble()) <= 1L << 53 && value.asDouble() == Math.rint(value.asDouble());
    }

    private static void object(JsonNode schema, JsonNode value, String place) {
        require(value.isObject(), place, "must be an object", value);
        JsonNode properties = schema.path("properties");
        for (JsonNode name : schema.path("required")) {
            if (value.path(name.asString("")).isMissingNode()) {
                throw wrong("The argument '" + named(place, name.asString("")) + "' is missing: it is required.");
            }
        }
        value.forEachEntry((name, inner) -> {
            if (properties.has(name)) {
                check(properties.path(name), inner, named(place, name));
            } else if (!schema.path("additionalProperties").asBoolean(false)) {
                throw wrong("Unknown argument '" + World.shorten(named(place, name)) + "': known are "
                        + String.join(", ", properties.propertyNames()) + ".");
            }
        });
    }

    private static void range(JsonNode schema, JsonNode value, String place) {
        JsonNode least = schema.path("minimum");
        JsonNode most = schema.path("maximum");
        boolean holds = (!least.isNumber() || value.decimalValue().compareTo(least.decimalValue()) >= 0)
                && (!most.isNumber() || value.decimalValue().compareTo(most.decimalValue()) <= 0);
        require(
                holds,
                place,
                "must be" + (least.isNumber() ? " at least " + least : "")
                        + (most.isNumber() ? " at most " + most : ""),
                value);
    }

    private static void size(JsonNode schema, int size, String least, String most, String of, String place) {
        if (size < schema.path(least).asInt(0) || size > schema.path(most).asInt(Integer.MAX_VALUE)) {
            throw wrong("The argument '" + World.shorten(place) + "' has " + size + " " + of
                    + ", but must have at least "
                    + schema.path(least).asInt(0)
                    + (schema.has(most) ? " and at most " + schema.path(most).asInt() : "") + ".");
        }
    }

    private static void require(boolean holds, String place, String rule, JsonNode found) {
        if (!holds) {
            String what = place.isEmpty() ? "The arguments" : "The argument '" + World.shorten(place) + "'";
            throw wrong(what + " " + rule + ", but found " + World.shorten(found.toString()) + ".");
        }
    }

    private static ToolException wrong(String sentence) {
        return new ToolException(ToolErrorType.PARSING, sentence);
    }

    private static String named(String place, String name) {
        return place.isEmpty() ? name : place + "." + name;
    }
}
