"""The trainer's twin in plain torch and transformers: the source of torch/src/test/resources/training.

Trains a LlamaForCausalLM of transformers with torch's own AdamW and clipping and Keller Jordan's Muon, written
matrix by matrix, on packed rows, and keeps the start, the rows and the loss of every step. Two further curves over the
same rows: AdamW alone with weight decay, a warm-up and a cosine, and a LoRA adapter of peft's, with where it began.
At three times these rates of Muon, torch's own 32-bit floats leave its 64-bit ones by 6e-4 to 3e-3 within 200 steps.

Run: python training_reference.py OUTPUT_FOLDER          (torch, transformers, safetensors)
     python training_reference.py --speed STEPS          (tokens a second of the same code at d96 L6 ffn256)
"""

import json
import math
import random
import sys
import time
from pathlib import Path

import torch
from transformers import LlamaConfig, LlamaForCausalLM

torch.set_num_threads(1)


def make_model(hidden, layers, heads, kv_heads, ffn, vocab, seed=5):
    torch.manual_seed(seed)
    config = LlamaConfig(
        hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads, num_key_value_heads=kv_heads,
        intermediate_size=ffn, vocab_size=vocab, max_position_embeddings=512, rms_norm_eps=1e-5,
        tie_word_embeddings=False, bos_token_id=1, eos_token_id=2, initializer_range=0.05)
    config._attn_implementation = "eager"
    return LlamaForCausalLM(config).float()


def make_row(rng, vocab, length):
    tokens, weights, segments = [], [], []
    segment = 0
    while len(tokens) < length:
        count = min(length - len(tokens), 4 + rng.randrange(length // 2))
        stride, token = 1 + rng.randrange(3), rng.randrange(vocab)
        filling = len(tokens) + count == length and rng.randrange(3) == 0
        for _ in range(count):
            tokens.append(token)
            token = (token + stride) % vocab
            weights.append(1.0 if rng.randrange(3) == 0 else 0.1)
            segments.append(-1 if filling else segment)
        segment += 1
    return tokens, weights, segments


def loss_of(model, rows):
    ids = torch.tensor([row[0] for row in rows])
    segments = torch.tensor([row[2] for row in rows])
    weights = torch.tensor([row[1] for row in rows])
    length = ids.shape[1]
    same = segments.unsqueeze(2) == segments.unsqueeze(1)
    allowed = same & torch.ones(length, length, dtype=torch.bool).tril()
    mask = torch.where(allowed, 0.0, -1e9).unsqueeze(1)
    starts = torch.cat([torch.ones_like(segments[:, :1], dtype=torch.bool), segments[:, 1:] != segments[:, :-1]], 1)
    index = torch.arange(length).expand_as(segments)
    positions = index - torch.cummax(torch.where(starts, index, 0), 1).values
    logits = model(input_ids=ids, attention_mask=mask, position_ids=positions, use_cache=False).logits
    target = (segments[:, 1:] == segments[:, :-1]) & (segments[:, 1:] >= 0)
    weights = weights[:, 1:] * target
    nll = torch.nn.functional.cross_entropy(
        logits[:, :-1].reshape(-1, logits.shape[-1]), ids[:, 1:].reshape(-1), reduction="none")
    return (nll * weights.reshape(-1)).sum() / weights.sum()


def orthogonal(matrix, steps):
    x = matrix / (matrix.norm() + 1e-7)
    if matrix.shape[0] > matrix.shape[1]:
        x = x.T
    for _ in range(steps):
        gram = x @ x.T
        x = 3.4445 * x + (-4.7750 * gram + 2.0315 * gram @ gram) @ x
    return x.T if matrix.shape[0] > matrix.shape[1] else x


def train(model, batches, steps, muon_rate=0.03, adam_rate=7e-3, momentum=0.95):
    blocks, others = [], []
    for name, parameter in model.named_parameters():
        (blocks if "layers" in name and parameter.dim() == 2 else others).append(parameter)
    adam = torch.optim.AdamW(others, lr=adam_rate, betas=(0.9, 0.95), eps=1e-8, weight_decay=0)
    buffers = [torch.zeros_like(parameter) for parameter in blocks]
    losses = []
    for step in range(steps):
        factor = min(1, (steps - step) / (0.4 * steps))
        loss = loss_of(model, batches[step])
        model.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        adam.param_groups[0]["lr"] = adam_rate * factor
        adam.step()
        with torch.no_grad():
            for parameter, buffer in zip(blocks, buffers):
                buffer.lerp_(parameter.grad, 1 - momentum)
                direction = orthogonal(parameter.grad.lerp(buffer, momentum), 5)
                rows, columns = parameter.shape
                parameter.add_(direction, alpha=-muon_rate * factor * math.sqrt(max(1, rows / columns)))
        losses.append(loss.item())
    return losses


def cosine(step, steps, warmup):
    if step < warmup:
        return (step + 1) / warmup
    return 0.5 * (1 + math.cos(math.pi * (step - warmup) / (steps - warmup)))


def train_adamw(model, batches, steps, rate=3e-3, decay=0.1, warmup=20):
    """AdamW on everything; norms are not decayed."""
    norms = [parameter for parameter in model.parameters() if parameter.dim() == 1]
    others = [parameter for parameter in model.parameters() if parameter.dim() > 1]
    adam = torch.optim.AdamW([{"params": others, "weight_decay": decay}, {"params": norms, "weight_decay": 0}],
                             lr=rate, betas=(0.9, 0.999), eps=1e-8)
    losses = []
    for step in range(steps):
        loss = loss_of(model, batches[step])
        model.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for group in adam.param_groups:
            group["lr"] = rate * cosine(step, steps, warmup)
        adam.step()
        losses.append(loss.item())
    return losses


def train_lora(model, batches, steps, folder, rate=1e-2):
    import peft
    torch.manual_seed(11)
    adapted = peft.get_peft_model(model, peft.LoraConfig(
        task_type="CAUSAL_LM", r=4, lora_alpha=8, target_modules=["q_proj", "v_proj", "gate_proj", "down_proj"]))
    adapted.save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)
    config = json.loads((folder / "adapter_config.json").read_text())
    config["base_model_name_or_path"] = folder.parent.name
    (folder / "adapter_config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")
    trained = [parameter for parameter in adapted.parameters() if parameter.requires_grad]
    adam = torch.optim.AdamW(trained, lr=rate, betas=(0.9, 0.999), eps=1e-8, weight_decay=0)
    losses = []
    for step in range(steps):
        loss = loss_of(adapted, batches[step])
        adapted.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        adam.step()
        losses.append(loss.item())
    return losses


def main():
    rng = random.Random(3)
    if sys.argv[1] == "--speed":
        steps = int(sys.argv[2])
        model = make_model(96, 6, 4, 4, 256, 1280)
        batches = [[make_row(rng, 1280, 256) for _ in range(8)] for _ in range(steps + 3)]
        train(model, batches, 3)
        began = time.thread_time()
        wall = time.time()
        train(model, batches[3:], steps)
        tokens = steps * 2048
        print(f"{tokens / (time.time() - wall):.0f} tokens/s wall, {tokens / (time.thread_time() - began):.0f} tokens/s CPU")
        return
    folder = Path(sys.argv[1])
    for name, kv_heads in (("full", 4), ("grouped", 2)):
        model = make_model(16, 2, 4, kv_heads, 24, 48)
        start = folder / name
        start.mkdir(parents=True, exist_ok=True)
        model.save_pretrained(start)
        (start / "generation_config.json").unlink(missing_ok=True)
        batches = [[make_row(rng, 48, 24) for _ in range(2)] for _ in range(60)]
        rows = [{"tokens": r[0], "weights": r[1], "segments": r[2]} for batch in batches for r in batch]
        batches = [batches[step % 60] for step in range(200)]
        probe = list(range(1, 25))
        logits = model(input_ids=torch.tensor([probe])).logits[0, -1].tolist()
        losses = train(model, batches, 200, muon_rate=0.01, adam_rate=3e-3)
        adamw = train_adamw(LlamaForCausalLM.from_pretrained(start, attn_implementation="eager"), batches, 200)
        adapter = start / "adapter"
        lora = train_lora(LlamaForCausalLM.from_pretrained(start, attn_implementation="eager"), batches, 200, adapter)
        (start / "run.json").write_text(json.dumps(
            {"rowsPerStep": 2, "rowLength": 24, "losses": losses, "adamw": adamw, "lora": lora,
             "probe": probe, "logits": logits, "rows": rows},
            separators=(",", ":")) + "\n")


main()
