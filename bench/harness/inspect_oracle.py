#!/usr/bin/env python3
"""Reads .eval files with the installed inspect_ai in every way its users do, and prints one normalised JSON.

    VENV/bin/python inspect_oracle.py LOG.eval [...]             # every field that Inspect reads, and the checks
    VENV/bin/python inspect_oracle.py --checks LOG.eval [...]    # only whether each tool opened it (exit 1 if one did not)
    VENV/bin/python inspect_oracle.py --same A.eval B.eval       # equal field by field? prints the differences, exit 1

Normalised: keys sorted, null fields left out, NaN and infinities as {"float": "nan"}, whole floats and ints as they
are. Pools and attachments are shown both as stored ("stored") and resolved ("resolved").
"""
import json
import math
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

os.environ.setdefault("INSPECT_DISPLAY", "none")


def plain(value):
    """JSON without nulls, with non-finite floats made visible."""
    if isinstance(value, float) and not math.isfinite(value):
        return {"float": "nan" if value != value else ("inf" if value > 0 else "-inf")}
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items() if v is not None}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value


def dumped(model):
    return plain(json.loads(model.model_dump_json(exclude_none=True)))


def fields(path):
    from inspect_ai.log import read_eval_log, read_eval_log_sample_summaries
    header = read_eval_log(path, header_only=True)
    stored, resolved = read_eval_log(path), read_eval_log(path, resolve_attachments=True)
    out = {"header": dumped(header), "stored": [dumped(s) for s in stored.samples or []],
           "resolved": [dumped(s) for s in resolved.samples or []],
           "reductions": [dumped(r) for r in stored.reductions or []],
           "summaries": [dumped(s) for s in read_eval_log_sample_summaries(path)]}
    out["header"].pop("location", None)
    return out


def cli(*arguments):
    inspect = pathlib.Path(sys.executable).parent / "inspect"
    done = subprocess.run([str(inspect), *arguments], capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        raise RuntimeError(f"inspect {' '.join(arguments[:2])} exits {done.returncode}: {done.stderr.strip()[-400:]}")
    return done.stdout


def check_dump(path):
    return f"{len(json.loads(cli('log', 'dump', path)).get('samples') or [])} samples"


def check_header_dump(path):
    return json.loads(cli("log", "dump", "--header-only", path))["status"]


def check_bundle(path):
    with tempfile.TemporaryDirectory() as folder:
        logs, out = pathlib.Path(folder, "logs"), pathlib.Path(folder, "out")
        logs.mkdir()
        shutil.copy(path, logs)
        cli("view", "bundle", "--log-dir", str(logs), "--output-dir", str(out))
        copied = list((out / "logs").glob("*.eval"))
        if len(copied) != 1 or not (out / "index.html").is_file():
            raise RuntimeError(f"the bundle holds {[c.name for c in copied]}")
        listing = json.loads((out / "logs" / "listing.json").read_text()) if (out / "logs" / "listing.json").exists() else {}
        return f"{sum(1 for p in out.rglob('*') if p.is_file())} files, listing of {len(listing)}"


def check_list(path):
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(path, folder)
        return f"{len(json.loads(cli('log', 'list', '--json', '--log-dir', folder)))} log"


def check_evals_df(path):
    from inspect_ai.analysis import evals_df
    table = evals_df(path)
    return f"{len(table)} x {len(table.columns)}"


def check_samples_df(path):
    from inspect_ai.analysis import samples_df
    table = samples_df(path)
    return f"{len(table)} x {len(table.columns)}"


def check_full_samples_df(path):
    from inspect_ai.analysis import SampleMessages, SampleSummary, samples_df
    table = samples_df(path, columns=SampleSummary + SampleMessages, full=True)
    return f"{len(table)} x {len(table.columns)}"


def check_messages_df(path):
    from inspect_ai.analysis import messages_df
    table = messages_df(path)
    return f"{len(table)} x {len(table.columns)}"


def check_events_df(path):
    from inspect_ai.analysis import EventInfo, EventTiming, events_df
    table = events_df(path, columns=EventInfo + EventTiming)
    return f"{len(table)} x {len(table.columns)}"


def check_sample_by_uuid(path):
    from inspect_ai.log import read_eval_log_sample, read_eval_log_sample_summaries
    found = 0
    for summary in read_eval_log_sample_summaries(path):
        sample = read_eval_log_sample(path, uuid=summary.uuid) if summary.uuid else \
            read_eval_log_sample(path, id=summary.id, epoch=summary.epoch)
        if (sample.id, sample.epoch) != (summary.id, summary.epoch):
            raise RuntimeError(f"{summary.uuid} names {sample.id} epoch {sample.epoch}, summary says {summary.id}")
        found += 1
    return f"{found} samples"


def check_rewrite(path):
    """Reads it, writes it with Inspect, reads that: nothing may change."""
    from inspect_ai.log import read_eval_log, write_eval_log
    with tempfile.TemporaryDirectory() as folder:
        copy = str(pathlib.Path(folder, "copy.eval"))
        write_eval_log(read_eval_log(path), copy)
        odd = list(different(fields(path)["stored"], fields(copy)["stored"]))
        if odd:
            raise RuntimeError(f"changed by rewriting: {odd[:3]}")
    return "equal"


CHECKS = {n[6:]: f for n, f in list(globals().items()) if n.startswith("check_")}


def checks(path):
    out = {}
    for name, check in CHECKS.items():
        try:
            out[name] = {"ok": True, "found": check(path)}
        except Exception as problem:
            out[name] = {"ok": False, "problem": f"{type(problem).__name__}: {str(problem)[:500]}"}
    # tools that go by the summaries must find as many samples as those that read them
    samples = out["dump"].get("found", "").partition(" ")[0]
    for name in ("samples_df", "full_samples_df", "sample_by_uuid"):
        if out[name]["ok"] and samples and out[name]["found"].partition(" ")[0] != samples:
            out[name].update(ok=False, problem=f"finds {out[name]['found']}, but the log holds {samples} samples")
    return out


def different(a, b, where=""):
    """Each place where two normalised values differ; an int and an equal float are equal."""
    if isinstance(a, dict) and isinstance(b, dict):
        for key in sorted(set(a) | set(b)):
            if key not in a or key not in b:
                yield f"{where}/{key}: only in the {'second' if key not in a else 'first'}"
            else:
                yield from different(a[key], b[key], f"{where}/{key}")
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for i, (x, y) in enumerate(zip(a, b)):
            yield from different(x, y, f"{where}[{i}]")
    elif a != b or isinstance(a, bool) != isinstance(b, bool):
        yield f"{where}: {json.dumps(a)[:120]} != {json.dumps(b)[:120]}"


def main():
    arguments = sys.argv[1:]
    paths = [a for a in arguments if not a.startswith("--")]
    if not paths:
        sys.exit(__doc__)
    if "--same" in arguments:
        odd = list(different(fields(paths[0]), fields(paths[1])))
        print("\n".join(odd) or "equal")
        sys.exit(1 if odd else 0)
    failed = False
    for path in paths:
        out = {"file": pathlib.Path(path).name, "checks": checks(path)}
        failed |= any(not c["ok"] for c in out["checks"].values())
        if "--checks" not in arguments:
            try:
                out.update(fields(path))
            except Exception as problem:
                out["unreadable"], failed = f"{type(problem).__name__}: {problem}"[:500], True
        print(json.dumps(out, sort_keys=True, ensure_ascii=True, indent=None if len(paths) > 1 else 1))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
