"""Makes the tiny random Llama folders under engine/src/test/resources/llama, with what transformers computes from them.

    python bench/engine/make_fixtures.py engine/src/test/resources/llama

Needs torch, transformers and tokenizers. Each folder is a model as Hugging Face writes it, plus expected.json:
prompts, the logits after their last token (32-bit floats, computed in one left-padded batch and checked against each
prompt alone), and 64 greedy tokens.
"""
import json
import pathlib
import sys

import torch
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

SPECIAL = ["<|pad|>", "<|bos|>", "<|system|>", "<|user|>", "<|assistant|>", "<|eot|>"]
TEMPLATE = (
    "{{- bos_token }}{% for message in messages %}{{- '<|' + message['role'] + '|>\\n' + message['content'] | trim"
    " + '<|eot|>' }}{% endfor %}{% if add_generation_prompt %}{{- '<|assistant|>\\n' }}{% endif %}"
)
WORDS = "the cat sat on a mat and the dog ate what it had found in the old garden of the house".split()


def tokenizer():
    """A byte-level BPE of 320 tokens, digits split singly, six special tokens."""
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=320,
        special_tokens=[AddedToken(s, special=True, normalized=False) for s in SPECIAL],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    made.train_from_iterator([" ".join(WORDS), "The garden had 12 cats, and 7 dogs!"] * 3, trainer)
    wrapped = PreTrainedTokenizerFast(
        tokenizer_object=made, bos_token="<|bos|>", eos_token="<|eot|>", pad_token="<|pad|>", model_max_length=128
    )
    wrapped.chat_template = TEMPLATE
    return wrapped


def shapes():
    common = dict(
        vocab_size=320, max_position_embeddings=128, bos_token_id=1, eos_token_id=5, pad_token_id=0,
        initializer_range=0.25, attn_implementation="eager",
    )
    yield "untied-f32", torch.float32, "new", LlamaConfig(
        hidden_size=24, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, intermediate_size=40,
        tie_word_embeddings=False, rope_parameters={"rope_type": "default", "rope_theta": 5000.0}, **common)
    yield "tied-bf16", torch.bfloat16, "old", LlamaConfig(
        hidden_size=32, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=4, intermediate_size=36,
        tie_word_embeddings=True, rope_parameters={"rope_type": "default", "rope_theta": 10000.0}, **common)
    yield "wide-head-f16", torch.float16, "new", LlamaConfig(
        hidden_size=30, num_hidden_layers=2, num_attention_heads=3, num_key_value_heads=1, head_dim=14,
        intermediate_size=37, tie_word_embeddings=False, rms_norm_eps=1e-6,
        rope_parameters={"rope_type": "default", "rope_theta": 20000.0}, **common)


def expected(model, made):
    generator = torch.Generator().manual_seed(11)
    prompts = [torch.randint(6, 320, (n,), generator=generator).tolist() for n in (1, 5, 17, 40)]
    prompts.append(made.encode("The cat and 12 dogs ate in the garden."))
    longest = max(map(len, prompts))
    ids = torch.tensor([[0] * (longest - len(p)) + p for p in prompts])
    mask = torch.tensor([[0] * (longest - len(p)) + [1] * len(p) for p in prompts])
    positions = (mask.cumsum(-1) - 1).clamp(min=0)
    cases = []
    with torch.no_grad():
        batch = model(input_ids=ids, attention_mask=mask, position_ids=positions).logits[:, -1]
        for row, prompt in zip(batch, prompts):
            alone = model(input_ids=torch.tensor([prompt])).logits[0, -1]
            assert (alone - row).abs().max() < 1e-4, (alone - row).abs().max()
            tokens = list(prompt)
            for _ in range(64):
                tokens.append(int(model(input_ids=torch.tensor([tokens])).logits[0, -1].argmax()))
            cases.append({"prompt": prompt, "logits": [round(v, 6) for v in row.tolist()],
                          "greedy": tokens[len(prompt):]})
    return cases


def main(out):
    made = tokenizer()
    for seed, (name, dtype, rope, config) in enumerate(shapes()):
        torch.manual_seed(seed)
        model = LlamaForCausalLM(config).to(dtype)
        folder = out / name
        folder.mkdir(parents=True, exist_ok=True)
        model.save_pretrained(folder)
        made.save_pretrained(folder)
        (folder / "generation_config.json").unlink(missing_ok=True)
        path = folder / "config.json"
        written = json.loads(path.read_text())
        if rope == "old":  # as transformers 4 wrote it
            written["rope_theta"] = written.pop("rope_parameters")["rope_theta"]
            written["torch_dtype"] = written.pop("dtype")
            path.write_text(json.dumps(written, indent=2) + "\n")
            tokens = folder / "tokenizer_config.json"
            settings = json.loads(tokens.read_text()) | {"chat_template": TEMPLATE}
            tokens.write_text(json.dumps(settings, indent=2) + "\n")
            (folder / "chat_template.jinja").unlink(missing_ok=True)
        (folder / "tokenizer.json").write_text(json.dumps(json.loads((folder / "tokenizer.json").read_text()),
                                                          ensure_ascii=False, separators=(",", ":")))
        model = LlamaForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager")
        (folder / "expected.json").write_text(json.dumps(expected(model, made), separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
