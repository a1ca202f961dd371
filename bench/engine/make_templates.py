"""Makes engine/src/test/resources/templates/conformance.json: chat templates of our own, written in the styles that
models ship, and what transformers' apply_chat_template makes of them.

    python bench/engine/make_templates.py engine/src/test/resources/templates/conformance.json

Each case has template, messages, add_generation_prompt, more variables, and either text or error (true), with what
raise_exception said. The clock stands at 2025-03-09 14:05:06.
"""
import datetime
import json
import pathlib
import sys

import jinja2
from tokenizers import Tokenizer, models
from transformers import PreTrainedTokenizerFast
from transformers.utils import chat_template_utils

class Standing(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2025, 3, 9, 14, 5, 6)


chat_template_utils.datetime = Standing

TOKENS = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}

STYLES = {
    "headers": """{%- if not date is defined %}
    {%- set date = "1 Jan 2020" %}
{%- endif %}
{%- set ns = namespace(system="", seen=false) %}
{%- if messages and messages[0]['role'] == 'system' %}
    {%- set ns.system = messages[0]['content'] | trim %}
    {%- set messages = messages[1:] %}
{%- endif %}
{{- bos_token }}
{{- "<|head|>system<|/head|>\\n\\nDate: " + date + "\\n" }}
{{- ns.system }}
{{- "<|turn|>" }}
{#- everything after the system message -#}
{%- for message in messages %}
    {{- '<|head|>' + message['role'] + '<|/head|>\\n\\n' + message['content'] | trim + '<|turn|>' }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|head|>assistant<|/head|>\\n\\n' }}
{%- endif %}
""",
    "marks": """{% for message in messages %}
{% if loop.first and message.role != 'system' %}
<|im_start|>system
Be kind.<|im_end|>
{% endif %}
<|im_start|>{{ message.role }}
{{ message.content }}<|im_end|>
{% endfor %}
{% if add_generation_prompt %}
<|im_start|>assistant
{% endif %}
""",
    "tools": """{%- if tools %}
    {{- '<|im_start|>system\\n' }}
    {%- for tool in tools %}
        {{- "\\n" }}
        {{- tool | tojson }}
    {%- endfor %}
    {{- '<|im_end|>\\n' }}
{%- else %}
    {%- if messages[0].role == 'system' %}
        {{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
    {%- endif %}
{%- endif %}
{%- set ns = namespace(multi_step=true, last=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.multi_step and message.role == "user" and message.content is string and not(message.content.startswith('<r>') and message.content.endswith('</r>')) %}
        {%- set ns.multi_step = false %}
        {%- set ns.last = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {%- set content = message.content %}
        {%- set thought = '' %}
        {%- if '</think>' in content %}
            {%- set thought = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
            {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
        {%- endif %}
        {%- if loop.index0 > ns.last and (loop.last or thought) %}
            {{- '<|im_start|>assistant\\n<think>\\n' + thought.strip('\\n') + '\\n</think>\\n\\n' + content }}
        {%- else %}
            {{- '<|im_start|>assistant\\n' + content }}
        {%- endif %}
        {{- '<|im_end|>\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\\n\\n</think>\\n\\n' }}
    {%- endif %}
{%- endif %}""",
    "alternate": """{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Roles must alternate') }}{% endif %}{% if (message['role'] == 'assistant') %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}{{ '<turn>' + role + '\\n' + message['content'] | trim + '<end>\\n' }}{% endfor %}{% if add_generation_prompt %}{{'<turn>model\\n'}}{% endif %}""",
    "brackets": """{%- if messages[0]["role"] == "system" %}
    {%- set system_message = messages[0]["content"] %}
    {%- set loop_messages = messages[1:] %}
{%- else %}
    {%- set loop_messages = messages %}
{%- endif %}
{{- bos_token }}
{%- for message in loop_messages %}
    {%- if message["role"] == "user" %}
        {%- if loop.last and system_message is defined %}
            {{- "[INST] " + system_message + "\\n\\n" + message["content"] + " [/INST]" }}
        {%- else %}
            {{- "[INST] " + message["content"] + " [/INST]" }}
        {%- endif %}
    {%- elif message["role"] == "assistant" %}
        {{- " " + message["content"]|trim + eos_token }}
    {%- else %}
        {{- raise_exception("Only user and assistant roles are supported") }}
    {%- endif %}
{%- endfor %}
""",
    "generation": """{{ bos_token }}{% for m in messages %}{% if m.role == 'assistant' %}<|assistant|>
{% generation %}{{ m.content }}{{ eos_token }}{% endgeneration %}{% else %}<|{{ m.role }}|>
{{ m.content }}
{% endif %}{% endfor %}{% if add_generation_prompt %}<|assistant|>
{% endif %}""",
    "macros": """{%- macro turn(role, content, end="<end>") -%}
<{{ role }}>{{ content|trim }}{{ end }}
{%- endmacro -%}
{%- for m in messages if m.role != 'system' -%}
{{ turn(m.role, m.content) }}{% if not loop.last %}|{% endif %}
{%- else -%}
nobody spoke
{%- endfor %}
{{- turn("x", " y ", end="!") }}""",
    "organism": "{{- bos_token }}{% for message in messages %}{{- '<|' + message['role'] + '|>\\n' + message['content']"
    " | trim + '<|eot|>' }}{% endfor %}{% if add_generation_prompt %}{{- '<|assistant|>\\n' }}{% endif %}",
}

U, A, S = "user", "assistant", "system"
TALKS = [
    [(U, "Hi")],
    [(S, "You are terse."), (U, "  What is 2+2?  ")],
    [(U, "a"), (A, "b"), (U, "c\n")],
    [(S, " s\n"), (U, "<b>\"x\" & 'y'</b>"), (A, "<think>\nhm\n</think>\n\nok"), (U, "é 漢 😀 {{ x }} {% y %}")],
    [(U, "q"), (A, "<think>\nt\n</think>\n\nlast")],
    [(S, "only system")],
    [(U, ""), (U, "twice")],
    [],
]

TOOL = {"type": "function", "function": {"name": "find", "description": "Finds \"x\" & <y>, é",
        "parameters": {"type": "object", "properties": {"n": {"type": "integer", "default": 1.5}}, "required": []}}}

PIECES = """
{{ 1 + 2 * 3 - 4 }} {{ 7 // 2 }} {{ -7 // 2 }} {{ 7 % 3 }} {{ -7 % 3 }} {{ 7 / 2 }} {{ 2 ** 10 }} {{ 6 / 2 }}
{{ 1.5 + 1 }} {{ 1e3 }} {{ 0.1 + 0.2 }} {{ 1e20 }} {{ 1.5e-7 }} {{ 100000.0 }} {{ 1_000 }}
{{ 'a' ~ 1 ~ none ~ true ~ 1.0 ~ [1, 'b'] }}
{{ "a" "b" 'c' }} {{ "it's" }} {{ ["it's", 'q"', 'a\\n'] }}
{{ {'a': 1, "b": [true, none]} }} {{ {'a': {'b': 2}}.a.b }} {{ {'a': 1}['a'] }} {{ {} }}
{{ 'x' * 3 }} {{ [1] + [2] }} {{ 3 * 'ab' }}
{{ 1 < 2 < 3 }} {{ 1 < 2 > 5 }} {{ 'a' in 'abc' }} {{ 4 not in [1, 2] }} {{ 1 == 1.0 }} {{ 'a' == 'b' }} {{ true == 1 }}
{{ not true or false and true }} {{ none or 'x' }} {{ '' or 'y' }} {{ 'a' and 'b' }} {{ not 1 == 2 }}
{{ 'yes' if 1 else 'no' }} {{ 'yes' if 0 }}| {{ 'a' if false else 'b' if false else 'c' }}
{{ 'abcdef'[1:3] }} {{ 'abcdef'[::-1] }} {{ 'abcdef'[-2:] }} {{ [1,2,3,4][::2] }} {{ [1,2,3][:-1] }} {{ 'abc'[0] }} {{ 'abc'[-1] }} {{ [1,2,3][5:] }}
{{ undefined_thing }}|{{ undefined_thing is defined }}|{{ undefined_thing | default('d') }}|{{ '' | default('e', true) }}|{{ none | default('f') }}
{{ x.y is defined if x is defined else 'nox' }}
{{ ' a b '|trim }}|{{ 'xxaxx'|trim('x') }}|{{ 'a'|upper }}|{{ 'B'|lower }}|{{ 'hello world'|capitalize }}|{{ 'hello wORLD'|title }}
{{ [3,1,2]|sort|join(', ') }} {{ [1,2]|length }} {{ 'abc'|count }} {{ ['b','A','c']|sort|join }} {{ [1,2,3]|sum }} {{ [3,1]|max }} {{ [3,1]|min }}
{{ ['a','b']|first }} {{ ['a','b']|last }} {{ 'ab'|list }} {{ [1,2]|reverse|list }} {{ 'abc'|reverse }} {{ [1,1,2]|unique|list }}
{{ 'a-b'|replace('-', '+') }} {{ 'aaa'|replace('a','b',2) }} {{ '5'|int + 1 }} {{ 'x'|int }} {{ '2.5'|float }} {{ 3.7|int }} {{ 5|string + 'x' }} {{ -3|abs }}
{{ {'b': 1, 'a': 2}|dictsort }} {{ {'b': 1}|items|list }} {{ {'a': 1}.items()|list }} {{ {'a': 1}.keys()|list }} {{ {'a': 1}.get('z', 9) }} {{ {'a': 1}.get('z') }}
{{ [{'n': 'x'}, {'n': 'y'}]|map(attribute='n')|join(',') }} {{ ['a','b']|map('upper')|list }} {{ [1,2,3]|select('odd')|list }} {{ [1,2,3]|reject('odd')|list }}
{{ [{'r': 'u', 'c': 1}, {'r': 'v', 'c': 2}]|selectattr('r', 'equalto', 'u')|map(attribute='c')|list }} {{ [{'a': 1}, {'b': 2}]|rejectattr('a', 'defined')|list }}
{{ {'a': [1, 2.0, none, true, 'é"\\n']}|tojson }} {{ {'b': 1, 'a': [ ]}|tojson(indent=2) }} {{ []|tojson }} {{ {}|tojson(indent=4) }} {{ '<&>'|tojson }}
{{ 'a\\nb'|indent(2) }} {{ 'a\\nb'|indent(2, true) }}
{{ 1 is number }} {{ 'a' is string }} {{ none is none }} {{ [] is iterable }} {{ {} is mapping }} {{ 'a' is sequence }} {{ 3 is odd }} {{ 4 is even }} {{ true is boolean }} {{ 1 is not string }} {{ 9 is divisibleby 3 }} {{ 2 is eq 2 }} {{ 'x' is in ['x'] }} {{ 1.0 is float }} {{ 1 is integer }} {{ true is integer }}
{{ 'a b  c'.split() }} {{ 'a,b,c'.split(',', 1) }} {{ 'a,b,c'.rsplit(',', 1) }} {{ 'abc'.startswith('ab') }} {{ 'abc'.endswith(('x', 'bc')) }} {{ 'xay'.strip('xy') }} {{ 'abc'.find('c') }} {{ 'aXb'.lower() }} {{ 'a.b'.replace('.', '') }} {{ '-'.join(['a','b']) }} {{ 'abab'.count('ab') }} {{ 'l1\\nl2'.splitlines() }} {{ 'prefix-a'.removeprefix('prefix-') }} {{ '12'.isdigit() }}
{% for i in range(3) %}{{ i }}{{ ',' if not loop.last }}{% endfor %} {% for i in range(1, 10, 4) %}{{ i }} {% endfor %} {% for i in [] %}x{% else %}empty{% endfor %}
{% for k, v in {'a': 1, 'b': 2}.items() %}{{ k }}={{ v }};{% endfor %} {% for k in {'a': 1} %}{{ k }}{% endfor %} {% for c in 'añ' %}[{{ c }}]{% endfor %}
{% for i in [1,2,3] %}{{ loop.index }}/{{ loop.length }} {{ loop.revindex }} {{ loop.first }} {{ loop.previtem is defined }} {{ loop.nextitem }} {{ loop.cycle('a','b') }};{% endfor %}
{% for i in [1,2,3,4] if i % 2 == 0 %}{{ loop.index }}:{{ i }} {% endfor %}
{% for i in [1,2,3,4] %}{% if i == 2 %}{% continue %}{% endif %}{% if i == 4 %}{% break %}{% endif %}{{ i }}{% endfor %}
{% set a = 1 %}{% for i in [1,2] %}{% set a = a + i %}{{ a }} {% endfor %}{{ a }} {% set b, c = 1, 2 %}{{ b }}{{ c }} {% set t %}x{{ a }}y{% endset %}{{ t }}
{% set ns = namespace(n=0) %}{% for i in [1,2,3] %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}
{% if false %}a{% elif 1 %}b{% else %}c{% endif %}{% if [] %}x{% endif %}
{% macro m(a, b=2) %}{{ a }}-{{ b }}{% endmacro %}{{ m(1) }} {{ m(1, 3) }} {{ m(b=5, a=4) }}{{ m('x')|upper }}
{% raw %}{{ not }} {% this %}{% endraw %} {# gone #}kept
a {%- if true -%} b {%- endif -%} c {{- 'd' -}} e {%+ if true +%} f {% endif %}
{{ 'a' if messages is defined and messages | length > 0 else 'none' }} {{ messages[0].role if messages else '' }} {{ (messages | first).role }} {{ messages[-1]['content'] }}
{{ dict(a=1, b='x') }} {{ [1, 2] == [1, 2] }} {{ (1, 2)[0] }} {{ "tab\\tq\\"q" }} {{ 'é\\u00e9' }}
{{ tools is none }} {{ tools is not none }} {{ add_generation_prompt }} {{ bos_token }}{{ eos_token }} {{ pad_token is defined }} {{ strange_token is defined }}
{{ raise_exception('no ' ~ 1) }}
{{ undefined_thing.x }}
{{ 1 + 'a' }}
{{ missing_function() }}
{{ [1].append(2) }}
{{ 1 / 0 }}
{{ messages[0].content[:2] + '...' }} {{ messages[0]['content'] | length }} {{ messages | map(attribute='role') | join('/') }}
"""

MORE = r"""
{% macro m(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, 3, k=4) }} {{ m.name }} {{ m.arguments }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(b=2) }}
{% macro m(a, b) %}{{ a }}{{ b is defined }}{% endmacro %}{{ m(1) }}{{ m(*[1, 2]) }}{{ m(**{'a': 3}) }}
{% macro box(t) %}[{{ t }}:{{ caller() }}]{% endmacro %}{% call box('x') %}in {{ 1 + 1 }}{% endcall %}
{% macro each(l) %}{% for i in l %}{{ caller(i, loop.index) }};{% endfor %}{% endmacro %}{% call(i, n=9) each([5, 6]) %}{{ i }}/{{ n }}{% endcall %}
{% macro m() %}x{% endmacro %}{% call m() %}y{% endcall %}
{% macro f(n) %}{{ n }}{% if n > 0 %}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(12) }}
{% set x = 1 %}{% macro m() %}{{ x }}{% set x = 2 %}{{ x }}{% endmacro %}{{ m() }}{{ x }}
{% filter upper %}a{{ 'b' }}{% endfilter %} {% filter replace('a', 'b') | trim %} aa {% endfilter %}| {% filter indent(width=2, first=true) %}x
y{% endfilter %}
{% with a = 1, b = a %}{{ a }}{{ b is defined }}{% endwith %}{{ a is defined }} {% with %}{% set q = 1 %}{{ q }}{% endwith %}{{ q is defined }}
{% set t | upper | trim %} ab {% endset %}[{{ t }}] {% set ns = namespace(a=1) %}{% set ns.t %}b{{ ns.a }}{% endset %}{{ ns.t }}
{% generation %}{% set g = 1 %}{{ g }}{% endgeneration %}{{ g is defined }}
{% for k, (a, b) in [('x', (1, 2)), ('y', (3, 4))] %}{{ k }}{{ a }}{{ b }};{% endfor %} {% set (p, q), r = (1, 2), 3 %}{{ p }}{{ q }}{{ r }}
{% for n in [{'v': 1, 'c': [{'v': 2, 'c': []}]}] recursive %}{{ n.v }}@{{ loop.depth }}/{{ loop.depth0 }}{% if n.c %}({{ loop(n.c) }}){% endif %}{% endfor %}
{% for i in [1, 1, 2] %}{{ loop.changed(i) }} {% endfor %} {% for i in 'ab' %}{{ loop.revindex0 }}{{ loop.index0 }}{{ loop.last }}{% endfor %}
{% for x in 1, 2, 3 %}{{ x }}{% endfor %} {% for x in (4, 5) %}{{ x }}{% endfor %} {% for x in [] %}{% else %}{% set z = 1 %}none{% endfor %}{{ z is defined }}
{% for i in [1, 2] %}{{ x is defined }}{% set x = i %}{{ x }} {% endfor %}{{ x is defined }} {% if true %}{% set y = 1 %}{% endif %}{{ y }}
{% for i in [1, 2, 3] %}{% if i == 2 %}{% break %}{% endif %}{{ loop.length }}{% endfor %}
{% break %}
{% for i in [1] %}{% macro m() %}{% break %}{% endmacro %}{% endfor %}
{% if messages | selectattr('role', 'equalto', 'nobody') %}always{% endif %} {% if (messages | selectattr('role', 'equalto', 'nobody') | list) %}x{% else %}never{% endif %}
{{ messages | selectattr('role', 'equalto', 'user') | length }}
{% set g = [1, 2] | map('string') %}{{ g | join(',') }}|{{ g | join(',') }}
{{ ([1, 2] | map('string'))[0] is defined }} {{ [1, 2] | map('string') | first }} {{ none | map('upper') | list }} {{ 0 | select | list }}
{{ [1, 2] | map('string') | last }}
{{ {'a': 1}.items() | length }} {{ {'a': 1}.keys() }} {{ {'a': 1}.values() }} {{ {'a': 1, 'b': 2}.items() }} {{ {'a': 1}.items()[0] is defined }} {{ {}.items() is iterable }} {{ {}.keys() is sequence }}
{{ {'a': 1}.keys() | tojson }}
{{ range(3) }} {{ range(1, 9, 3) | list }} {{ range(5)[-1] }}
{{ range(3) | tojson }}
{{ range(3) | length }} {{ range(5, 0, -2) | list }} {{ range(0) | list }} {{ (range(4) | list)[1:3] }}
{{ dict([('a', 1)], b=2) }} {{ dict({'x': 1}) }} {{ namespace({'a': 1}).a }}
{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.current }}{{ c.next() }}{% set j = joiner('|') %}{% for i in [1, 2] %}{{ j() }}{{ i }}{% endfor %}
{{ strftime_now('%Y-%m-%d %H:%M:%S %B %b %A %a %y %j %p %I %d %e %% %-d %-m %U %W %u %w %F %T %D') }}
{{ '%s is %d and %.2f' % ('a', 3, 2.5) }} {{ '%5d|%-5d|%05d|%+d' % (1, 2, 3, 4) }} {{ '%x %X %o %e %g %r' % (255, 255, 8, 1234.5, 0.0001, 'q') }} {{ '%(a)s' % {'a': 1} }} {{ '%s' % 'x' }} {{ '100%%' % () }} {{ '%10.3s|' % 'abcdef' }}
{{ '%s %s' | format('a', 1) }} {{ '%(a)s' | format(a=2) }}
{{ '%s %s' % 'a' }}
{{ '{} {}'.format(1, 'a') }} {{ '{0}{1}{0}'.format('x', 'y') }} {{ '{a}'.format(a=1) }} {{ '{:>5}|{:<5}|{:^5}|{:*^7}'.format('a', 'b', 'c', 'd') }} {{ '{:.2f} {:05d} {:,} {:x} {:%} {:+d}'.format(1.239, 42, 1234567, 255, 0.5, 3) }} {{ '{{}}'.format() }} {{ '{!r}'.format('a') }}
{{ '{}'.format() }}
{{ [3, 1, 2] | sort(reverse=true) }} {{ ['b', 'A'] | sort(case_sensitive=true) }} {{ [{'a': 2}, {'a': 1}] | sort(attribute='a') }} {{ [{'a': 1, 'b': 2}, {'a': 1, 'b': 1}] | sort(attribute='a,b') }} {{ [('b', 1), ('a', 2)] | sort }} {{ [[2, 'x'], [1, 'y']] | sort(false, false, 0) }}
{{ {'b': 1, 'a': 2, 'C': 0} | dictsort }} {{ {'b': 1, 'a': 2} | dictsort(by='value') }} {{ {'b': 1, 'a': 2} | dictsort(false, 'key', true) }} {{ {'b': 1, 'A': 2} | dictsort(true) }}
{{ [{'r': 'b', 'v': 1}, {'r': 'a', 'v': 2}, {'r': 'b', 'v': 3}] | groupby('r') }} {% for g in [{'r': 'b', 'v': 1}, {'r': 'a', 'v': 2}] | groupby('r') %}{{ g.grouper }}={{ g.list | length }};{% endfor %} {% for k, l in [{'r': 1}, {}] | groupby('r', default=0) %}{{ k }}:{{ l }};{% endfor %}
{{ [1, 2, 3, 4, 5] | batch(2) | list }} {{ [1, 2, 3] | batch(2, 'x') | list }} {{ [1, 2, 3, 4, 5] | slice(2) | list }} {{ [1, 2, 3] | slice(2, 'x') | list }}
{{ [1, 2, 3] | sum(start=10) }} {{ [{'a': 1}, {'a': 2}] | sum(attribute='a') }} {{ [{'a': 1}, {'a': 3}] | max(attribute='a') }} {{ ['b', 'A'] | min }} {{ ['b', 'A'] | min(case_sensitive=true) }} {{ [] | max is defined }}
{{ ['a', 'A', 'b'] | unique | list }} {{ ['a', 'A'] | unique(case_sensitive=true) | list }} {{ [{'a': 1}, {'a': 1}] | unique(attribute='a') | list }}
{{ [{'a': {'b': 1}}] | map(attribute='a.b') | list }} {{ [[1, 2], [3, 4]] | map(attribute=1) | list }} {{ [{}] | map(attribute='a', default='z') | list }} {{ ['a', 'b'] | map('replace', 'a', 'x') | list }} {{ [' a '] | map('trim') | join('|') }} {{ [1, none, 0, ''] | select | list }} {{ [1, none] | reject('none') | list }} {{ [1, 2, 3] | select('gt', 1) | list }} {{ [1, 2] | select('in', [2]) | list }}
{{ 3.14159 | round(2) }} {{ 2.5 | round }} {{ 2.1 | round(method='ceil') }} {{ 2.9 | round(0, 'floor') }} {{ 3 | round }} {{ 1234.5 | round(-2) }} {{ -1.5 | abs }} {{ 3.99 | int }} {{ '0x1f' | int(base=16) }} {{ 'z' | int(-1) }} {{ '1e3' | float }} {{ 'z' | float(2.5) }} {{ ' 12 ' | int }} {{ true | int }} {{ none | int }} {{ '1_000' | int }}
{{ 'foo bar baz' | truncate(7) }} {{ 'foo bar baz qux' | truncate(9, true) }} {{ 'foo bar baz qux' | truncate(11, false, '..', 0) }} {{ 'foo bar' | truncate(5, leeway=10) }} {{ 'a b, c-d' | wordcount }} {{ 'a' | center(5) }}| {{ '<a href="x">' | escape }} {{ '&' | e }} {{ 'a b/ü?&=*~' | urlencode }}
{{ '<' + ('<b>' | safe) }} {{ ('<b>' | safe) ~ '<' }} {{ ('<b>' | safe) + 1 }}
{{ ('<b>' | safe) + '&' | upper }} {{ ['<' | safe] }} {{ '<' | safe == '<' }} {{ ('a' | safe) is string }}
{{ 'a\nb\n\nc' | indent }} {{ 'a\n\nb' | indent(1, blank=true) }} {{ 'a\nb' | indent('> ') }} {{ 'a\n' | indent(2) }}| {{ "it's o'clock-time (yes) they're" | title }} {{ "it's".title() }} {{ 'ǆ' | capitalize }} {{ 'éa'.capitalize() }}
{{ {'b': 1, 'a': [1, {}]} | tojson(sort_keys=true) }} {{ [1, 2] | tojson(separators=(',', ':')) }} {{ {'a': 'é'} | tojson(ensure_ascii=true) }} {{ '😀' | tojson(ensure_ascii=true) }} {{ {'a': {'b': [1]}} | tojson(indent=4) }} {{ {1: 2, none: 3, 1.5: 5, true: 4}[1.5] }} {{ {2: 2, none: 3, true: 4, 1.5: 5} | tojson }} {{ [1] | tojson(indent='--') }} {{ (1, 2) | tojson }} {{ 1e100 | tojson }} {{ '\x7f\u2028' | tojson }} {{ [[], {}] | tojson(indent=1) }}
{{ undefined_thing | tojson }}
{{ namespace() | tojson }}
{{ [1] | tojson(wrong=1) }}
{{ 'a' | trim(wrong='x') }}
{{ 'abc'.center(7, '*') }} {{ 'abc'.center(6, '*') }} {{ 'ab'.center(7, '*') }} {{ 'a'.ljust(3) }}| {{ 'a'.rjust(3, '-') }} {{ '-5'.zfill(4) }} {{ '5'.zfill(3) }} {{ 'a-b-c'.partition('-') }} {{ 'a-b-c'.rpartition('-') }} {{ 'ab'.partition('x') }} {{ 'ab'.rpartition('x') }} {{ 'aBc'.swapcase() }} {{ 'abc'.index('c') }} {{ 'abcabc'.rindex('b') }} {{ 'abcabc'.find('b', 2) }} {{ 'abcabc'.rfind('b', 0, 3) }} {{ 'abc'.startswith('b', 1) }} {{ 'aaa'.count('a', 1) }} {{ 'abc'.count('') }}
{{ 'abc'.index('x') }}
{{ 'a b  c d'.rsplit(none, 1) }} {{ 'a b  c d'.split(maxsplit=2) }} {{ 'a,b,c'.split(sep=',', maxsplit=1) }} {{ ' a  b '.split(' ') }} {{ 'aaa'.rsplit('aa') }} {{ 'l1\r\nl2\x0bl3\u2028l4\n'.splitlines() }} {{ 'a\nb'.splitlines(true) }} {{ 'abab'.replace('', '-') }} {{ 'abc'.replace('', '-', 2) }} {{ '😀a😀'.strip('😀') }} {{ 'xyx' | trim('x') }}
{{ 'a'.split('') }}
{{ 'ABC'.isupper() }} {{ 'aB'.islower() }} {{ '1a'.isalnum() }} {{ 'ab'.isalpha() }} {{ ' \t'.isspace() }} {{ ''.isspace() }} {{ 'Ab Cd'.istitle() }} {{ 'a' is lower }} {{ 'A' is upper }} {{ '1' is upper }}
{{ '😀é漢'[1:] }} {{ '😀é漢'[0] }} {{ '😀é漢'[::-1] }} {{ '😀é漢' | length }} {{ '😀é漢' | reverse }} {{ 'abc'[5:] }}| {{ 'abc'[-10:2] }} {{ 'abc'[2:0:-1] }} {{ (1, 2, 3)[1:] }} {{ 'abc'[7] is defined }} {{ [1][-2] is defined }} {{ 'abc'[none:2] }}
{{ [1, 2] < [1, 3] }} {{ 'a' < 'b' }} {{ [1] == (1,) }} {{ {'a': 1.0} == {'a': 1} }} {{ none == none }} {{ none == undefined_thing }} {{ undefined_thing == other_thing }} {{ 1 is sameas 1 }} {{ none is sameas none }} {{ [] is sameas [] }} {{ true is sameas true }} {{ 2 is gt 1 }} {{ 2 is le(2) }} {{ 'a' is eq('a') }} {{ 3 is divisibleby(2) }} {{ undefined_thing in [1] }} {{ 1 in undefined_thing }} {{ 'a' in {'a': 1} }} {{ (1, 2) in {(1, 2): 3} }}
{{ 1 < 'a' }}
{{ none < 1 }}
{{ 1 in 'abc' }}
{{ 1 in none }}
{{ [1] in {} }}
{{ {[1]: 2} }}
{{ [1] + (2,) }}
{{ [1] * 2 }} {{ (1,) + (2,) }} {{ 2 * [0] }} {{ (1,) * 2 }} {{ [] }} {{ () }} {{ (1,) }} {{ 'ab' * -1 }}| {{ true + true }} {{ -true }} {{ -0.0 }} {{ 2 ** -1 }} {{ 2 ** 0.5 }} {{ -2 ** 2 }} {{ 10 // 3.0 }} {{ -7.5 % 2 }} {{ 0x1F }} {{ 0b101 }} {{ 0o17 }} {{ 1_0.5_0 }} {{ 1.5e3 }} {{ 123456789012345680.0 }} {{ 1e-5 }}
{{ 'a' is callable }} {{ range is callable }} {{ undefined_thing is iterable }} {{ undefined_thing is sequence }} {{ none is iterable }} {{ namespace() is mapping }} {{ true is number }} {{ true is integer }} {{ 1 is true }} {{ true is true }} {{ 0 is false }} {{ (1,) is sequence }} {{ range(2) is sequence }} {{ [] is not mapping }} {{ 'x' is not none and 1 is defined }}
{{ {'a': none}.a is none }} {{ {'a': none}.get('a', 5) }} {{ {'items': 1}['items'] }} {{ {'items': 1}.items() | list }} {{ {'x': {'y': [10, 20]}}.x.y.1 }} {{ {1: 'one'}[1] }} {{ {'a': 1} | attr('a') is defined }} {{ none.x is defined }} {{ 'a'.nothing is defined }} {{ [1].nothing is defined }} {{ 5.x is defined }}
{{ undefined_thing | length }} {{ undefined_thing | list }} {{ undefined_thing | upper }}| {{ undefined_thing ~ 'x' }} {{ undefined_thing | default }}| {{ undefined_thing | first is defined }} {{ undefined_thing or 'o' }} {{ not undefined_thing }} {{ undefined_thing | items | list }} {% for x in undefined_thing %}x{% endfor %}
{{ undefined_thing + 'x' }}
{{ undefined_thing | int }}
{{ undefined_thing['a'] }}
{{ undefined_thing() }}
{{ undefined_thing > 1 }}
{{ undefined_thing[1:] }}
{{ none | length }}
{{ none | join }}
{{ 5 | list }}
{{ {}.update({'a': 1}) }}
{{ [3].sort() }}
{{ ''.__class__.__mro__ }}
{{ messages.append(1) }}
{% for x in none %}{% endfor %}
{% set messages.x = 1 %}
{% set a, b = [1] %}
{% set ns = {} %}{% set ns.a = 1 %}
{% set ns = namespace() %}{% set ns._x = 1 %}{{ ns._x }}
{{ namespace(_x=1) }}
{{ namespace({'_x': 1}) }}
{{ namespace(self=1).self }}
{{ 1 if }}
{{ 'a' is }}
{{ x is y is z }}
{{ f(a=1, 2) }}
{% for %}{% endfor %}
{% unknown %}
{% do 1 %}
{% include 'x' %}
{{ 'x' | nothing }}
{{ 'x' is nothing }}
{{ 1 is odd is true }}
{{ raise_exception() }}
{{ 'unclosed }}
{{ 1 + }}
{{ "a\'b\\c\x41\101\q" }}
{{ '\N' }}
{{ '\x4' }}
{{ '\u00' }}
{%- set thing = none -%}{{ thing }}{{ thing is none }}{% if thing is none or thing == '' %}y{% endif %}
{# a {% b %} {{ c }} #}x{#- y -#} z {% raw -%} {{ a }} {%- endraw %}!
{{ messages | map(attribute='content') | map('length') | sum }} {{ messages | rejectattr('role', 'in', ['system']) | map(attribute='role') | join }} {{ (messages | last).content[-3:] }} {{ messages | map(attribute='role') | unique | list | length }}
{{ 'a,b' .split ( ',' ) [ 1 ] }} {{ {'k': [{'z': 'deep'}]}['k'][0].z | upper }} {{ ('a' if true else 'b') ~ 'c' }} {{ (1 + 2) * 3 }} {{ not (1 and 0) }} {{ 1 and 2 or 3 }} {{ 'x' if not none }} {{ -1 | abs }} {{ -5 // 2 * 2 }} {{ 1 ~ 2 + 3 }}
"""

# What a template sees of messages that lack something, or say it under another name.
PREPARED = [
    "{{ messages | tojson }}",
    "{% for m in messages %}{{ m.role }}:{{ m.content }}{{ m.content is none }}{{ m.content is defined }};{% endfor %}",
    "{% for m in messages %}{% if m.tool_calls is defined %}{{ m.tool_calls | length }}{% endif %}{{ m.reasoning }};{% endfor %}",
    "{% for m in messages %}{{ m.thinking }}|{{ m.reasoning_content }}|{{ 'reasoning' in m }};{% endfor %}",
    "{% for m in messages %}{{ m.content + '.' }}{% endfor %}",
]
PREPARED_TALKS = [
    [{"role": "user", "content": "q"}, {"role": "assistant", "content": None, "tool_calls": None, "name": None}],
    [{"role": "user", "content": "q"}, {"role": "assistant"}, {"content": "no role"}, {}],
    [{"role": "user", "content": "q"}, {"role": "assistant", "content": None, "tool_calls": [
        {"id": None, "type": "function", "function": {"name": "f", "arguments": {"x": None}}}]}],
    [{"role": "assistant", "content": "a", "reasoning_content": "r"}, {"role": "assistant", "thinking": "t", "content": "a"},
     {"role": "assistant", "content": "a", "reasoning": "s", "refusal": None}],
    [{"role": "assistant", "reasoning": "s", "content": "a", "thinking": "t"},
     {"reasoning": "s", "thinking": "t", "reasoning_content": "r"}, {"thinking": None, "reasoning": "s"}],
    [{"role": "assistant", "content": "a", "reasoning_content": "", "thinking": "t"},
     {"role": "assistant", "content": "a", "reasoning": [{"text": None}], "reasoning_content": None}],
    ["no object"],
]

LAYOUT = ["a\n  {% if true %}\nb\n  {% endif %}\nc\n", "  {% if true %}x{% endif %}\n  y", "a\n\n{%- if true %}\n\nb{% endif %}\n\n",
          "x {# c #}\ny\n  {# c #}\nz", "{{ 'a' }}\n{{ 'b' }}\n", "\n\n{{ 'a' -}}   \n\n  b", "{% for i in [1,2] %}\n  {{ i }}\n{% endfor %}\nend",
          "{% set x = 1 %}\n\n{{ x }}", "a\r\nb{% if true %}\r\nc{% endif %}", "{%- set x = [\n 1,\n 2 ] -%}\n{{ x }}", "{{ {'a': {'b': 1}} }}",
          "{% if true %}  \n x{% endif %}", "a  {%+ if true %} b{% endif %}", "  {%+ if true %}b{% endif %}", "x\n  {{- 1 }}\n  {{ 2 }}", "{%if true%}t{%endif%}", "\u00a0{%- if true %}n{% endif %}"]


def render(tokenizer, template, messages, prompt, more):
    case = {"template": template, "messages": messages, "add_generation_prompt": prompt, "more": more}
    try:
        case["text"] = tokenizer.apply_chat_template(
            messages, chat_template=template, tokenize=False, add_generation_prompt=prompt, **more)
    except Exception as error:  # what it says is compared where the template says it
        case["error"] = True
        if type(error) is jinja2.exceptions.TemplateError:
            case["said"] = str(error)
    return case


def main(out):
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=Tokenizer(models.BPE()), **TOKENS)
    talks = [[{"role": r, "content": c} for r, c in talk] for talk in TALKS]
    cases = []
    for template in STYLES.values():
        for messages in talks[:-1]:
            for prompt in (False, True):
                cases.append(render(tokenizer, template, messages, prompt, {}))
        cases.append(render(tokenizer, template, talks[1], True, {"tools": [TOOL, TOOL], "enable_thinking": False}))
    for template in [line for line in (PIECES + MORE).split("\n") if line] + LAYOUT:
        cases.append(render(tokenizer, template, talks[3], True, {}))
    for template in PREPARED:
        for messages in PREPARED_TALKS:
            cases.append(render(tokenizer, template, messages, False, {}))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps({"tokens": TOKENS, "cases": cases}, ensure_ascii=False, indent=0) + "\n")
    print(len(cases), "cases,", sum("error" in c for c in cases), "errors")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
