package dev.assay.engine.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.engine.Fixtures;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Our interpreter against transformers' `apply_chat_template`, on the cases of
/// `bench/engine/make_templates.py`.
class ConformanceTest {

    private static final JsonNode FILE =
            Fixtures.json(Path.of("src", "test", "resources", "templates", "conformance.json"));

    /// When the oracle's clock stood still.
    private static final LocalDateTime NOW = LocalDateTime.of(2025, 3, 9, 14, 5, 6);

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
        var variables = JsonMapper.shared().createObjectNode();
        variables.set("messages", given.path("messages"));
        variables.set("add_generation_prompt", given.path("add_generation_prompt"));
        given.path("more").properties().forEach(entry -> variables.set(entry.getKey(), entry.getValue()));
        var source = given.path("template").asString();
        if (given.path("error").asBoolean(false)) {
            assertThatThrownBy(() -> ChatTemplate.of(source, tokens).render(variables, NOW))
                    .isInstanceOf(TemplateException.class)
                    .hasMessageMatching(
                            given.has("said") ? Pattern.quote(given.path("said").asString()) : "(?s).+");
        } else {
            assertThat(ChatTemplate.of(source, tokens).render(variables, NOW).text())
                    .isEqualTo(given.path("text").asString());
        }
    }
}
