"""Writes what PyTorch's autograd finds at sites of model folders: a safetensors file a model, named as its folder, one
tensor a site and loss.

    python bench/engine/make_gradients.py torch/src/test/resources/gradients engine/src/test/resources/architectures/NAME...

Needs torch and transformers. The model is transformers', in 32-bit floats with plain attention; sites are marked by
forward hooks as in make_sites.py, except attn_pattern. `prompt` and `behind`, the continuation, are int64. Losses:
`continuation`: the log-probability of the continuation behind the prompt; `logits`: the logit of token 7 less that of
token 9 behind the prompt's last token. Values are `LOSS` (one number) and `LOSS/SITE` (a row a token of the prompt);
`continuation/tokens` is the derivative by one-hot rows, of the first and the last token of the prompt.
"""
import pathlib
import sys

import torch
from safetensors.torch import save_file

import make_reference
import make_sites

TOKENS, BEHIND = 11, 3


class Marking(make_sites.Recorder):
    """Keeps the tensors themselves, with what they were cut from."""

    def __init__(self):
        super().__init__()
        self.cuts = {}

    def keep(self, name, value, change=lambda kept: kept):
        kept = make_sites.first(value)
        if kept.requires_grad:
            kept.retain_grad()
        self.sites[name] = kept
        self.cuts[name] = change

    def output(self, module, name, change=lambda value: value):
        module.register_forward_hook(lambda _, given, out: self.keep(name, out, change))

    def input(self, module, name):
        module.register_forward_pre_hook(lambda _, given: self.keep(name, given[0]))


def watched(model, record):
    if hasattr(model, "gpt_neox"):
        body, watch, norm = model.gpt_neox, make_sites.neox, model.gpt_neox.final_layer_norm
    elif hasattr(model, "transformer"):
        body, watch, norm = model.transformer, make_sites.gpt2, model.transformer.ln_f
    else:
        body, watch, norm = model.model, make_sites.llama_like, model.model.norm
    for layer, block in enumerate(getattr(body, "layers", None) or body.h):
        block.register_forward_pre_hook(lambda _, given, n=layer: record.keep(f"resid_pre.{n}", given[0]))
        watch(record, model.config, layer, block)
        record.output(block, f"resid_post.{layer}")
    record.output(norm, "final_norm")


def gradients(folder):
    model = make_reference.load(folder, "float32")
    model.requires_grad_(False)
    record = Marking()
    watched(model, record)
    generator = torch.Generator().manual_seed(19)
    tokens = torch.randint(6, model.config.vocab_size, (TOKENS + BEHIND,), generator=generator)
    found = {"prompt": tokens[:TOKENS].clone(), "behind": tokens[TOKENS:].clone()}
    table = model.get_input_embeddings().weight
    embedding = model.get_input_embeddings()
    for name, length in (("continuation", TOKENS + BEHIND), ("logits", TOKENS)):
        ids = tokens[:length]
        hot = torch.nn.functional.one_hot(ids, table.shape[0]).float().requires_grad_(True)
        # transformers 5 scales Gemma's embeddings inside their module, which inputs_embeds passes over
        factor = (embedding(ids[:1])[0] / table[ids[0]]).median()
        out = model(inputs_embeds=(hot @ table * factor)[None], use_cache=False).logits[0]
        sites = dict(record.sites)
        plain = model(input_ids=ids[None], use_cache=False).logits[0]
        assert (plain - out).abs().max() < 1e-5, (folder, (plain - out).abs().max())
        if name == "continuation":
            loss = out.log_softmax(-1)[TOKENS - 1:-1].gather(1, ids[TOKENS:, None]).sum()
        else:
            loss = out[-1, 7] - out[-1, 9]
        loss.backward()
        found[name] = loss.detach().reshape(1).clone()
        for site, value in sites.items():
            found[f"{name}/{site}"] = record.cuts[site](value.grad)[0][:TOKENS].contiguous().clone()
        if name == "continuation":
            found["continuation/tokens"] = hot.grad[[0, TOKENS - 1]].contiguous().clone()
    return found


if __name__ == "__main__":
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for given in map(pathlib.Path, sys.argv[2:]):
        made = gradients(given)
        target = out / f"{given.name}.safetensors"
        save_file(made, target)
        print(f"{target}: {len(made)} tensors, {target.stat().st_size} bytes")
