package dev.assay.agents.tool;

import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// Values of JSON, compared.
public final class JsonValues {

    private JsonValues() {}

    /// Whether two values are the same; numbers by their value, so that 3 is 3.0. Numbers beyond a double's range
    /// are the same as none.
    public static boolean same(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            return Double.isFinite(a.asDouble())
                    && Double.isFinite(b.asDouble())
                    && a.decimalValue().compareTo(b.decimalValue()) == 0;
        }
        if (a.isArray() && b.isArray()) {
            return a.size() == b.size() && IntStream.range(0, a.size()).allMatch(i -> same(a.path(i), b.path(i)));
        }
        if (a.isObject() && b.isObject()) {
            return a.size() == b.size()
                    && a.properties().stream()
                            .allMatch(entry -> b.has(entry.getKey()) && same(entry.getValue(), b.path(entry.getKey())));
        }
        return a.equals(b);
    }
}
