package dev.assay.store.inspect;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The part of JSON Schema that Inspect's logs can say. Inspect refuses a whole sample for one keyword of
/// the wrong form, so keywords of other forms are left out.
final class SchemaJson {

    private static final Set<String> TYPES =
            Set.of("string", "integer", "number", "boolean", "array", "object", "null");

    private static final Map<String, Predicate<JsonNode>> PLAIN = Map.ofEntries(
            Map.entry("format", JsonNode::isString),
            Map.entry("description", JsonNode::isString),
            Map.entry("default", value -> true),
            Map.entry("enum", JsonNode::isArray),
            Map.entry("pattern", JsonNode::isString),
            Map.entry("minLength", JsonNode::canConvertToLong),
            Map.entry("maxLength", JsonNode::canConvertToLong),
            Map.entry("minimum", JsonNode::isNumber),
            Map.entry("maximum", JsonNode::isNumber),
            Map.entry("examples", JsonNode::isArray));

    private static final int DEEPEST = 50;

    private SchemaJson() {}

    static ObjectNode schema(JsonNode schema) {
        return schema(schema, 0);
    }

    /// The parameters of a tool: an object schema.
    static ObjectNode parameters(JsonNode schema) {
        ObjectNode json = InspectJson.MAPPER.createObjectNode();
        json.put("type", "object");
        json.set("properties", properties(schema, 0));
        json.set("required", strings(InspectJson.array(schema, "required")));
        JsonNode additional = schema.get("additionalProperties");
        if (additional != null && additional.isBoolean()) {
            json.set("additionalProperties", additional);
        } else if (additional instanceof ObjectNode object) {
            json.set("additionalProperties", schema(object, 1));
        }
        return json;
    }

    private static ObjectNode schema(JsonNode schema, int depth) {
        ObjectNode json = InspectJson.MAPPER.createObjectNode();
        if (depth > DEEPEST || !schema.isObject()) {
            return json;
        }
        type(schema.get("type"), json);
        PLAIN.forEach((keyword, form) -> {
            JsonNode value = schema.get(keyword);
            if (value != null && form.test(value)) {
                json.set(keyword, value);
            }
        });
        if (schema.get("properties") instanceof ObjectNode) {
            json.set("properties", properties(schema, depth));
        }
        if (schema.get("items") instanceof ObjectNode items) {
            json.set("items", schema(items, depth + 1));
        }
        if (schema.get("additionalProperties") instanceof ObjectNode additional) {
            json.set("additionalProperties", schema(additional, depth + 1));
        } else if (schema.has("additionalProperties")
                && schema.get("additionalProperties").isBoolean()) {
            json.set("additionalProperties", schema.get("additionalProperties"));
        }
        if (schema.get("anyOf") instanceof ArrayNode any) {
            ArrayNode options = json.putArray("anyOf");
            any.forEach(option -> options.add(schema(option, depth + 1)));
        }
        if (schema.get("required") instanceof ArrayNode required) {
            json.set("required", strings(required));
        }
        return json;
    }

    private static ObjectNode properties(JsonNode schema, int depth) {
        ObjectNode properties = InspectJson.MAPPER.createObjectNode();
        InspectJson.object(schema, "properties")
                .properties()
                .forEach(entry -> properties.set(entry.getKey(), schema(entry.getValue(), depth + 1)));
        return properties;
    }

    private static void type(JsonNode type, ObjectNode json) {
        if (type == null) {
            return;
        }
        List<String> known = (type.isArray() ? type.valueStream().toList() : List.of(type))
                .stream()
                        .filter(JsonNode::isString)
                        .map(JsonNode::stringValue)
                        .filter(TYPES::contains)
                        .toList();
        if (known.size() == 1) {
            json.put("type", known.getFirst());
        } else if (known.size() > 1) {
            ArrayNode options = json.putArray("anyOf");
            known.forEach(word -> options.addObject().put("type", word));
        }
    }

    private static ArrayNode strings(ArrayNode values) {
        ArrayNode strings = InspectJson.MAPPER.createArrayNode();
        values.forEach(value -> {
            if (value.isString()) {
                strings.add(value);
            }
        });
        return strings;
    }
}
