"""One measurement of transformers: prints a line of JSON.

    python peer_transformers.py FOLDER CASE REPEATS

CASE: prefill-all, prefill-last (8 prompts of 256 tokens), decode-1, decode-32 (64 tokens after 32), ragged-32 (answers of
8 to 256 tokens after 32, as one padded batch runs until the longest is done).
"""
import json
import resource
import sys
import time

import torch
import transformers

folder, case, repeats = sys.argv[1], sys.argv[2], int(sys.argv[3])
torch.set_num_threads(1)
torch.set_grad_enabled(False)
model = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype="auto")
vocabulary = model.config.vocab_size
LENGTHS = [8 + (i * 37) % 249 for i in range(32)]


def tokens(rows, length):
    return torch.tensor([[3 + (7 * r + 13 * i) % (vocabulary - 3) for i in range(length)] for r in range(rows)])


def generate(rows, longest):
    prompt = tokens(rows, 32)
    model.generate(prompt, attention_mask=torch.ones_like(prompt), max_new_tokens=longest, min_new_tokens=longest,
                   do_sample=False, pad_token_id=0, eos_token_id=None)


def run():
    if case == "prefill-all":
        model(tokens(8, 256), use_cache=True)
        return 8 * 256
    if case == "prefill-last":
        model(tokens(8, 256), use_cache=True, logits_to_keep=1)
        return 8 * 256
    if case == "decode-1":
        generate(1, 64)
        return 64
    if case == "decode-32":
        generate(32, 64)
        return 32 * 64
    if case == "ragged-32":
        generate(32, max(LENGTHS))
        return sum(LENGTHS)
    raise SystemExit("no case " + case)


run()
rates = []
for _ in range(repeats):
    wall, cpu = time.perf_counter(), time.process_time()
    count = run()
    rates.append((count / (time.perf_counter() - wall), count / (time.process_time() - cpu)))
print(json.dumps({"engine": "transformers", "case": case, "wall": max(r[0] for r in rates), "cpu": max(r[1] for r in rates),
                  "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
