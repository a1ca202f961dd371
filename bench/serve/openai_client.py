"""OpenAI's Python client, unchanged, against ./assay serve: every call that the server offers, and the refusals.

    python bench/serve/openai_client.py http://127.0.0.1:8000/v1 finch
"""
import sys

import openai

BASE, MODEL = sys.argv[1], sys.argv[2]
client = openai.OpenAI(base_url=BASE, api_key="none", max_retries=0)
ASK = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "What is the colour of iron?"}]

assert [model.id for model in client.models.list()] == [MODEL]
assert client.models.retrieve(MODEL).id == MODEL

answer = client.chat.completions.create(
    model=MODEL, messages=ASK, temperature=0, max_completion_tokens=24, logprobs=True, top_logprobs=3, seed=1)
text = answer.choices[0].message.content
assert text and answer.choices[0].finish_reason in ("stop", "length")
assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens
assert len(answer.choices[0].logprobs.content) == answer.usage.completion_tokens
assert all(len(token.top_logprobs) == 3 and token.top_logprobs[0].logprob == token.logprob
           for token in answer.choices[0].logprobs.content)
assert "".join(token.token for token in answer.choices[0].logprobs.content) == text

pieces, usage = [], None
for chunk in client.chat.completions.create(
        model=MODEL, messages=ASK, temperature=0, max_tokens=24, stream=True, stream_options={"include_usage": True}):
    usage = chunk.usage or usage
    pieces += [choice.delta.content or "" for choice in chunk.choices]
assert "".join(pieces) == text and len([piece for piece in pieces if piece]) > 1
assert usage.completion_tokens == answer.usage.completion_tokens

with client.chat.completions.stream(model=MODEL, messages=ASK, temperature=0, max_tokens=24) as stream:
    assert stream.get_final_completion().choices[0].message.content == text

several = [client.chat.completions.create(model=MODEL, messages=ASK, n=4, seed=7, temperature=1.2, max_tokens=24)
           for _ in range(2)]
assert len({choice.message.content for choice in several[0].choices}) > 1
assert [c.message.content for c in several[0].choices] == [c.message.content for c in several[1].choices]

stop = text.split()[-1]
cut = client.chat.completions.create(model=MODEL, messages=ASK, temperature=0, max_tokens=24, stop=[stop])
assert cut.choices[0].message.content == text[:text.index(stop)] and cut.choices[0].finish_reason == "stop"
assert client.chat.completions.create(model=MODEL, messages=ASK, max_tokens=1).choices[0].finish_reason == "length"

written = client.completions.create(model=MODEL, prompt=["The", "I cannot"], max_tokens=6, n=2, logprobs=2, echo=False)
assert [choice.index for choice in written.choices] == [0, 1, 2, 3]
assert all(len(choice.logprobs.tokens) <= 6 for choice in written.choices)
streamed = "".join(chunk.choices[0].text for chunk in client.completions.create(
    model=MODEL, prompt="The", max_tokens=6, temperature=0, stream=True))
assert streamed == client.completions.create(model=MODEL, prompt="The", max_tokens=6, temperature=0).choices[0].text


def refused(kind, param, **more):
    try:
        client.chat.completions.create(**{"model": MODEL, "messages": ASK, **more})
    except kind as error:
        assert error.body["message"] and error.body["param"] == param, error.body
        return
    raise AssertionError(f"{more} was not refused")


refused(openai.NotFoundError, None, model="gpt-9")
refused(openai.BadRequestError, "tools", tools=[{"type": "function", "function": {"name": "f", "parameters": {}}}])
refused(openai.BadRequestError, "response_format", response_format={"type": "json_object"})
refused(openai.BadRequestError, "frequency_penalty", frequency_penalty=0.5)
refused(openai.BadRequestError, "temperature", temperature=3)
refused(openai.BadRequestError, "messages[0].content",
        messages=[{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "https://x/y.png"}}]}])
refused(openai.BadRequestError, "nonsense", extra_body={"nonsense": 1})
refused(openai.BadRequestError, "messages", messages=[{"role": "user", "content": "word " * 2000}])
print(f"openai {openai.__version__}: all calls answered, all refusals as they should be; it said {text!r}")
