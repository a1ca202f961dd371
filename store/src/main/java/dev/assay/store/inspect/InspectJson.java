package dev.assay.store.inspect;

import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON by Inspect's rules: `NaN` and `Infinity` stand bare, integers have any length, floats stay floats.
final class InspectJson {

    private static final int DEEPEST = 500;

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNameLength(1 << 20)
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final ObjectReader ONE_OF_MANY =
            MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private InspectJson() {}

    /// The value at which `parser` stands; what follows is left to others.
    static JsonNode value(JsonParser parser) {
        return ONE_OF_MANY.readTree(parser);
    }

    /// The object under `name`, or an empty one.
    static ObjectNode object(JsonNode parent, String name) {
        return parent.get(name) instanceof ObjectNode object ? object : MAPPER.createObjectNode();
    }

    /// The elements of the array under `name`, or none.
    static ArrayNode array(JsonNode parent, String name) {
        return parent.get(name) instanceof ArrayNode array ? array : MAPPER.createArrayNode();
    }

    /// The string under `name`, or nothing where there is none.
    static Optional<String> text(JsonNode parent, String name) {
        JsonNode value = parent.get(name);
        return value != null && value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    /// What is under `name` as text: a string as it is, nothing for nothing, all else as JSON.
    static String anyText(JsonNode parent, String name) {
        JsonNode value = parent.get(name);
        return value == null || value.isNull() ? "" : anyText(value);
    }

    static String anyText(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }

    /// The number under `name`, or nothing.
    static OptionalDouble number(JsonNode parent, String name) {
        JsonNode value = parent.get(name);
        return value != null && value.isNumber() ? OptionalDouble.of(value.doubleValue()) : OptionalDouble.empty();
    }

    /// The whole number under `name`, or 0; numbers beyond 64 bits count as the largest.
    static long count(JsonNode parent, String name) {
        OptionalDouble value = number(parent, name);
        return value.isPresent() && !Double.isNaN(value.getAsDouble()) ? (long) value.getAsDouble() : 0;
    }

    static boolean flag(JsonNode parent, String name) {
        JsonNode value = parent.get(name);
        return value != null && value.isBoolean() && value.booleanValue();
    }
}
