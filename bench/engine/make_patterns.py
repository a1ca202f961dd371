"""Writes what transformers computes where attention is blocked: a safetensors file a model, named as its folder.

    python bench/engine/make_patterns.py engine/src/test/resources/patterns engine/src/test/resources/architectures/*

Needs torch and transformers. Computed with 32-bit floats and the model's own plain attention, whose additive mask is
minus infinity where a key is blocked (attention knockout). `prompt` is int64, 15 tokens, more than any window of these
models; `early` are the logits of its last three tokens where, in the first layer, no query from position 3 on sees the
keys 2 and 11; `head` those where, in head 1 of the second layer, the last three tokens do not see the keys 0, 3, 10 and
12. Neither leaves a query without keys.
"""
import pathlib
import sys

import torch
from safetensors.torch import save_file
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.masking_utils import eager_mask

import make_reference

TOKENS, NAME = 15, "eager_with_blocks"
BLOCKS = {"early": (0, slice(None), slice(3, None), [2, 11]), "head": (1, slice(1, 2), slice(-3, None), [0, 3, 10, 12])}
now = None


def attend(module, query, key, value, attention_mask, **more):
    layer, heads, queries, keys = BLOCKS[now]
    if module.layer_idx == layer:
        mask = attention_mask.expand(-1, query.shape[1], -1, -1).clone()
        for one in keys:
            rows = torch.arange(TOKENS)[queries]
            rows = rows[rows >= one]
            mask[:, heads, rows, one] = float("-inf")
        attention_mask = mask
    plain = sys.modules[type(module).__module__].eager_attention_forward
    return plain(module, query, key, value, attention_mask, **more)


AttentionInterface.register(NAME, attend)
AttentionMaskInterface.register(NAME, eager_mask)


@torch.no_grad()
def blocked(folder):
    global now
    model = make_reference.load(folder, "float32")
    prompt = torch.randint(6, model.config.vocab_size, (TOKENS,), generator=torch.Generator().manual_seed(17))
    plain = model(prompt[None], use_cache=False).logits[0, -3:]
    model.set_attn_implementation(NAME)
    made = {"prompt": prompt}
    for now in BLOCKS:
        made[now] = model(prompt[None], use_cache=False).logits[0, -3:].float().contiguous().clone()
        moved = (made[now] - plain).abs().max().item()
        assert moved > 5e-4, (folder, now, moved)
        print(f"{folder.name}: {now} moves a logit by {moved:.4f}")
    return made


if __name__ == "__main__":
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for given in map(pathlib.Path, sys.argv[2:]):
        made = blocked(given)
        target = out / f"{given.name}.safetensors"
        save_file(made, target)
        print(f"{target}: {len(made)} tensors, {target.stat().st_size} bytes")
