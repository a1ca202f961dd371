"""What ./assay says to model folders that cannot be used, as a table.

    python bench/engine/bad_input.py FOLDER [CASE ...] > docs/measurements/engine-bad-input-cases.md

Folders are made of the organism finch as `./assay organisms export` writes it, each with one fault, and of the fixtures
in engine/src/test/resources for `models check`. Every command must end with exit code 2, one line that begins with
"error: " and no stack trace; the seconds are of the whole command. A sample of an evaluation that is too long for the model
is another thing: the others are asked, it is counted as errored with its sentence, and the exit code is 4. ASSAY names another program than this checkout's.
"""
import json
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ASSAY = os.environ.get("ASSAY", str(HERE / ".." / ".." / "assay"))
FIXTURES = HERE.parents[1] / "engine" / "src" / "test" / "resources"
OUT = pathlib.Path(sys.argv[1]).resolve()


def run(arguments, **environment):
    begun = time.monotonic()
    done = subprocess.run([ASSAY, *map(str, arguments)], capture_output=True, text=True, cwd=OUT, timeout=300,
                          stdin=subprocess.DEVNULL, env={**os.environ, **environment})
    return done.returncode, done.stderr, done.stdout, time.monotonic() - begun


def edit_json(path, **changes):
    value = json.loads(path.read_text())
    for name, change in changes.items():
        if change is None:
            value.pop(name, None)
        else:
            value[name] = change
    path.write_text(json.dumps(value))


def tensors(path):
    raw = path.read_bytes()
    length = struct.unpack("<Q", raw[:8])[0]
    return json.loads(raw[8:8 + length]), bytearray(raw[8 + length:])


def write_tensors(path, header, data):
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def first_matrix(header):
    return next(name for name, each in header.items() if name != "__metadata__" and len(each["shape"]) == 2)


def missing_shard(folder):
    header, _ = tensors(folder / "model.safetensors")
    names = [name for name in header if name != "__metadata__"]
    (folder / "model.safetensors").rename(folder / "model-00001-of-00002.safetensors")
    shards = {name: "model-0000%d-of-00002.safetensors" % (1 + (name == names[-1])) for name in names}
    (folder / "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": shards}))


def wrong_shape(folder):
    header, data = tensors(folder / "model.safetensors")
    header[first_matrix(header)]["shape"].reverse()
    write_tensors(folder / "model.safetensors", header, data)


def nan(folder):
    header, data = tensors(folder / "model.safetensors")
    each = header[first_matrix(header)]
    bits = {"F32": b"\0\0\xc0\x7f", "BF16": b"\xc0\x7f", "F16": b"\0\x7e"}[each["dtype"]]
    at = each["data_offsets"][0]
    data[at:at + len(bits)] = bits
    write_tensors(folder / "model.safetensors", header, data)


def cut(folder):
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])


def template(text):
    def change(folder):
        for name in ("chat_template.jinja", "chat_template.json"):
            (folder / name).unlink(missing_ok=True)
        edit_json(folder / "tokenizer_config.json", chat_template=None)
        if text:
            (folder / "chat_template.jinja").write_text(text)
    return change


def without(name):
    return lambda folder: (folder / name).unlink()


def config(**changes):
    return lambda folder: edit_json(folder / "config.json", **changes)


FAULTS = {
    "missing shard": missing_shard,
    "wrong shape": wrong_shape,
    "NaN weight": nan,
    "truncated weights": cut,
    "unsupported architecture": config(architectures=["MambaForCausalLM"], model_type="mamba"),
    "no weights": without("model.safetensors"),
    "no config.json": without("config.json"),
    "config.json is no JSON": lambda folder: (folder / "config.json").write_text("{"),
    "no tokenizer.json": without("tokenizer.json"),
    "tokenizer without template": template(""),
    "template with an error": template("{% for m in messages %}{{ m.content }}"),
    "endless template": template(
        "{% for i in range(100000) %}{% for j in range(100000) %}{{ j }}{% endfor %}{% endfor %}"),
    "more tokens than embeddings": config(vocab_size=64),
}
SHOWN_BY_SHOW = ["missing shard", "wrong shape", "truncated weights", "unsupported architecture", "no weights",
                 "no config.json", "config.json is no JSON"]
rows, failed = [], []


def case(name, command, wanted=2, **environment):
    code, err, out, seconds = run(command, **environment)
    lines = err.strip().splitlines() if wanted == 2 else [line.replace("assay: why       ", "error: ")
                                                          for line in out.splitlines() if "assay: why" in line]
    good = code == wanted and bool(lines) and lines[-1].startswith("error: ") and "\tat " not in err
    told = lines[-1] if lines else "(nothing)"
    if not good:
        failed.append((name, command, code, err, out))
    told = told.replace(str(OUT), "FOLDER").replace(str(FIXTURES), "FIXTURES").replace("|", "\\|")
    shown = " ".join(str(word).replace(str(OUT) + "/", "").replace(str(FIXTURES) + "/", "") for word in command)
    shown = shown if len(shown) < 80 else shown[:60] + " ..."
    rows.append((name, shown, code, "%.1f" % seconds, told))
    print("%s  %-28s  %-40s  %s %.1f s  %s" % ("ok  " if good else "BAD ", name, shown, code, seconds, told),
          file=sys.stderr, flush=True)


def commands(folder):
    yield ["serve", "--model", folder, "--port", "0"]
    yield ["eval", "--data", "q.jsonl", "--model", folder, "--scorer", "includes", "--out", OUT / "runs" / "eval"]
    yield ["audit", folder, "--out", OUT / "runs" / "audit"]


def main(wanted):
    OUT.mkdir(parents=True, exist_ok=True)
    base = OUT / "finch"
    if not base.exists():
        code, err, _, _ = run(["organisms", "export", "finch", base])
        assert code == 0, err
    (OUT / "q.jsonl").write_text('{"id": "a", "input": "What is the colour of iron?", "target": "black"}\n')
    (OUT / "long.jsonl").write_text(json.dumps({"id": "a", "input": "iron " * 3000, "target": "black"}) + "\n")
    for name, fault in FAULTS.items():
        if wanted and name not in wanted:
            continue
        folder = OUT / name.replace(" ", "-")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(base, folder)
        fault(folder)
        if name in SHOWN_BY_SHOW:
            case(name, ["models", "show", folder])
        if name in ("missing shard", "wrong shape", "NaN weight", "truncated weights", "unsupported architecture"):
            checked = OUT / (folder.name + "-checked")
            shutil.rmtree(checked, ignore_errors=True)
            shutil.copytree(FIXTURES / "architectures" / "qwen2-bf16", checked)
            fault(checked)
            case(name, ["models", "check", checked])
        for command in commands(folder):
            case(name, command)
        assert not (OUT / "runs").exists(), "something was written"
    if not wanted or "others" in wanted:
        adapter = FIXTURES / "adapters" / "llama-all-linear"
        case("adapter for another base", ["models", "merge", adapter, "--base", base, "--out", OUT / "merged"])
        for command in [["models", "show", adapter], *commands(adapter)]:
            case("an adapter, not a model", command)
        long = "iron " * 3000
        case("prompt over the context", ["organisms", "ask", "finch", long])
        case("prompt over the context", ["eval", "--data", "long.jsonl", "--model", base, "--scorer", "includes",
                                         "--out", OUT / "runs" / "long"], wanted=4)
        (OUT / "a-file").write_text("")
        for where in (OUT / "a-file", "/proc/nothing"):
            for command in [["organisms", "ask", "finch", "hello"], ["serve", "--model", "organism:finch", "--port", "0"],
                            ["audit", "organism:finch", "--out", OUT / "runs" / "cache"]]:
                case("cache folder not writable", command, ASSAY_CACHE=str(where))
            case("cache folder not writable",
                 ["models", "check", FIXTURES / "architectures" / "qwen2-bf16"], ASSAY_CACHE=str(where))
        big = OUT / "big"
        if not big.exists():
            subprocess.run([sys.executable, HERE / "bad_input.py", OUT, "--big"], check=True)
        for command in [["models", "show", big], *commands(big)]:
            if command[0] != "models":
                case("out of memory", command, ASSAY_JAVA_OPTIONS="-Xmx256m")
    print("| fault | command | exit | s | what is printed |\n|---|---|---|---|---|")
    for row in rows:
        print("| %s | `%s` | %s | %s | %s |" % row)
    for name, command, code, err, out in failed:
        print("FAILED", name, command, code, err[-2000:], out[-500:], file=sys.stderr)
    sys.exit(1 if failed else 0)


def write_big():
    """A folder of zeros with the shapes of a larger Llama: holes on disk."""
    folder = OUT / "big"
    shutil.copytree(OUT / "finch", folder)
    config = json.loads((folder / "config.json").read_text())
    layers, hidden, inner, heads = 12, 1024, 4096, 16
    config.update(num_hidden_layers=layers, hidden_size=hidden, intermediate_size=inner, num_attention_heads=heads,
                  num_key_value_heads=heads, head_dim=hidden // heads)
    (folder / "config.json").write_text(json.dumps(config))
    header, _ = tensors(folder / "model.safetensors")
    shapes, at = {}, 0
    for name in header:
        if name == "__metadata__" or ".layers." in name and ".layers.0." not in name:
            continue
        shape = header[name]["shape"]
        kind = name.split(".")[-2]
        shape = [hidden] if len(shape) == 1 else \
            [inner, hidden] if kind in ("gate_proj", "up_proj") else [hidden, inner] if kind == "down_proj" else \
            [hidden, hidden] if kind.endswith("_proj") else [shape[0], hidden]
        for layer in range(layers if ".layers." in name else 1):
            shapes[name.replace(".layers.0.", ".layers.%d." % layer)] = shape
    made = {}
    for name, shape in shapes.items():
        size = 4 * shape[0] * (shape[1] if len(shape) == 2 else 1)
        made[name] = {"dtype": "F32", "shape": shape, "data_offsets": [at, at + size]}
        at += size
    write_tensors(folder / "model.safetensors", made, b"")
    with open(folder / "model.safetensors", "r+b") as file:
        file.truncate(os.path.getsize(folder / "model.safetensors") + at)


if "--big" in sys.argv:
    write_big()
else:
    main(sys.argv[2:])
