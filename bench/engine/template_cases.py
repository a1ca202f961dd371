"""Renders chat templates by transformers' apply_chat_template, for engine's interpreter to be compared with:

    python bench/engine/template_cases.py OUT.jsonl FILE_OR_FOLDER...

A folder is searched for *.jinja. One line a case: template (its path), variables, and either text or error (what
the exception says) and raised (whether the template itself said it, by raise_exception). Nothing of the templates
is copied. The clock stands at 2025-03-09 14:05:06, so that strftime_now can be compared.
"""
import datetime
import itertools
import json
import pathlib
import sys

import jinja2
from tokenizers import Tokenizer, models
from transformers import PreTrainedTokenizerFast
from transformers.utils import chat_template_utils

TOKENS = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}


class Standing(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2025, 3, 9, 14, 5, 6)


chat_template_utils.datetime = Standing

WEATHER = {"type": "function", "function": {
    "name": "get_weather", "description": "Gets the weather of a <place> & \"more\", é.",
    "parameters": {"type": "object", "properties": {
        "place": {"type": "string", "description": "City, such as 'Zürich'"},
        "unit": {"type": "string", "enum": ["celsius", "fahrenheit"], "default": "celsius"},
        "days": {"type": "integer", "description": "1 to 7\nwhole days", "minimum": 1, "default": 1},
        "exact": {"type": "boolean"}, "limit": {"type": ["number", "null"], "default": None}},
        "required": ["place"]},
    "return": {"type": "string", "description": "What it is like"}}}
SEARCH = {"type": "function", "function": {
    "name": "search_notes", "description": "Searches.\nIn notes.",
    "parameters": {"type": "object", "properties": {
        "words": {"type": "array", "items": {"type": "string"}, "description": "All of them"},
        "filter": {"type": "object", "description": "Narrows", "properties": {
            "after": {"type": "string", "format": "date"}, "score": {"type": "number", "default": 0.5}},
            "required": ["after"]},
        "either": {"anyOf": [{"type": "string"}, {"type": "integer"}], "description": "one"},
        "pair": {"type": "array", "items": {"type": "array", "items": {"type": "number"}}}},
        "required": ["words", "filter"]}}}
CLOCK = {"type": "function", "function": {"name": "clock", "description": "The time.",
                                          "parameters": {"type": "object", "properties": {}}}}
BARE = {"name": "bare", "description": "Without the outer object", "parameters": {"type": "object", "properties": {}}}


def message(role, content, **more):
    return {"role": role, "content": content, **more}


def call(name, arguments, identity="call_abc1"):
    return {"id": identity, "type": "function", "function": {"name": name, "arguments": arguments}}


S, U, A, T = "system", "user", "assistant", "tool"
ARGUMENTS = {"place": "Zürich \"HB\"", "days": 2, "exact": True, "limit": None, "x": 1.5}
NESTED = {"words": ["a", "b\nc"], "filter": {"after": "2024-01-01", "score": 1e-7}, "pair": [[1, 2.0], []], "none": {}}
ASK = message(U, "What is the weather in Zürich?")

PLAIN = {
    "user": [message(U, "Hi")],
    "system": [message(S, "You are terse."), message(U, "  What is 2+2?  ")],
    "turns": [message(U, "a"), message(A, "b"), message(U, "c\n")],
    "system-turns": [message(S, " s\n"), message(U, "<b>\"x\" & 'y'</b>"), message(A, " ok "),
                     message(U, "é 漢 😀 {{ x }} {% y %}"), message(A, "done\n\n"), message(U, "more")],
    "ends-with-assistant": [message(U, "q"), message(A, "a")],
    "empty": [message(U, "")],
    "no-messages": [],
    "only-system": [message(S, "only")],
    "two-users": [message(U, "one"), message(U, "two")],
    "assistant-first": [message(A, "hello"), message(U, "hi")],
    "late-system": [message(U, "hi"), message(A, "x"), message(S, "be kind"), message(U, "again")],
    "developer": [message("developer", "Do it."), message(U, "hi")],
    "strange-role": [message(U, "hi"), message("narrator", "meanwhile"), message(A, "x")],
    "null-content": [message(U, "hi"), message(A, None), message(U, "x")],
    "missing-content": [message(U, "hi"), {"role": A}, message(U, "x")],
    "number-content": [message(U, 7)],
    "no-think": [message(S, "s /no_think"), message(U, "hi /no_think")],
    "named": [message(U, "hi", name="bob"), message(A, "x", name="al")],
}
PARTS = {
    "parts": [message(S, [{"type": "text", "text": "sys"}]),
              message(U, [{"type": "text", "text": "a "}, {"type": "text", "text": "b"}]),
              message(A, [{"type": "text", "text": "c"}]), message(U, [{"type": "text", "text": "d"}])],
    "image": [message(U, [{"type": "image"}, {"type": "text", "text": "what is this?"}])],
    "image-after": [message(U, [{"type": "text", "text": "see"}, {"type": "image_url", "image_url": {"url": "u"}}])],
    "video-audio": [message(U, [{"type": "video", "video": "v"}, {"type": "audio", "audio": "a"},
                                {"type": "text", "text": "t"}]), message(A, "x"), message(U, [{"type": "image"}])],
    "empty-parts": [message(U, [])],
    "strange-part": [message(U, [{"type": "hologram"}, {"type": "text", "text": "t"}])],
}
REASONING = {
    "reasoning-content": [message(U, "q"), message(A, "a", reasoning_content="hm\nhm"), message(U, "r"),
                          message(A, "b", reasoning_content="\nlast ")],
    "thinking": [message(U, "q"), message(A, "a", thinking="hm"), message(U, "r"), message(A, "b", thinking="last")],
    "reasoning": [message(U, "q"), message(A, "a", reasoning="hm"), message(U, "r"), message(A, "b", reasoning="x")],
    "think-tags": [message(U, "q"), message(A, "<think>\nhm\n</think>\n\nok"), message(U, "r"),
                   message(A, "<think>t</think>last")],
    "half-think": [message(U, "q"), message(A, "hm</think>\nok"), message(U, "r"), message(A, "<think>cut")],
    "empty-reasoning": [message(U, "q"), message(A, "a", reasoning_content=""), message(U, "r")],
    "null-reasoning": [message(U, "q"), message(A, "a", reasoning_content=None, tool_calls=None), message(U, "r")],
    "reasoning-tool": [ASK, message(A, "", reasoning_content="I need it", tool_calls=[call("get_weather", ARGUMENTS)]),
                       message(T, "rain", tool_call_id="call_abc1", name="get_weather"),
                       message(A, "It rains.", reasoning_content="so"), message(U, "thanks")],
    "thinking-tool": [ASK, message(A, None, thinking="I need it", tool_calls=[call("get_weather", ARGUMENTS)]),
                      message(T, "rain", tool_call_id="call_abc1", name="get_weather")],
    "reasoning-parts": [message(U, "q"), message(A, [{"type": "thinking", "thinking": "hm"},
                                                    {"type": "reasoning", "reasoning": "hm"},
                                                    {"type": "text", "text": "ok"}]), message(U, "r")],
}
TOOLED = {
    "call": [ASK, message(A, "", tool_calls=[call("get_weather", ARGUMENTS)])],
    "call-null": [ASK, message(A, None, tool_calls=[call("get_weather", ARGUMENTS)])],
    "call-missing": [ASK, {"role": A, "tool_calls": [call("get_weather", ARGUMENTS)]}],
    "call-text": [ASK, message(A, "Let me see.", tool_calls=[call("get_weather", ARGUMENTS)]),
                  message(T, "rain", tool_call_id="call_abc1", name="get_weather")],
    "call-string": [ASK, message(A, None, tool_calls=[call("get_weather", json.dumps(ARGUMENTS))]),
                    message(T, "{\"sky\": \"rain\"}", tool_call_id="call_abc1")],
    "call-nested": [message(S, "Help."), message(U, "find"), message(A, None, tool_calls=[call("search_notes", NESTED)]),
                    message(T, {"found": [1, "é"], "ok": True}, tool_call_id="call_abc1", name="search_notes")],
    "call-empty": [message(U, "time?"), message(A, None, tool_calls=[call("clock", {})]),
                   message(T, "12:00", tool_call_id="call_abc1", name="clock"), message(A, "Noon."),
                   message(U, "thanks")],
    "calls": [ASK, message(A, None, tool_calls=[call("get_weather", ARGUMENTS, "call_abc1"), call("clock", {}, "call_xyz2")]),
              message(T, "rain", tool_call_id="call_abc1", name="get_weather"),
              message(T, "12:00", tool_call_id="call_xyz2", name="clock"), message(A, "Rain at noon.")],
    "calls-again": [message(S, "s"), ASK, message(A, None, tool_calls=[call("get_weather", ARGUMENTS, "abcdefghi")]),
                    message(T, "rain", tool_call_id="abcdefghi", name="get_weather"),
                    message(A, None, tool_calls=[call("clock", {}, "jklmnopqr")]),
                    message(T, [{"type": "text", "text": "12:00"}], tool_call_id="jklmnopqr", name="clock"),
                    message(A, "ok"), message(U, "bye")],
    "call-bare": [ASK, message(A, None, tool_calls=[{"name": "get_weather", "arguments": ARGUMENTS}]),
                  message(T, "rain", name="get_weather")],
    "no-calls": [ASK, message(A, "no", tool_calls=[]), message(U, "x")],
    "orphan-result": [ASK, message(T, "rain", tool_call_id="zzz", name="get_weather")],
    "result-first": [message(T, "rain", tool_call_id="zzz")],
    "function-role": [ASK, message("function", "rain", name="get_weather")],
    "ipython-role": [ASK, message("ipython", "rain")],
}
EXTRAS = [
    {"enable_thinking": False}, {"enable_thinking": True}, {"thinking": True}, {"thinking": False},
    {"reasoning_effort": "low"}, {"reasoning_effort": "high", "model_identity": "You are X."},
    {"date_string": "1 Jan 2030"}, {"builtin_tools": ["brave_search", "code_interpreter"]},
    {"builtin_tools": ["browser", "python"]}, {"tools_in_user_message": False}, {"custom_tools": [WEATHER]},
    {"preserve_thinking": True}, {"clear_thinking": False}, {"keep_past_thinking": True},
    {"documents": [{"title": "T", "text": "some é text"}, {"title": "U", "text": "more", "doc_id": 2}]},
    {"citation_mode": "off", "safety_mode": "NONE"}, {"truncate_history_thinking": False},
    {"low_effort": True}, {"force_nonempty_content": True}, {"add_vision_id": True},
]


def value(error):
    """What the template itself said, if it did."""
    return {"error": f"{type(error).__name__}: {error}", "raised": type(error) is jinja2.exceptions.TemplateError,
            "said": str(error)}


def main(out, sources):
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=Tokenizer(models.BPE()), **TOKENS)
    files = sorted(itertools.chain.from_iterable(
        [source] if source.is_file() else source.rglob("*.jinja") for source in map(pathlib.Path, sources)))
    count = errors = 0
    with open(out, "w") as sink:
        for file in files:
            template = file.read_text()

            def render(name, messages, prompt, more):
                nonlocal count, errors
                variables = {"messages": messages, "add_generation_prompt": prompt, **more}
                case = {"template": str(file.resolve()), "name": name, "variables": variables}
                try:
                    case["text"] = tokenizer.apply_chat_template(
                        json.loads(json.dumps(messages)), chat_template=template, tokenize=False,
                        add_generation_prompt=prompt, **json.loads(json.dumps(more)))
                except Exception as error:  # whatever the template or jinja raises
                    case.update(value(error))
                    errors += 1
                count += 1
                sink.write(json.dumps(case, ensure_ascii=False) + "\n")

            for prompt in (False, True):
                for name, messages in (PLAIN | PARTS | REASONING | TOOLED).items():
                    render(name, messages, prompt, {})
                    render(name, messages, prompt, {"tools": [WEATHER, SEARCH, CLOCK]})
                for name in ("system-turns", "think-tags", "reasoning-tool", "calls-again"):
                    for more in EXTRAS:
                        render(name, (PLAIN | REASONING | TOOLED)[name], prompt, more)
                        render(name, (PLAIN | REASONING | TOOLED)[name], prompt, {"tools": [SEARCH], **more})
                for tools in ([], [BARE], [CLOCK]):
                    render("tools", PLAIN["system-turns"], prompt, {"tools": tools})
    print(len(files), "templates,", count, "cases,", errors, "of them errors")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
