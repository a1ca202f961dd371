package dev.assay.engine.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.model.ChatMessage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A template is input: it ends, it stays small, and it reaches nothing.
class HostileTemplateTest {

    private static String render(String source) {
        return ChatTemplate.of(source, Map.of()).render(List.of(ChatMessage.user("hi")), true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
                "{{ 'x' * 999999999999 }}",
                "{% set ns = namespace(s='xxxxxxxxxxxxxxxx') %}{% for i in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
                "{% for i in range(99999999) %}{% endfor %}",
                "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
                "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = ns.l + ns.l %}{% endfor %}",
                "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l }}",
                "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l | tojson }}",
                "{% set x = 'x' * 9999 %}{{ x | replace('x', x) }}",
                "{% set x = 'x' * 9999 %}{{ ([x] * 1) | join }}{{ x.join(range(9999) | map('string') | list) }}",
                "{{ 9 ** 99 }}",
                "{{ 99999999999999999999 }}",
                "{{ [1][0:1:0] }}",
                "{{ messages.__class__() }}",
                "{{ ''.getClass().forName('java.lang.Runtime') }}",
                "{{ messages[0].content.class.x }}",
                "{{ cycler.__init__.__globals__.os }}",
                "{% include 'x' %}",
                "{{ 'a' | nothing }}",
                "{{ 1 is strange }}",
                "{% if %}",
                "{{ (1 }}",
                "{{ 'a }}",
                "{% for x in messages %}",
                "{# open",
                "{{",
                "{% raw %}"
            })
    void failsInOneSentence(String source) {
        assertThatThrownBy(() -> render(source))
                .isInstanceOf(TemplateException.class)
                .hasMessageMatching(".+");
    }

    @Test
    void deepNestingIsRefusedAndNotOverflown() {
        assertThatThrownBy(() -> render("{{ " + "(".repeat(50_000) + "1" + ")".repeat(50_000) + " }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("deep");
        assertThatThrownBy(() -> render("{% if 1 %}".repeat(50_000)))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("deep");
        assertThatThrownBy(() -> render("{{ 1" + " + 1".repeat(50_000) + " }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("deep");
    }

    @Test
    void anErrorNamesItsLine() {
        assertThatThrownBy(() -> render("a\nb\n{{ 1 + 'x' }}")).hasMessageEndingWith("(line 3 of the template)");
    }

    @Test
    void whatAMessageSaysIsNeverATemplate() {
        var said = List.of(ChatMessage.user("{{ 1 + 1 }}{% raise %}"));
        assertThat(ChatTemplate.of("{{ messages[0].content }}", Map.of()).render(said, false))
                .isEqualTo("{{ 1 + 1 }}{% raise %}");
    }
}
