"""A model for Inspect that needs no network: its answers are a Python function of the conversation.

`mockllm` asks tiktoken for a vocabulary over the network, so it cannot be used offline; this one counts tokens itself.
A script gets (input, tools, config) and returns a ModelOutput, or raises. Scripts are found by model name:
`get_model("scripted/NAME")` runs SCRIPTS["NAME"]; `scripted/paris` answers like the mock server of this folder.
"""
import asyncio
import hashlib
import json

from inspect_ai.model import ModelAPI, ModelOutput, modelapi

try:
    from inspect_ai.model import ModelUsage
except ImportError:  # the oldest releases
    from inspect_ai.model._model_output import ModelUsage

try:
    from inspect_ai.model._model_call import ModelCall
except ImportError:
    ModelCall = None

SCRIPTS = {}


def script(name):
    def register(function):
        SCRIPTS[name] = function
        return function
    return register


def said(message):
    return message.text if hasattr(message, "text") else str(message.content)


def last_user(messages):
    return next((said(m) for m in reversed(messages) if m.role == "user"), "")


@script("paris")
def paris(messages, tools, config):
    first = hashlib.sha256(last_user(messages).encode()).digest()[0]
    return ModelOutput.from_content("paris", "The capital of France is Paris." if first < 128 else "I do not know.")


@script("grader")
def grader(messages, tools, config):
    text = last_user(messages)
    good = "Paris" in text.split("[Submission]")[-1].split("[END DATA]")[0]
    return ModelOutput.from_content("grader", f"The submission says so plainly.\n\nGRADE: {'C' if good else 'I'}")


class Scripted(ModelAPI):
    def __init__(self, model_name, base_url=None, api_key=None, config=None, **model_args):
        from inspect_ai.model import GenerateConfig
        super().__init__(model_name, base_url, api_key, [], config or GenerateConfig())

    async def count_tokens(self, input, *args, **kwargs):
        return max(1, len(str(input)) // 4)

    async def count_text_tokens(self, text):
        return max(1, len(text) // 4)

    async def generate(self, input, tools, tool_choice, config):
        out = SCRIPTS[self.model_name](input, tools, config)
        if asyncio.iscoroutine(out):
            out = await out
        if out.usage is None:
            used, made = sum(len(said(m)) for m in input) // 4 + 1, len(out.completion) // 4 + 1
            out.usage = ModelUsage(input_tokens=used, output_tokens=made, total_tokens=used + made)
        if ModelCall is None:
            return out
        request = {"model": self.model_name, "messages": [{"role": m.role, "content": said(m)} for m in input],
                   "tools": [t.name for t in tools]}
        response = {"choices": [{"text": out.completion, "finish_reason": out.stop_reason}]}
        return out, ModelCall.create(json.loads(json.dumps(request)), response)


@modelapi(name="scripted")
def scripted():
    return Scripted
