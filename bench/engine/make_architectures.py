"""Makes a tiny random model of each architecture under engine/src/test/resources/architectures, with what transformers
computes from it.

    python bench/engine/make_architectures.py engine/src/test/resources/architectures [NAME...]

Needs torch and transformers. Every weight is random, biases and norms too. Folders named `old` have their config.json
in the spelling of transformers 4. A seed is taken for which no greedy step is near a tie, so that 64 of 64 tokens is a
fair bar.
"""
import json
import pathlib
import shutil
import sys

import torch
import transformers as t

import make_reference

SMALL = dict(vocab_size=160, max_position_embeddings=128, bos_token_id=1, eos_token_id=5, pad_token_id=0,
             initializer_range=0.25, attn_implementation="eager")
WIDE = dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=40, **SMALL)
GQA = dict(WIDE, num_key_value_heads=2)


def rope(kind, **more):
    return {"rope_type": kind, "rope_theta": 5000.0, **more}


def old(written, **more):
    """config.json as transformers 4 wrote it."""
    parameters = written.pop("rope_parameters", None)
    if parameters and "rope_theta" in parameters:
        written["rope_theta"] = parameters.pop("rope_theta")
        kind = parameters.pop("rope_type")
        written["rope_scaling"] = None if kind == "default" else {"type": kind, **parameters}
    written["torch_dtype"] = written.pop("dtype")
    written.pop("layer_types", None)
    written.update(more)
    return written


def old_neox(written):
    parameters = written.pop("rope_parameters")
    written = old(written, rotary_pct=parameters["partial_rotary_factor"], rotary_emb_base=parameters["rope_theta"])
    return written


def old_gemma3(written):
    parameters = written.pop("rope_parameters")
    return old(written, rope_theta=parameters["full_attention"]["rope_theta"],
               rope_local_base_freq=parameters["sliding_attention"]["rope_theta"],
               rope_scaling={"rope_type": "linear", "factor": parameters["full_attention"]["factor"]},
               sliding_window_pattern=3)


GEMMA2 = dict(GQA, head_dim=12, query_pre_attn_scalar=20, sliding_window=8, attn_logit_softcapping=2.0,
              final_logit_softcapping=2.0)
GEMMA3 = dict(WIDE, num_hidden_layers=3, num_key_value_heads=1, head_dim=10, query_pre_attn_scalar=14,
              sliding_window=8)
NEOX = dict(WIDE)
GPT2 = dict(vocab_size=160, n_positions=128, n_embd=32, n_layer=2, n_head=4, bos_token_id=1, eos_token_id=5,
            initializer_range=0.25, attn_implementation="eager")


def models():
    """name, dtype, config, how config.json is rewritten, most bytes a shard."""
    yield "llama3-bf16", "bfloat16", t.LlamaConfig(**GQA, rope_parameters=rope(
        "llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=32)), None, None
    yield "llama-old-linear-f16", "float16", t.LlamaConfig(
        **WIDE, rope_parameters=rope("linear", factor=3.0), attention_bias=True, mlp_bias=True), old, None
    yield "llama-old-dynamic-f16", "float16", t.LlamaConfig(
        **GQA, tie_word_embeddings=True, rope_parameters=rope("dynamic", factor=2.0)), old, None
    yield "llama-yarn-f16", "float16", t.LlamaConfig(**GQA, rope_parameters=rope(
        "yarn", factor=4.0, original_max_position_embeddings=32)), None, None
    yield "qwen2-bf16", "bfloat16", t.Qwen2Config(
        **GQA, tie_word_embeddings=True, use_sliding_window=True, sliding_window=8, max_window_layers=1,
        rope_parameters=rope("default")), None, None
    yield "qwen2-old-f32", "float32", t.Qwen2Config(
        **dict(GQA, hidden_size=24), rope_parameters=rope("default")), old, None
    yield "qwen3-f16", "float16", t.Qwen3Config(**GQA, head_dim=12, rope_parameters=rope("default")), None, None
    yield "qwen3-sharded-bf16", "bfloat16", t.Qwen3Config(
        **GQA, head_dim=6, tie_word_embeddings=True, rope_parameters=rope("default")), None, "16KB"
    yield "gemma2-bf16", "bfloat16", t.Gemma2Config(**GEMMA2, rope_parameters=rope("default")), None, None
    yield "gemma2-old-f32", "float32", t.Gemma2Config(
        **dict(GEMMA2, hidden_size=24), rope_parameters=rope("default")), old, None
    yield "gpt-neox-f16", "float16", t.GPTNeoXConfig(
        **NEOX, rope_parameters=rope("default", partial_rotary_factor=.25)), None, None
    yield "gpt-neox-old-bf16", "bfloat16", t.GPTNeoXConfig(
        **NEOX, use_parallel_residual=False, rope_parameters=rope("default", partial_rotary_factor=.5)), old_neox, None
    yield "mistral-bf16", "bfloat16", t.MistralConfig(
        **GQA, head_dim=10, sliding_window=12, rope_parameters=rope("default")), None, None
    yield "gemma3-bf16", "bfloat16", t.Gemma3TextConfig(**GEMMA3, layer_types=[
        "sliding_attention", "full_attention", "sliding_attention"], rope_parameters={
            "sliding_attention": {"rope_type": "default", "rope_theta": 100.0},
            "full_attention": {"rope_type": "default", "rope_theta": 5000.0}}), None, None
    yield "gemma3-old-f32", "float32", t.Gemma3TextConfig(**dict(GEMMA3, hidden_size=20), sliding_window_pattern=3,
        rope_parameters={"sliding_attention": {"rope_type": "default", "rope_theta": 100.0},
                         "full_attention": {"rope_type": "linear", "factor": 4.0, "rope_theta": 5000.0}}), old_gemma3, None
    yield "phi3-bf16", "bfloat16", t.Phi3Config(
        **dict(GQA, hidden_size=48, max_position_embeddings=256), original_max_position_embeddings=128,
        rope_parameters=rope("longrope", partial_rotary_factor=.5, original_max_position_embeddings=128,
                             short_factor=[1.0, 1.1, 1.5], long_factor=[2.0, 4.0, 8.0])), None, None
    yield "phi3-old-f16", "float16", t.Phi3Config(
        **WIDE, sliding_window=10, rope_parameters=rope("default", partial_rotary_factor=1.0)), old, None
    yield "olmo2-bf16", "bfloat16", t.Olmo2Config(**GQA, rope_parameters=rope("default")), None, None
    yield "gpt2-f16", "float16", t.GPT2Config(**GPT2), None, None
    yield "gpt2-bare-bf16", "bfloat16", t.GPT2Config(**GPT2, n_inner=40, activation_function="gelu"), "bare", None


def randomise(model, seed):
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            gemma = "gemma" in type(model).__name__.lower()
            spread = 0.2 if weight.dim() == 1 else 0.08 if gemma and "embed" in name else 0.25  # tied, scaled up
            centre = 0.0
            if weight.dim() == 1 and name.endswith("weight"):
                centre = 0.0 if gemma else 1.0
            weight.copy_(torch.randn(weight.shape, generator=generator) * spread + centre)


def fair(gap, greedy):
    return gap > 1e-3 and len(set(greedy)) > 3


def save(model, folder, rewrite, shard):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    model.save_pretrained(folder, **({"max_shard_size": shard} if shard else {}))
    (folder / "generation_config.json").unlink(missing_ok=True)
    path = folder / "config.json"
    written = json.loads(path.read_text())
    if rewrite == "bare":  # as GPT-2's own files name their tensors
        from safetensors.torch import load_file, save_file
        tensors = {k.removeprefix("transformer."): v for k, v in load_file(folder / "model.safetensors").items()}
        tensors["h.0.attn.bias"] = torch.ones(1, 1, 4, 4)
        save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    elif rewrite:
        path.write_text(json.dumps(rewrite(written), indent=2) + "\n")


def main(out, wanted):
    for name, dtype, config, rewrite, shard in models():
        if wanted and name not in wanted:
            continue
        folder = out / name
        for seed in range(60):
            torch.manual_seed(seed)
            model = t.AutoModelForCausalLM.from_config(config)
            randomise(model, seed)
            save(model.to(getattr(torch, dtype)), folder, rewrite, shard)
            cases, gap = make_reference.reference(make_reference.load(folder, "float32"), fair=fair)
            if cases:
                break
        else:
            raise SystemExit(f"no seed gives {name} a fair bar")
        make_reference.write(folder, folder / "assay-reference.json", "float32")
        if dtype == "bfloat16":
            make_reference.write(folder, folder / "assay-reference-bf16.json", "bfloat16")
        varied = min(len(set(c["greedy"])) for c in cases)
        size = sum(f.stat().st_size for f in folder.iterdir())
        print(f"{name}: seed {seed}, gap {gap:.4f}, {varied} different tokens at least, {size} bytes", flush=True)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2:])
