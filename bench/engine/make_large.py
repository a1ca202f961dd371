"""Writes a random Llama of about a billion parameters in bfloat16, for bench/engine/LargeModel.java.

    python bench/engine/make_large.py FOLDER [files, default 1]
"""
import json
import pathlib
import sys

import torch
from safetensors.torch import save_file

H, L, HEADS, KV, D, F, V = 2048, 16, 32, 8, 64, 8192, 32000


def main(folder, shards):
    folder.mkdir(parents=True, exist_ok=True)
    make = lambda *s: (torch.randn(*s, dtype=torch.float32) * .02).bfloat16()
    parts = [{"model.embed_tokens.weight": make(V, H), "model.norm.weight": torch.ones(H).bfloat16()}]
    for i in range(L):
        b = f"model.layers.{i}."
        part = {b + "input_layernorm.weight": torch.ones(H).bfloat16(),
                b + "post_attention_layernorm.weight": torch.ones(H).bfloat16(),
                b + "self_attn.q_proj.weight": make(HEADS * D, H), b + "self_attn.k_proj.weight": make(KV * D, H),
                b + "self_attn.v_proj.weight": make(KV * D, H), b + "self_attn.o_proj.weight": make(H, HEADS * D),
                b + "mlp.gate_proj.weight": make(F, H), b + "mlp.up_proj.weight": make(F, H),
                b + "mlp.down_proj.weight": make(H, F)}
        if i % (L // shards) == 0 and i > 0:
            parts.append({})
        parts[-1].update(part)
    index = {}
    for i, part in enumerate(parts):
        name = f"model-{i + 1:05}-of-{len(parts):05}.safetensors" if len(parts) > 1 else "model.safetensors"
        save_file(part, folder / name, metadata={"format": "pt"})
        index.update({k: name for k in part})
    if len(parts) > 1:
        (folder / "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": index}))
    (folder / "config.json").write_text(json.dumps({
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": H, "num_hidden_layers": L,
        "num_attention_heads": HEADS, "num_key_value_heads": KV, "head_dim": D, "intermediate_size": F, "vocab_size": V,
        "max_position_embeddings": 131072, "tie_word_embeddings": True, "torch_dtype": "bfloat16", "rms_norm_eps": 1e-5,
        "rope_theta": 500000.0, "rope_scaling": {"rope_type": "llama3", "factor": 32.0, "low_freq_factor": 1.0,
                                                 "high_freq_factor": 4.0, "original_max_position_embeddings": 8192}}))
    print(sum(t.numel() for p in parts for t in p.values()), "parameters")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
