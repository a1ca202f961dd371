"""Makes engine/src/test/resources/templates/conformance.json: chat templates of our own, written in the styles that
models ship, and what transformers' apply_chat_template makes of them.

    python bench/engine/make_templates.py engine/src/test/resources/templates/conformance.json

Each case has template, messages, add_generation_prompt, more variables, and either text or error (true).
"""
import json
import pathlib
import sys

from tokenizers import Tokenizer, models
from transformers import PreTrainedTokenizerFast

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

LAYOUT = ["a\n  {% if true %}\nb\n  {% endif %}\nc\n", "  {% if true %}x{% endif %}\n  y", "a\n\n{%- if true %}\n\nb{% endif %}\n\n",
          "x {# c #}\ny\n  {# c #}\nz", "{{ 'a' }}\n{{ 'b' }}\n", "\n\n{{ 'a' -}}   \n\n  b", "{% for i in [1,2] %}\n  {{ i }}\n{% endfor %}\nend",
          "{% set x = 1 %}\n\n{{ x }}", "a\r\nb{% if true %}\r\nc{% endif %}", "{%- set x = [\n 1,\n 2 ] -%}\n{{ x }}", "{{ {'a': {'b': 1}} }}",
          "{% if true %}  \n x{% endif %}", "a  {%+ if true %} b{% endif %}", "  {%+ if true %}b{% endif %}", "x\n  {{- 1 }}\n  {{ 2 }}", "{%if true%}t{%endif%}", "\u00a0{%- if true %}n{% endif %}"]


def render(tokenizer, template, messages, prompt, more):
    case = {"template": template, "messages": messages, "add_generation_prompt": prompt, "more": more}
    try:
        case["text"] = tokenizer.apply_chat_template(
            messages, chat_template=template, tokenize=False, add_generation_prompt=prompt, **more)
    except Exception:  # what it says is not compared
        case["error"] = True
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
    for template in [line for line in PIECES.split("\n") if line] + LAYOUT:
        cases.append(render(tokenizer, template, talks[3], True, {}))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps({"tokens": TOKENS, "cases": cases}, ensure_ascii=False, indent=0) + "\n")
    print(len(cases), "cases,", sum("error" in c for c in cases), "errors")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
