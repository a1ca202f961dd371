package dev.assay.store.inspect;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// Ranges `[[start, end], ...]` of places in a pool, the end exclusive. A few numbers may name many places:
/// what one sample may refer to in all is bounded.
final class References {

    private final long limit;
    private long left;

    References(ReadLimits limits) {
        this.limit = limits.references();
        this.left = limit;
    }

    /// What `ranges` name in `pool`; places beyond its end are left out, as in Python.
    ArrayNode expand(JsonNode ranges, ArrayNode pool) {
        ArrayNode items = InspectJson.MAPPER.createArrayNode();
        for (JsonNode range : ranges) {
            if (!range.isArray() || range.size() != 2) {
                throw new PartException("a sample refers to messages by something that is no range");
            }
            int start = place(range.get(0), pool.size());
            int end = place(range.get(1), pool.size());
            left -= Math.max(0, end - start);
            if (left < 0) {
                throw new PartException("a sample refers to more than " + limit + " messages");
            }
            for (int item = start; item < end; item++) {
                items.add(pool.get(item));
            }
        }
        return items;
    }

    private static int place(JsonNode number, int size) {
        if (!number.isIntegralNumber()) {
            throw new PartException("a sample refers to messages by something that is no range");
        }
        return (int) Math.clamp(number.asDouble(), 0, size);
    }
}
