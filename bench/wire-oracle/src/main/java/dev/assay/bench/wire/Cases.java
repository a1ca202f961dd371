package dev.assay.bench.wire;

import java.util.List;
import java.util.Map;

/// What is said in the requests; the same words as in the tests of `models` (`WireCases`).
final class Cases {

    static final String QUESTION = "What is the capital of France?";
    static final String SYSTEM = "Answer in one word.";
    static final String PNG = "iVBORw0KGgo=";
    static final String ADDRESS = "https://example.org/a.png";
    static final Map<String, Object> PARAMETERS = Map.of(
            "type", "object", "properties", Map.of("city", Map.of("type", "string")), "required", List.of("city"));
    static final Map<String, Object> SCHEMA = Map.of(
            "type",
            "object",
            "properties",
            Map.of("city", Map.of("type", "string")),
            "required",
            List.of("city"),
            "additionalProperties",
            false);

    private Cases() {}
}
