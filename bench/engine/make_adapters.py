"""Adapters written by peft over the tiny models of engine/src/test/resources/architectures, with the logits that peft
computes through them; and the reverse: adapters written here, read by peft.

    python bench/engine/make_adapters.py engine/src/test/resources/architectures engine/src/test/resources/adapters
    python bench/engine/make_adapters.py check BASE_FOLDER ADAPTER_FOLDER TOKENS.json     logits of peft, as JSON

Needs torch, transformers and peft. Both halves of every adapter are random, so that nothing is added by accident.
"""
import json
import pathlib
import sys

import peft
import torch
import transformers

TOKENS = [1, 17, 42, 99, 3, 150, 77, 8, 120, 64, 31, 2, 90]

ADAPTERS = {
    "llama-all-linear": ("llama3-bf16", dict(r=4, lora_alpha=8, target_modules="all-linear")),
    "llama-rslora-patterns": ("llama-yarn-f16", dict(
        r=4, lora_alpha=6, use_rslora=True, target_modules=["q_proj", "v_proj", "down_proj"],
        rank_pattern={"layers.0.self_attn.q_proj": 2, "down_proj": 3}, alpha_pattern={"v_proj": 20})),
    "llama-head-saved": ("llama-yarn-f16", dict(
        r=2, lora_alpha=2, target_modules=["o_proj"], modules_to_save=["lm_head"])),
    "phi3-fused": ("phi3-bf16", dict(r=3, lora_alpha=9, target_modules=["qkv_proj", "gate_up_proj"])),
    "gpt2-transposed": ("gpt2-f16", dict(r=3, lora_alpha=6, target_modules=["c_attn", "c_fc"], fan_in_fan_out=True)),
    "neox-fused": ("gpt-neox-f16", dict(r=2, lora_alpha=4, target_modules=["query_key_value", "dense_4h_to_h"])),
    "qwen3-regex": ("qwen3-f16", dict(r=2, lora_alpha=4, target_modules=r".*layers\.1\..*_proj")),
}


def logits(model, tokens):
    with torch.no_grad():
        return model(input_ids=torch.tensor([tokens])).logits[0].float()


def base_model(folder):
    return transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager")


def make(bases, out):
    for number, (name, (base, options)) in enumerate(ADAPTERS.items()):
        model = base_model(bases / base)
        plain = logits(model, TOKENS)
        torch.manual_seed(number)
        adapted = peft.get_peft_model(model, peft.LoraConfig(task_type="CAUSAL_LM", **options))
        for key, parameter in adapted.named_parameters():
            if "lora_" in key:
                parameter.data = torch.randn_like(parameter) * 0.2
            elif "modules_to_save" in key:
                parameter.data += torch.randn_like(parameter) * 0.1
        reference = logits(adapted, TOKENS)
        moved = (reference - plain).abs().max().item()
        assert moved > 0.05, (name, moved)
        folder = out / name
        adapted.save_pretrained(folder)
        (folder / "README.md").unlink(missing_ok=True)
        config = json.loads((folder / "adapter_config.json").read_text())
        config["base_model_name_or_path"] = base
        config["target_modules"] = sorted(config["target_modules"]) if isinstance(
            config["target_modules"], list) else config["target_modules"]
        (folder / "adapter_config.json").write_text(json.dumps(config, indent=1, sort_keys=True) + "\n")
        (folder / "reference.json").write_text(json.dumps({
            "base": base, "tokens": TOKENS, "moved": moved,
            "logits": [[round(x, 6) for x in row] for row in reference[-2:].tolist()]}) + "\n")
        print(name, "moved logits by", moved)


def check(base, adapter, tokens):
    model = peft.PeftModel.from_pretrained(base_model(base), adapter)
    print(json.dumps(logits(model, json.loads(pathlib.Path(tokens).read_text()))[-1].tolist()))


if sys.argv[1] == "check":
    check(*sys.argv[2:])
else:
    make(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
