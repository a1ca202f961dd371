"""Writes what transformers computes from a model folder: the reference that `./assay models check` compares with.

    python bench/engine/make_reference.py FOLDER [--out FILE] [--dtype float32|bfloat16] [--tokens 64]

Needs torch and transformers. FILE (default: FOLDER/assay-reference.json) holds cases: a prompt of token ids, the logits
after its last token (all of them up to 1,024 tokens, else the 64 highest and 192 drawn by a seed, with their ids), the
residual stream at its last token before each layer and before the head, and greedy tokens. Four prompts are short; where
the model's attention has a window that they do not leave, one more is longer than it (up to 4,200 tokens), with 8 greedy
tokens. Every case is computed alone, without a cache; a left-padded batch of the short ones must give the same.
"""
import argparse
import json
import pathlib

import torch
import transformers

torch.set_num_threads(1)  # tiny models; a result must not depend on the number of cores
LENGTHS = (1, 5, 17, 40)
LONGEST = 4200  # tokens of a prompt
LONG_TOKENS = 8  # greedy tokens after one that is longer than LENGTHS: each computes it anew


def largest_window(config):
    """The largest window of attention of any layer, in tokens; 0 if there is none."""
    window = getattr(config, "sliding_window", None) or 0
    types = getattr(config, "layer_types", None)
    return 0 if types and "sliding_attention" not in types else window


def prompts(vocabulary, context, tokens, window):
    generator = torch.Generator().manual_seed(11)
    low = min(6, vocabulary - 1)
    lengths = [n for n in LENGTHS if n + tokens <= context] or [1, 2, 3]
    long = min(window + 64, LONGEST, context - LONG_TOKENS)
    if max(lengths) < window and long > max(lengths):
        lengths.append(long)
    return [torch.randint(low, vocabulary, (n,), generator=generator).tolist() for n in lengths]


def shown(logits):
    """The logits that are written, with their ids where they are not all."""
    if len(logits) <= 1024:
        return {"logits": [round(v, 6) for v in logits.tolist()]}
    drawn = torch.randint(0, len(logits), (192,), generator=torch.Generator().manual_seed(12))
    ids = sorted({*logits.topk(64).indices.tolist(), *drawn.tolist()})
    return {"logit_ids": ids, "logits": [round(v, 6) for v in logits[ids].tolist()]}


@torch.no_grad()
def reference(model, tokens=64, fair=lambda gap, greedy: True):
    """The cases, and the smallest gap between the two highest logits of any greedy step; stops where a case is not fair."""
    context = getattr(model.config, "max_position_embeddings", 1 << 30)
    cases, last, gap = [], [], float("inf")
    tokens = min(tokens, max(1, context - 3))
    for prompt in prompts(model.config.vocab_size, context, tokens, largest_window(model.config)):
        steps = tokens if len(prompt) <= max(LENGTHS) else LONG_TOKENS
        output = model(input_ids=torch.tensor([prompt]), output_hidden_states=True, use_cache=False)
        greedy = list(prompt)
        for _ in range(steps):
            logits = model(input_ids=torch.tensor([greedy]), use_cache=False).logits[0, -1].float()
            best = logits.topk(2)
            gap = min(gap, float(best.values[0] - best.values[1]))
            greedy.append(int(best.indices[0]))
        if not fair(gap, greedy[len(prompt):]):
            return [], gap
        last.append(output.logits[0, -1].float())
        hidden = [[round(v, 6) for v in state[0, -1].float().tolist()] for state in output.hidden_states]
        cases.append({"prompt": prompt, **shown(last[-1]), "greedy": greedy[len(prompt):], "hidden": hidden})
    if model.dtype == torch.float32:
        short = [c for c in cases if len(c["prompt"]) <= max(LENGTHS)]
        longest = max(len(c["prompt"]) for c in short)
        ids = torch.tensor([[0] * (longest - len(c["prompt"])) + c["prompt"] for c in short])
        mask = torch.tensor([[0] * (longest - len(c["prompt"])) + [1] * len(c["prompt"]) for c in short])
        positions = (mask.cumsum(-1) - 1).clamp(min=0)
        batch = model(input_ids=ids, attention_mask=mask, position_ids=positions, use_cache=False).logits[:, -1]
        for row, alone in zip(batch, last):
            assert (row - alone).abs().max() < 1e-4, float((row - alone).abs().max())
    return cases, gap


def load(folder, dtype):
    return transformers.AutoModelForCausalLM.from_pretrained(
        folder, dtype=getattr(torch, dtype), attn_implementation="eager").eval()


def write(folder, out, dtype, tokens=64):
    cases, gap = reference(load(folder, dtype), tokens)
    made = {
        "format": "assay-reference/1",
        "made_by": f"transformers {transformers.__version__}, torch {torch.__version__.split('+')[0]}",
        "dtype": dtype,
        "cases": cases,
    }
    out.write_text(json.dumps(made, separators=(",", ":")) + "\n")
    return gap


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--dtype", default="float32")
    parser.add_argument("--tokens", type=int, default=64)
    given = parser.parse_args()
    target = given.out or given.folder / "assay-reference.json"
    print(f"{target}: smallest gap {write(given.folder, target, given.dtype, given.tokens):.6f}")
