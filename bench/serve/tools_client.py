"""OpenAI's Python client, unchanged, calling tools at ./assay serve, on a model that writes its calls token by token.

    python bench/serve/tools_client.py write FOLDER                               # needs torch, transformers, safetensors
    ./assay serve --model FOLDER --name scripted --port PORT
    python bench/serve/tools_client.py ask http://127.0.0.1:PORT/v1 scripted      # needs openai

The model is a GPT-2 of one layer that adds nothing: its position embeddings are one axis a scripted position, and its
tied token embeddings lie along the axes at which a token is said. `write` makes it say what
serve/src/test/resources/tools/scenarios.json wants, and asserts that transformers generates just that.
"""
import json
import pathlib
import shutil
import sys

TOOLS = pathlib.Path(__file__).resolve().parents[2] / "serve" / "src" / "test" / "resources" / "tools"
CASES = json.loads((TOOLS / "scenarios.json").read_text())
POSITIONS = 4096


def parsed(messages):
    """Arguments as objects, which is how chat templates are shown them."""
    messages = json.loads(json.dumps(messages))
    for message in messages:
        for call in message.get("tool_calls") or []:
            call["function"]["arguments"] = json.loads(call["function"]["arguments"])
    return messages


def write(folder):
    import torch
    from transformers import AutoTokenizer, GPT2Config, GPT2LMHeadModel

    folder.mkdir(parents=True)
    for name in ("tokenizer.json", "tokenizer_config.json", "chat_template.jinja"):
        shutil.copy(TOOLS / name, folder / name)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    end, script, prompts = tokenizer.convert_tokens_to_ids("<|im_end|>"), {}, []
    for case in CASES["scenarios"]:
        text = tokenizer.apply_chat_template(
            parsed(case["messages"]), tools=CASES["tools"], add_generation_prompt=True, tokenize=False)
        prompts.append(tokenizer(text, add_special_tokens=False).input_ids)
        says = tokenizer(case["says"], add_special_tokens=False).input_ids + [end]
        for at, token in enumerate(says, len(prompts[-1]) - 1):
            assert at not in script, "two answers at one position"
            script[at] = token
    model = GPT2LMHeadModel(GPT2Config(
        vocab_size=len(tokenizer), n_positions=POSITIONS, n_embd=len(script), n_layer=1, n_head=1, n_inner=4,
        eos_token_id=end, bos_token_id=end)).eval()
    with torch.no_grad():
        for name, weight in model.named_parameters():
            weight.fill_(1 if "ln_" in name and name.endswith("weight") else 0)
        for axis, (at, token) in enumerate(sorted(script.items())):
            model.transformer.wpe.weight[at, axis] = 1000
            model.transformer.wte.weight[token, axis] = 1
    for case, prompt in zip(CASES["scenarios"], prompts):
        made = model.generate(torch.tensor([prompt]), attention_mask=torch.ones(1, len(prompt)), max_new_tokens=300,
                              do_sample=False, pad_token_id=end)
        written = tokenizer.decode(made[0, len(prompt):-1], clean_up_tokenization_spaces=False)
        assert written == case["says"], (case["name"], written)
    model.save_pretrained(folder)
    print(f"{folder}: {len(script)} scripted tokens, generated alike by transformers")


def ask(base, model):
    import openai

    client = openai.OpenAI(base_url=base, api_key="none", max_retries=0)
    cases = {case["name"]: case for case in CASES["scenarios"]}

    def asked(name, **more):
        return {"model": model, "temperature": 0, "messages": cases[name]["messages"], "tools": CASES["tools"], **more}

    def whole(name, **more):
        return client.chat.completions.create(**asked(name, **more)).choices[0]

    def streamed(name):
        calls, text, reason = {}, "", None
        for chunk in client.chat.completions.create(**asked(name, stream=True)):
            for choice in chunk.choices:
                text += choice.delta.content or ""
                reason = choice.finish_reason or reason
                for call in choice.delta.tool_calls or []:
                    kept = calls.setdefault(call.index, {"id": "", "name": "", "arguments": ""})
                    kept["id"] += call.id or ""
                    kept["name"] += call.function.name or ""
                    kept["arguments"] += call.function.arguments or ""
        return text, [calls[index] for index in sorted(calls)], reason

    one = whole("one call")
    assert one.finish_reason == "tool_calls" and one.message.content is None
    assert json.loads(one.message.tool_calls[0].function.arguments) == {"place": "Orm"}
    both = whole("parallel calls")
    assert both.message.content == "Both at once."
    assert [call.function.name for call in both.message.tool_calls] == ["weather", "clock"]
    assert json.loads(both.message.tool_calls[1].function.arguments) == {"zone": 'Grün "N" 山'}
    assert len({call.id for call in both.message.tool_calls}) == 2
    for name, choice in (("one call", one), ("parallel calls", both)):
        text, calls, reason = streamed(name)
        assert reason == "tool_calls" and text == (choice.message.content or "")
        assert calls == [{"id": call.id, "name": call.function.name, "arguments": call.function.arguments}
                         for call in choice.message.tool_calls]
        with client.chat.completions.stream(**asked(name)) as stream:
            final = stream.get_final_completion().choices[0].message
        assert [call.function.arguments for call in final.tool_calls] == [call["arguments"] for call in calls]
    for name in ("malformed JSON", "another tool", "cut off", "plain text"):
        choice = whole(name)
        assert choice.message.tool_calls is None and choice.message.content == cases[name]["says"], name
        assert choice.finish_reason == "stop" and streamed(name) == (cases[name]["says"], [], "stop"), name
    assert whole("a result").message.content == "It rains in Orm."
    assert whole("one call", tool_choice="auto", parallel_tool_calls=True).message.tool_calls
    quiet = whole("one call", tool_choice="none", max_tokens=4)
    assert quiet.message.tool_calls is None
    for param, value in (("tool_choice", "required"),
                         ("tool_choice", {"type": "function", "function": {"name": "weather"}}),
                         ("parallel_tool_calls", False)):
        try:
            whole("one call", **{param: value})
        except openai.BadRequestError as error:
            assert error.body["param"] == param, error.body
        else:
            raise AssertionError(f"{param}={value} was not refused")
    print(f"openai {openai.__version__}: {len(cases)} conversations with tools, whole and streamed, as they should be")


if sys.argv[1] == "write":
    write(pathlib.Path(sys.argv[2]))
else:
    ask(sys.argv[2], sys.argv[3])
