package dev.assay.agents.tool;

import java.lang.invoke.MethodHandle;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One type of argument: how a schema tells it, and how a value of it is read. What is told is what is read.
sealed interface ArgumentType {

    JsonNodeFactory JSON = JsonNodeFactory.instance;

    /// Its JSON Schema.
    ObjectNode schema();

    /// The value that a model wrote at `place`, such as `to.name`; empty for the arguments as a whole.
    ///
    /// @throws ToolException `PARSING`
    Object read(JsonNode node, String place);

    record Text(int min, int max) implements ArgumentType {
        @Override
        public ObjectNode schema() {
            ObjectNode schema = typed("string");
            lengths(schema, "minLength", min, "maxLength", max);
            return schema;
        }

        @Override
        public Object read(JsonNode node, String place) {
            if (!node.isString()) {
                throw wrong(place, "must be a string", node);
            }
            String value = node.asString();
            if (value.codePointCount(0, value.length()) < min || value.length() > max) {
                throw wrong(place, "must be " + span(min, max) + " characters long", value.length());
            }
            return value;
        }
    }

    /// A whole number; 3.0 is one, as JSON Schema says.
    record Whole(boolean narrow, long min, long max) implements ArgumentType {
        @Override
        public ObjectNode schema() {
            ObjectNode schema = typed("integer");
            if (min > (narrow ? Integer.MIN_VALUE : Long.MIN_VALUE)) {
                schema.put("minimum", min);
            }
            if (max < (narrow ? Integer.MAX_VALUE : Long.MAX_VALUE)) {
                schema.put("maximum", max);
            }
            return schema;
        }

        @Override
        public Object read(JsonNode node, String place) {
            long value;
            if (node.isIntegralNumber() && node.canConvertToLong()) {
                value = node.asLong();
            } else if (node.isNumber() && isSmallWhole(node.asDouble())) {
                value = (long) node.asDouble();
            } else {
                throw wrong(place, "must be a whole number", node);
            }
            if (value < min || value > max) {
                throw wrong(place, "must be in [" + min + ", " + max + "]", value);
            }
            if (narrow) {
                return (int) value;
            }
            return value;
        }

        private static boolean isSmallWhole(double value) {
            return value == Math.rint(value) && Math.abs(value) <= 1L << 53;
        }
    }

    record Real(boolean decimal, double min, double max) implements ArgumentType {
        @Override
        public ObjectNode schema() {
            ObjectNode schema = typed("number");
            if (min > Double.NEGATIVE_INFINITY) {
                schema.put("minimum", min);
            }
            if (max < Double.POSITIVE_INFINITY) {
                schema.put("maximum", max);
            }
            return schema;
        }

        @Override
        public Object read(JsonNode node, String place) {
            double value = node.isNumber() ? node.asDouble() : Double.NaN;
            if (!Double.isFinite(value)) {
                throw wrong(place, "must be a number", node);
            }
            if (value < min || value > max) {
                throw wrong(place, "must be in [" + min + ", " + max + "]", node);
            }
            if (decimal) {
                return new BigDecimal(node.isIntegralNumber() ? node.toString() : Double.toString(value));
            }
            return value;
        }
    }

    record Flag() implements ArgumentType {
        @Override
        public ObjectNode schema() {
            return typed("boolean");
        }

        @Override
        public Object read(JsonNode node, String place) {
            if (!node.isBoolean()) {
                throw wrong(place, "must be true or false", node);
            }
            return node.asBoolean();
        }
    }

    /// One of the values of an enum, by its word.
    record Choice(Map<String, Object> values) implements ArgumentType {
        @Override
        public ObjectNode schema() {
            ObjectNode schema = typed("string");
            ArrayNode words = schema.putArray("enum");
            values.keySet().forEach(words::add);
            return schema;
        }

        @Override
        public Object read(JsonNode node, String place) {
            Object value = node.isString() ? values.get(node.asString()) : null;
            if (value == null) {
                throw wrong(place, "must be one of " + String.join(", ", values.keySet()), node);
            }
            return value;
        }
    }

    record Items(ArgumentType item, int min, int max) implements ArgumentType {
        @Override
        public ObjectNode schema() {
            ObjectNode schema = typed("array");
            schema.set("items", item.schema());
            lengths(schema, "minItems", min, "maxItems", max);
            return schema;
        }

        @Override
        public Object read(JsonNode node, String place) {
            if (!node.isArray()) {
                throw wrong(place, "must be a list", node);
            }
            if (node.size() < min || node.size() > max) {
                throw wrong(place, "must have " + span(min, max) + " items", node.size());
            }
            List<Object> values = new ArrayList<>();
            for (JsonNode element : node) {
                values.add(item.read(element, place + "[" + values.size() + "]"));
            }
            return List.copyOf(values);
        }
    }

    record Entries(ArgumentType value) implements ArgumentType {
        @Override
        public ObjectNode schema() {
            ObjectNode schema = typed("object");
            schema.set("additionalProperties", value.schema());
            return schema;
        }

        @Override
        public Object read(JsonNode node, String place) {
            if (!node.isObject()) {
                throw wrong(place, "must be an object", node);
            }
            Map<String, Object> values = new LinkedHashMap<>();
            node.forEachEntry((key, entry) -> values.put(key, value.read(entry, inside(place, key))));
            return Map.copyOf(values);
        }
    }

    /// A record.
    record Fields(Class<?> type, MethodHandle constructor, List<Field> fields) implements ArgumentType {
        @Override
        public ObjectNode schema() {
            ObjectNode schema = typed("object");
            ObjectNode properties = schema.putObject("properties");
            ArrayNode required = schema.putArray("required");
            for (Field field : fields) {
                ObjectNode property = field.type.schema();
                if (!field.description.isEmpty()) {
                    property.put("description", field.description);
                }
                properties.set(field.name, property);
                if (!field.optional) {
                    required.add(field.name);
                }
            }
            schema.put("additionalProperties", false);
            return schema;
        }

        @Override
        public Object read(JsonNode node, String place) {
            if (!node.isObject()) {
                throw wrong(place, "must be an object", node);
            }
            Set<String> unknown = new TreeSet<>(node.propertyNames());
            List<Object> values = new ArrayList<>();
            for (Field field : fields) {
                unknown.remove(field.name);
                JsonNode given = node.get(field.name);
                boolean absent = given == null || (given.isNull() && field.optional);
                if (absent && !field.optional) {
                    throw new ToolException(
                            ToolErrorType.PARSING,
                            "The argument '" + inside(place, field.name) + "' is missing: it is required.");
                }
                Object value = absent ? null : field.type.read(given, inside(place, field.name));
                values.add(field.optional ? Optional.ofNullable(value) : value);
            }
            if (!unknown.isEmpty()) {
                throw new ToolException(
                        ToolErrorType.PARSING,
                        "Unknown argument '"
                                + shown(inside(place, unknown.iterator().next())) + "': known are "
                                + String.join(
                                        ", ", fields.stream().map(Field::name).toList()) + ".");
            }
            return construct(values, place);
        }

        private Object construct(List<Object> values, String place) {
            try {
                return constructor.invokeWithArguments(values);
            } catch (IllegalArgumentException refused) {
                throw new ToolException(
                        ToolErrorType.PARSING,
                        (place.isEmpty() ? "The arguments are" : "The argument '" + place + "' is") + " wrong: "
                                + refused.getMessage(),
                        refused);
            } catch (RuntimeException | Error failure) {
                throw failure;
            } catch (Throwable failure) {
                throw new IllegalStateException("The record " + type.getName() + " cannot be made.", failure);
            }
        }

        /// A component of a record.
        ///
        /// @param name its name
        /// @param description what the model is told; may be empty
        /// @param type what it is
        /// @param optional whether it may be left out
        record Field(String name, String description, ArgumentType type, boolean optional) {}
    }

    private static ObjectNode typed(String type) {
        return JSON.objectNode().put("type", type);
    }

    private static void lengths(ObjectNode schema, String least, int min, String most, int max) {
        if (min > 0) {
            schema.put(least, min);
        }
        if (max < Integer.MAX_VALUE) {
            schema.put(most, max);
        }
    }

    private static String span(int min, int max) {
        return max == Integer.MAX_VALUE ? "at least " + min : min + " to " + max;
    }

    private static String inside(String place, String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    private static ToolException wrong(String place, String rule, Object found) {
        String what = place.isEmpty() ? "The arguments" : "The argument '" + shown(place) + "'";
        return new ToolException(ToolErrorType.PARSING, what + " " + rule + ", but found " + shown(found) + ".");
    }

    private static String shown(Object found) {
        String text = String.valueOf(found);
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }
}
