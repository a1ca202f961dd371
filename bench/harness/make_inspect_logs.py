#!/usr/bin/env python3
"""Makes small .eval logs with the installed inspect_ai, without a network, one per thing a reader must understand.

    VENV/bin/python make_inspect_logs.py OUT [NAME ...]      # OUT/NAME.eval, OUT/variants/*.eval, OUT/index.json

Runs under old releases too: what a release cannot do is named in index.json as skipped.
"""
import glob
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

HERE = pathlib.Path(__file__).absolute().parent
sys.path.insert(0, str(HERE / "inspect_logs"))
os.environ.setdefault("INSPECT_DISPLAY", "none")

# What eval() is given beyond the task and the model.
OPTIONS = {
    "retried": dict(retry_on_error=2, max_connections=1, max_samples=1),
    "basic": dict(tags=["bench", "small"], metadata={"from": "eval"}, temperature=0.5, seed=7, max_tokens=32),
    "graded": dict(model_roles={"grader": "scripted/grader"}),
    "scores": dict(max_samples=1),
}


def run(name, task, model, out, version):
    from inspect_ai import eval as evaluate
    folder = tempfile.mkdtemp()
    options = dict(OPTIONS.get(name, {}))
    while True:
        try:
            logs = evaluate(task, model=f"scripted/{model}", log_dir=folder, log_format="eval", **options)
            break
        except TypeError as problem:  # an option this release does not know
            unknown = next((o for o in options if f"'{o}'" in str(problem)), None)
            if unknown is None:
                raise
            options.pop(unknown)
    made = glob.glob(folder + "/*.eval")
    if len(made) != 1:
        raise RuntimeError(f"expected one log, found {made}")
    target = out / f"{name}.eval"
    shutil.move(made[0], target)
    shutil.rmtree(folder)
    return {"file": target.name, "original_name": os.path.basename(made[0]), "status": logs[0].status,
            "bytes": target.stat().st_size, "inspect_ai": version}


def killed(out, version):
    """A log whose run was killed by SIGKILL: start.json and journal, samples, no header."""
    folder = tempfile.mkdtemp()
    code = ("import sys; sys.path.insert(0, sys.argv[1]); import scripted, modern_tasks; from inspect_ai import eval; "
            "eval(modern_tasks.interrupted(), model='scripted/slower', log_dir=sys.argv[2], log_format='eval', "
            "log_buffer=5, max_samples=60, max_connections=60)")
    process = subprocess.Popen([sys.executable, "-c", code, str(HERE / "inspect_logs"), folder], start_new_session=True)
    try:
        deadline = time.time() + 40
        while time.time() < deadline:
            time.sleep(0.5)
            found = glob.glob(folder + "/*.eval")
            if found and members(found[0]) >= 20:
                break
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    target = out / "killed.eval"
    shutil.move(glob.glob(folder + "/*.eval")[0], target)
    return {"file": target.name, "status": "started", "bytes": target.stat().st_size, "inspect_ai": version}


def members(path):
    import zipfile
    try:
        return len(zipfile.ZipFile(path).namelist())
    except Exception:
        return 0


def edited(source, out, version):
    """The log of `basic`, with a score edited, a tag and metadata added and a sample invalidated."""
    from inspect_ai.log import (MetadataEdit, ProvenanceData, TagsEdit, edit_eval_log, edit_score, invalidate_samples,
                                read_eval_log, write_eval_log)
    from inspect_ai.scorer import ScoreEdit
    log, who = read_eval_log(str(source)), ProvenanceData(author="an auditor", reason="the target was wrong")
    edit_score(log, log.samples[0].id, "includes", ScoreEdit(value="C", explanation="read by hand", provenance=who))
    log = edit_eval_log(log, [TagsEdit(tags_add=["checked"], tags_remove=["small"]),
                              MetadataEdit(metadata_set={"reviewer": "an auditor"})], who)
    log = invalidate_samples(log, [log.samples[1].uuid], who)
    target = out / "edited.eval"
    write_eval_log(log, str(target))
    return {"file": target.name, "status": log.status, "bytes": target.stat().st_size, "inspect_ai": version}


def main():
    out, only = pathlib.Path(sys.argv[1]), set(sys.argv[2:])
    out.mkdir(parents=True, exist_ok=True)
    from importlib.metadata import version
    release = version("inspect_ai")
    index, tasks = {}, {}
    import scripted  # noqa: F401  registers the model
    import plain_tasks
    tasks.update({n: (getattr(plain_tasks, n), m) for n, m in plain_tasks.PLAIN.items()})
    try:
        import modern_tasks
        tasks.update({n: (getattr(modern_tasks, n), m) for n, m in modern_tasks.MODERN.items()})
    except ImportError as problem:
        index["modern"] = {"skipped": f"{release}: {problem}"}
    jobs = {n: (lambda n=n, t=t, m=m: run(n, t(), m, out, release)) for n, (t, m) in tasks.items()}
    if "modern" not in index:
        jobs["killed"] = lambda: killed(out, release)
        jobs["edited"] = lambda: edited(out / "basic.eval", out, release)
    for name, job in jobs.items():
        if only and name not in only:
            continue
        try:
            index[name] = job()
        except BaseException as problem:
            index[name] = {"skipped": f"{release}: {type(problem).__name__}: {str(problem)[:300]}"}
            if "-v" in os.environ.get("MAKE_LOGS", ""):
                traceback.print_exc()
        print(name, index[name], flush=True)
    try:
        import variants
        index["variants"] = variants.make(out)
    except Exception as problem:
        index["variants"] = {"skipped": f"{type(problem).__name__}: {problem}"}
    (out / "index.json").write_text(json.dumps(index, indent=1))


if __name__ == "__main__":
    main()
