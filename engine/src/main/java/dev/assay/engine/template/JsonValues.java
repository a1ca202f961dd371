package dev.assay.engine.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// JSON as a template sees it.
final class JsonValues {

    private JsonValues() {}

    /// @throws TemplateException if a number does not fit or the value is nested too deep
    static Object of(JsonNode node) {
        return of(node, 0);
    }

    /// The fields of an object.
    static Map<String, Object> fields(JsonNode node) {
        return fields(node, 0);
    }

    private static Object of(JsonNode node, int depth) {
        if (depth > Budget.DEEPEST) {
            throw new TemplateException(0, "The JSON is nested more than %d deep".formatted(Budget.DEEPEST));
        }
        return switch (node.getNodeType()) {
            case ARRAY -> {
                var list = new ArrayList<Object>(node.size());
                node.forEach(item -> list.add(of(item, depth + 1)));
                yield Collections.unmodifiableList(list);
            }
            case OBJECT -> Collections.unmodifiableMap(fields(node, depth));
            case STRING -> node.asString();
            case BOOLEAN -> node.asBoolean();
            case NUMBER -> number(node);
            case NULL, MISSING, BINARY, POJO -> Values.NONE;
        };
    }

    private static Map<String, Object> fields(JsonNode node, int depth) {
        var map = new LinkedHashMap<String, Object>();
        node.properties().forEach(entry -> map.put(entry.getKey(), of(entry.getValue(), depth + 1)));
        return map;
    }

    private static Object number(JsonNode node) {
        if (!node.isIntegralNumber()) {
            return node.asDouble();
        }
        if (!node.canConvertToLong()) {
            throw new TemplateException(0, "The number %s does not fit into 64 bits".formatted(node.asString()));
        }
        return node.asLong();
    }
}
