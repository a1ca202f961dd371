package dev.assay.engine.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.Fixtures;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Whatever a template says, it renders or fails with a [TemplateException]: here, the templates of the
/// conformance test with pieces taken out, doubled, exchanged and mixed with one another, by seeds.
class MutatedTemplateTest {

    private static final JsonNode CASES = Fixtures.json(
                    Path.of("src", "test", "resources", "templates", "conformance.json"))
            .path("cases");

    private static final List<String> PIECES = List.of(
            "{{",
            "}}",
            "{%",
            "%}",
            "{#",
            "#}",
            "-",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "|",
            ".",
            ",",
            ":",
            "'",
            "\"",
            "\\",
            "none",
            "messages",
            "loop",
            "range(9)",
            "x",
            " in ",
            " if ",
            " else ",
            " is ",
            " not ",
            "9999999999",
            "-1",
            "0",
            "1.5",
            "*",
            "**",
            "%",
            "//",
            "~",
            "==",
            "<",
            "\n",
            "\u0000",
            "\ud83d",
            "é",
            "|list",
            "|tojson",
            "|join",
            "{% for x in messages %}",
            "{% endfor %}",
            "{% if x %}",
            "{% endif %}",
            "{% set x = [x, x] %}",
            "{% endset %}",
            "{% macro m(x) %}",
            "{% endmacro %}",
            "{{ m(m) }}",
            "{% call m() %}",
            "{% endcall %}",
            "loop(messages)");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyMutantRendersOrIsRefused(long seed) {
        var random = new SplittableRandom(seed);
        var rendered = 0;
        var refused = 0;
        for (var i = 0; i < 1500; i++) {
            var variables = variables(CASES.get(random.nextInt(CASES.size())));
            var source = mutant(random);
            try {
                var text = ChatTemplate.of(source, Map.of("bos_token", "<s>"))
                        .render(variables, LocalDateTime.of(2025, 1, 1, 0, 0))
                        .text();
                assertThat(text.length()).isLessThanOrEqualTo(Budget.LONGEST);
                rendered++;
            } catch (TemplateException e) {
                assertThat(e.getMessage()).isNotEmpty();
                refused++;
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("This template does not fail as it should: " + source, e);
            }
        }
        assertThat(rendered).as("mutants that still render").isPositive();
        assertThat(refused).as("mutants that are refused").isPositive();
    }

    @Test
    void theSourcesOfTheMutantsAreTemplates() {
        assertThat(CASES.size()).isGreaterThan(250);
    }

    private static ObjectNode variables(JsonNode given) {
        var variables = JsonMapper.shared().createObjectNode();
        variables.set("messages", given.path("messages"));
        variables.set("add_generation_prompt", given.path("add_generation_prompt"));
        return variables;
    }

    private static String mutant(SplittableRandom random) {
        var source = new StringBuilder(template(random));
        var changes = 1 + random.nextInt(4);
        for (var i = 0; i < changes; i++) {
            var at = random.nextInt(source.length() + 1);
            var end = Math.min(source.length(), at + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> source.delete(at, end);
                case 1 -> source.insert(at, source.substring(at, end));
                case 2 -> source.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
                case 3 -> {
                    var other = template(random);
                    var from = random.nextInt(other.length());
                    source.insert(at, other, from, Math.min(other.length(), from + random.nextInt(40)));
                }
                default -> source.insert(at, PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        return source.toString();
    }

    private static String template(SplittableRandom random) {
        var templates = new ArrayList<JsonNode>();
        CASES.forEach(templates::add);
        return templates.get(random.nextInt(templates.size())).path("template").asString();
    }
}
