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
                "{% set x = 'x' * 9999999 %}{% for i in range(99999) %}{% if 'y' in x %}{% endif %}{% endfor %}",
                "{% set x = 'x' * 9999999 %}{% for i in range(99999) %}{% set y = x | upper %}{% endfor %}",
                "{% set x = 'x' * 9999999 %}{% for i in range(99999) %}{% set y = x.strip('y') %}{% endfor %}",
                "{% set x = 'x' * 9999999 %}{% for i in range(99999) %}{% if x == x ~ '' %}{% endif %}{% endfor %}",
                "{% set x = 'x' * 20000000 %}{{ x.find('x' * 10000000 ~ 'y') }}",
                "{% set x = 'x' * 20000000 %}{{ x.rfind('x' * 10000000 ~ 'y') }}",
                "{% set x = 'x' * 2000000 %}{{ ('x' * 1000000 ~ 'y') in x }}",
                "{% set x = 'x' * 2000000 %}{{ x.count('x' * 1000000 ~ 'y') }}",
                "{% set x = 'x' * 2000000 %}{{ x.split('x' * 1000000 ~ 'y') }}",
                "{% set x = 'x' * 2000000 %}{{ x.rsplit('x' * 1000000 ~ 'y') }}",
                "{% set x = 'x' * 2000000 %}{{ x.partition('x' * 1000000 ~ 'y') }}",
                "{% set x = 'x' * 2000000 %}{{ x.replace('x' * 1000000 ~ 'y', '') }}",
                "{% set x = 'x' * 2000000 %}{{ x | replace('x' * 1000000 ~ 'y', '', 1) }}",
                "{% set x = 'x' * 2000000 %}{{ x.strip('y' * 1000000 ~ 'x') }}",
                "{% set x = 'x' * 9999999 %}{{ (x ~ 'y').startswith((x ~ 'z',) * 1000000) }}",
                "{% set x = 'x' * 9999999 %}{{ x | list | length }}",
                "{% set x = 'x,' * 9999999 %}{{ x.split(',') | length }}",
                "{% set ns = namespace(l=[]) %}{% for i in range(900) %}{% set ns.l = ns.l + ['x' * 9999999] %}{% endfor %}",
                "{% set a = namespace(l=[1], m=[1]) %}{% for i in range(60) %}{% set a.l = [a.l, a.l] %}{% set a.m = [a.m, a.m] %}{% endfor %}{{ a.l == a.m }}",
                "{% set a = namespace(l=[1], m=[1]) %}{% for i in range(60) %}{% set a.l = [a.l, a.l] %}{% set a.m = [a.m, a.m] %}{% endfor %}{{ a.l < a.m }}",
                "{% set ns = namespace(l=[1]) %}{% for i in range(90000) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l }}",
                "{% set ns = namespace(l=[1]) %}{% for i in range(90000) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l | tojson }}",
                "{% set ns = namespace(l=(1,)) %}{% for i in range(90000) %}{% set ns.l = (ns.l,) %}{% endfor %}{{ {ns.l: 1} }}",
                "{% set ns = namespace(l=(1,)) %}{% for i in range(90000) %}{% set ns.l = (ns.l,) %}{% endfor %}{{ {}.get(ns.l) }}",
                "{% set ns = namespace() %}{% set ns.self = ns %}{{ ns }}",
                "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}",
                "{% macro a(n) %}{{ a(n) }}{{ a(n) }}{% endmacro %}{{ a(1) }}",
                "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(50) }}",
                "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{% call m() %}{{ m() }}{% endcall %}{% endcall %}",
                "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
                "{{ '%999999999d' % 1 }}",
                "{{ '%.999999999f' % 1 }}",
                "{{ '{:>999999999}'.format(1) }}",
                "{{ 'x'.center(999999999) }}",
                "{{ 'x'.zfill(99999999999) }}",
                "{{ 'x' | center(999999999) }}",
                "{{ [1] | batch(999999999, 0) | list }}",
                "{{ [1] | slice(999999999) | list }}",
                "{{ [1] * 999999999 }}",
                "{{ ('x\n' * 999999) | indent(9999) | length }}",
                "{{ ('x' * 9999) | tojson(indent=9) | replace('x', 'x' * 9999) }}",
                "{{ range(9223372036854775807) }}",
                "{{ range(-9223372036854775807, 9223372036854775807) }}",
                "{{ range(0, 9, 0) }}",
                "{{ 1 | round(999999999) }}",
                "{{ -9223372036854775807 - 9 }}",
                "{{ ''['a'] + '{0.a}'.format('b') }}",
                "{{ messages.append(1) }}",
                "{{ strftime_now('%Q') }}",
                "{{ strftime_now('%c' * 9999999) }}",
                "{% import 'x' as y %}",
                "{% extends 'x' %}",
                "{% break %}",
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
    void aTemplateOfManyMillionCharactersIsRefused() {
        assertThatThrownBy(() -> render("x".repeat(2_000_000)))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("longer");
    }

    @Test
    void whatIsDueToOneRenderingIsNotDueToTheNext() {
        var template = ChatTemplate.of("{% for i in range(99999) %}{{ i % 10 }}{% endfor %}", Map.of());
        for (var i = 0; i < 5; i++) {
            assertThat(template.render(List.of(ChatMessage.user("hi")), true)).hasSize(99_999);
        }
    }

    /// What is linear work is done, however long the text: these took hours when it was not.
    @Test
    void longTextsAreReadOnce() {
        assertThat(render("{{ ('1' * 10000000 ~ 'x') | float(-1.0) }}")).isEqualTo("-1.0");
        assertThat(render("{{ ('1' * 10000000 ~ 'x') | int(-1) }}")).isEqualTo("-1");
        assertThat(render("{{ ('a ' * 900000).rsplit(none, 800000) | length }}"))
                .isEqualTo("800001");
        assertThat(render("{{ ('x' * 9999999).find('y') }}")).isEqualTo("-1");
        assertThat(render("{{ ('x' * 9999999).rfind('y' ~ 'x' * 4999999) }}")).isEqualTo("-1");
        assertThat(render("{{ ('x' * 999999).replace('xx', 'y') | length }}")).isEqualTo("500000");
    }

    @Test
    void spaceThatIsNotCutStaysAsPythonLeavesIt() {
        assertThat(render("{{ '  1   2  3  '.split(none, 1) }}{{ '  1   2  3  '.rsplit(none, 1) }}"))
                .isEqualTo("['1', '2  3  ']['  1   2', '3']");
        assertThat(render("{{ '  a b '.split(none, 0) }}{{ '  a b '.rsplit(none, 0) }}{{ ' '.rsplit(none, 0) }}"))
                .isEqualTo("['a b ']['  a b'][]");
    }

    @Test
    void whatIsSearchedIsFoundWherePythonFindsIt() {
        assertThat(render("{{ 'abcabc'.rfind('abc') }}{{ 'abcabc'.find('bca') }}{{ 'ab'.rfind('abc') }}"))
                .isEqualTo("31-1");
        assertThat(render("{{ 'a--b--c'.rsplit('--', 1) }}{{ 'aaaa'.rsplit('aa') }}{{ 'aaa'.replace('aa', 'b') }}"))
                .isEqualTo("['a--b', 'c']['', '', '']ba");
        assertThat(render(
                        "{{ 'aaa'.replace('a', 'b', 2) }}{{ ''.find('') }}{{ 'ab'.rfind('') }}{{ 'xyx'.strip('x') }}"))
                .isEqualTo("bba02y");
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
