"""Writes what transformers computes at every site of model folders, by forward hooks: a safetensors file a model, named
as its folder, one tensor a site, named as the engine names it, for one prompt.

    python bench/engine/make_sites.py engine/src/test/resources/sites engine/src/test/resources/architectures/*

Needs torch and transformers. Computed with 32-bit floats and plain attention; the prompt of 15 tokens (more than any window of these models) is the int64
tensor `prompt`. Rows are tokens; `attn_pattern` is head x query x key.
"""
import pathlib
import sys

import torch
from safetensors.torch import save_file

import make_reference

TOKENS = 15


def first(value):
    return value[0] if isinstance(value, tuple) else value


class Recorder:
    def __init__(self):
        self.sites = {}

    def keep(self, name, value):
        self.sites[name] = first(value)[0].detach().float().contiguous().clone()

    def output(self, module, name, change=lambda value: value):
        module.register_forward_hook(lambda _, given, out: self.keep(name, change(first(out))))

    def input(self, module, name):
        module.register_forward_pre_hook(lambda _, given: self.keep(name, given[0]))


def thirds(record, module, layer, queries, shared):
    """A projection whose outputs are queries, then keys, then values."""
    for name, begin, width in (("q", 0, queries), ("k", queries, shared), ("v", queries + shared, shared)):
        record.output(module, f"attn_{name}.{layer}", lambda out, b=begin, w=width: out[..., b:b + w])


def by_head(record, module, layer, heads):
    """GPT-NeoX: queries, keys and values side by side for each head."""
    for name, index in (("q", 0), ("k", 1), ("v", 2)):
        record.output(module, f"attn_{name}.{layer}", lambda out, i=index: out.unflatten(
            -1, (heads, 3, -1))[..., i, :].flatten(-2))


def llama_like(record, config, layer, block):
    attention, mlp = block.self_attn, block.mlp
    if hasattr(attention, "qkv_proj"):
        width = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
        thirds(record, attention.qkv_proj, layer, config.num_attention_heads * width,
               config.num_key_value_heads * width)
        record.output(mlp.gate_up_proj, f"mlp_pre.{layer}", lambda out: out.chunk(2, -1)[0])
    else:
        for name in "qkv":
            record.output(getattr(attention, f"{name}_proj"), f"attn_{name}.{layer}")
        record.output(mlp.gate_proj, f"mlp_pre.{layer}")
    record.input(attention.o_proj, f"attn_z.{layer}")
    record.input(mlp.down_proj, f"mlp_post.{layer}")
    behind = hasattr(block, "post_feedforward_layernorm")
    record.output(block.post_attention_layernorm if behind else attention, f"attn_out.{layer}")
    record.output(block.post_feedforward_layernorm if behind else mlp, f"mlp_out.{layer}")
    if hasattr(block, "pre_feedforward_layernorm"):
        record.input(block.pre_feedforward_layernorm, f"resid_mid.{layer}")
    else:
        record.input(mlp if behind else block.post_attention_layernorm, f"resid_mid.{layer}")


def neox(record, config, layer, block):
    by_head(record, block.attention.query_key_value, layer, config.num_attention_heads)
    record.input(block.attention.dense, f"attn_z.{layer}")
    record.output(block.attention, f"attn_out.{layer}")
    record.output(block.mlp.dense_h_to_4h, f"mlp_pre.{layer}")
    record.input(block.mlp.dense_4h_to_h, f"mlp_post.{layer}")
    record.output(block.mlp, f"mlp_out.{layer}")
    if not config.use_parallel_residual:
        record.input(block.post_attention_layernorm, f"resid_mid.{layer}")


def gpt2(record, config, layer, block):
    thirds(record, block.attn.c_attn, layer, config.n_embd, config.n_embd)
    record.input(block.attn.c_proj, f"attn_z.{layer}")
    record.output(block.attn, f"attn_out.{layer}")
    record.output(block.mlp.c_fc, f"mlp_pre.{layer}")
    record.input(block.mlp.c_proj, f"mlp_post.{layer}")
    record.output(block.mlp, f"mlp_out.{layer}")
    record.input(block.ln_2, f"resid_mid.{layer}")


@torch.no_grad()
def sites(folder):
    model = make_reference.load(folder, "float32")
    record = Recorder()
    if hasattr(model, "gpt_neox"):
        body, watch, norm = model.gpt_neox, neox, model.gpt_neox.final_layer_norm
    elif hasattr(model, "transformer"):
        body, watch, norm = model.transformer, gpt2, model.transformer.ln_f
    else:
        body, watch, norm = model.model, llama_like, model.model.norm
    blocks = getattr(body, "layers", None) or body.h
    for layer, block in enumerate(blocks):
        watch(record, model.config, layer, block)
        record.output(block, f"resid_post.{layer}")
    record.output(norm, "final_norm")
    prompt = torch.randint(6, model.config.vocab_size, (TOKENS,), generator=torch.Generator().manual_seed(17))
    out = model(prompt[None], output_hidden_states=True, output_attentions=True, use_cache=False)
    record.sites["embed"] = out.hidden_states[0][0].clone()
    for layer in range(len(blocks)):
        record.sites[f"resid_pre.{layer}"] = out.hidden_states[layer][0].clone()
        record.sites[f"attn_pattern.{layer}"] = out.attentions[layer][0].float().contiguous().clone()
    return {"prompt": prompt, **record.sites}


if __name__ == "__main__":
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for given in map(pathlib.Path, sys.argv[2:]):
        made = sites(given)
        target = out / f"{given.name}.safetensors"
        save_file(made, target)
        print(f"{target}: {len(made)} tensors, {target.stat().st_size} bytes")
