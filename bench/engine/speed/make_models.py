"""Random Llamas of three sizes, as folders of transformers and as GGUF files: what the speed of engines is compared on.

    python make_models.py FOLDER          writes FOLDER/{s,m,l}-{float32,bfloat16}/ and FOLDER/{s,m}.gguf
"""
import pathlib
import sys

import gguf
import torch
import transformers

SIZES = {
    "s": dict(vocab_size=4096, hidden_size=128, num_hidden_layers=4, num_attention_heads=4, intermediate_size=352),
    "m": dict(vocab_size=32000, hidden_size=288, num_hidden_layers=6, num_attention_heads=6, intermediate_size=768),
    "l": dict(vocab_size=32000, hidden_size=768, num_hidden_layers=12, num_attention_heads=12, intermediate_size=2048),
}

NAMES = {
    "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down", "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm",
}


def turned(weight, heads):
    """llama.cpp turns neighbouring numbers, transformers the two halves."""
    return weight.reshape(heads, 2, weight.shape[0] // heads // 2, weight.shape[1]).swapaxes(1, 2).reshape(weight.shape)


def write_gguf(model, path):
    config = model.config
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_attention_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_dimension_count(config.hidden_size // config.num_attention_heads)
    writer.add_vocab_size(config.vocab_size)
    writer.add_file_type(0)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(["<unk>", "<s>", "</s>"] + [f"<0x{i:02X}>" for i in range(256)]
                          + [f"t{i}" for i in range(259, config.vocab_size)])
    writer.add_token_scores([0.0] * config.vocab_size)
    writer.add_token_types([2, 3, 3] + [6] * 256 + [1] * (config.vocab_size - 259))
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    for name, tensor in model.state_dict().items():
        numbers = tensor.float().numpy()
        if name == "model.embed_tokens.weight":
            writer.add_tensor("token_embd.weight", numbers)
        elif name == "model.norm.weight":
            writer.add_tensor("output_norm.weight", numbers)
        elif name == "lm_head.weight":
            writer.add_tensor("output.weight", numbers)
        else:
            _, _, layer, *part, _ = name.split(".")
            part = ".".join(part)
            if part.endswith(("q_proj", "k_proj")):
                numbers = turned(numbers, config.num_attention_heads).copy()
            writer.add_tensor(f"blk.{layer}.{NAMES[part]}.weight", numbers)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main():
    out = pathlib.Path(sys.argv[1])
    for name, shape in SIZES.items():
        torch.manual_seed(1)
        model = transformers.LlamaForCausalLM(transformers.LlamaConfig(
            max_position_embeddings=1024, bos_token_id=1, eos_token_id=2, tie_word_embeddings=False, **shape))
        if name != "l":
            out.mkdir(parents=True, exist_ok=True)
            write_gguf(model, out / f"{name}.gguf")
        for dtype in ("float32", "bfloat16"):
            model.to(getattr(torch, dtype)).save_pretrained(out / f"{name}-{dtype}")


main()
