package dev.assay.engine.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.engine.Fixtures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Our interpreter against transformers' `apply_chat_template`, on the cases of
/// `bench/engine/make_templates.py`.
class ConformanceTest {

    private static final JsonNode FILE =
            Fixtures.json(Path.of("src", "test", "resources", "templates", "conformance.json"));

    static Stream<JsonNode> cases() {
        return FILE.path("cases").valueStream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rendersAsTransformersDoes(JsonNode given) {
        var tokens = new HashMap<String, String>();
        FILE.path("tokens")
                .properties()
                .forEach(entry -> tokens.put(entry.getKey(), entry.getValue().asString()));
        var variables = new HashMap<String, Object>();
        variables.put("messages", value(given.path("messages")));
        variables.put(
                "add_generation_prompt", given.path("add_generation_prompt").asBoolean());
        variables.put("tools", Values.NONE);
        given.path("more").properties().forEach(entry -> variables.put(entry.getKey(), value(entry.getValue())));
        var source = given.path("template").asString();
        if (given.path("error").asBoolean(false)) {
            assertThatThrownBy(() -> ChatTemplate.of(source, tokens).render(variables))
                    .isInstanceOf(TemplateException.class);
        } else {
            assertThat(ChatTemplate.of(source, tokens).render(variables))
                    .isEqualTo(given.path("text").asString());
        }
    }

    private static Object value(JsonNode node) {
        if (node.isArray()) {
            var list = new ArrayList<Object>();
            node.forEach(item -> list.add(value(item)));
            return List.copyOf(list);
        }
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
            return map;
        }
        return node.isString()
                ? node.asString()
                : node.isBoolean() ? node.asBoolean() : node.isNull() ? Values.NONE : number(node);
    }

    private static Object number(JsonNode node) {
        if (node.isInt()) {
            return node.asLong();
        }
        return node.asDouble();
    }
}
