"""The programs that are measured: their command lines, in one place, and how to read what they say of a run.

Each client has start(...) and outcome(...). An outcome maps the index of a sample (0-based, as in datasets.py) to
True (scored right), False (scored wrong), "excluded" or "errored"; a sample that is not there is lost.
"""
import contextlib
import glob
import json
import math
import pathlib
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import datasets
from measure import HERE, ROOT, Run

# ---- the command lines: adapt them here and nowhere else -----------------------------------------------------------
ASSAY_RUN = ("{program} eval --data {data} --scorer includes --model http://127.0.0.1:{port}/v1#mock"
             " --concurrency {concurrency} --out {out} --json")
ASSAY_RESUME = "{program} eval --resume {out} --json"
ASSAY_EXPORT = "{program} logs convert {out} --to eval --out {out}/log.eval"  # makes the .eval log of a run
ASSAY_RETRY = "{program} eval --retry-errors {out} --json"
ASSAY_PATIENCE = {None: "",
                  "long": " --max-retries 20 --timeout 5m",  # where a fault strikes 30 % of the attempts
                  "short": " --max-retries 20 --timeout 10s",  # where an answer never comes
                  "little": " --max-retries 2"}  # where no retry helps
ASSAY_STORE = " --store jdbc:postgresql://127.0.0.1:{database}/assay"  # the user and the password come from PGUSER and PGPASSWORD
STANDIN_PATIENCE = {None: "", "long": " --retries 20", "short": " --retries 20 --timeout 5", "little": " --retries 2"}
LM_EVAL_RUN = ("{program} --model local-chat-completions --model_args model=mock,"
               "base_url=http://127.0.0.1:{port}/v1/chat/completions,num_concurrent={concurrency},"
               "max_retries={retries},tokenized_requests=False,tokenizer_backend=None --apply_chat_template"
               " --tasks capital_{count} --include_path {out}/tasks --output_path {out}/out --log_samples")
INSPECT_RUN = ("{program} eval inspect_task.py --model openai-api/mock/mock --max-connections {concurrency}"
               " --log-dir {out}/logs --display plain")
INSPECT_PATIENT = " --retry-on-error=3 --no-fail-on-error"
# ---------------------------------------------------------------------------------------------------------------------


def fill(line, **values):
    return [part.format(**values) for part in shlex.split(line)]


class Assay:
    """The product; also whatever takes the same command line and writes the same files."""
    name, peer, patience = "assay", False, ASSAY_PATIENCE
    logs = None  # a folder for what it prints; usually beside the run folder

    def __init__(self, program=None):
        self.program = shlex.join([str(program or ROOT / "assay")])

    def start(self, data, count, port, concurrency, out, patience=None, more=""):
        line = ASSAY_RUN + self.patience[patience] + more
        return self.run(fill(line, program=self.program, data=data, port=port, concurrency=concurrency, out=out), out)

    def resume(self, out):
        return self.run(fill(ASSAY_RESUME, program=self.program, out=out), out)

    def retry_errors(self, out):
        return self.run(fill(ASSAY_RETRY, program=self.program, out=out), out)

    def run(self, command, out):
        # {program} may be several words
        command = shlex.split(command[0]) + command[1:]
        pathlib.Path(out).parent.mkdir(parents=True, exist_ok=True)
        log = pathlib.Path(self.logs, "run.log") if self.logs else f"{out}.log"
        return Run(command, ROOT, {"OPENAI_API_KEY": "x", "PGUSER": "assay", "PGPASSWORD": "x"}, log)

    def rows(self, out, whole=True):
        """What the journal holds, by sample id: (errored, scores, bodies where `whole`), read from a copy."""
        with tempfile.TemporaryDirectory() as folder:
            for file in glob.glob(f"{out}/run.db*"):
                shutil.copy(file, folder)
            place = pathlib.Path(folder, "run.db")
            if not place.exists():
                return {}
            base = sqlite3.connect(place)
            try:
                names = [row[1] for row in base.execute("pragma table_info(eval_sample)")]
                if not names:
                    return {}
                has = [n for n in ("checksum", "body") if n in names and whole]
                found = {}
                order = ", ".join(n for n in ("position", "epoch", "attempt") if n in names)
                for row in base.execute(f"select {', '.join(['id', 'errored', 'scores', *has])} from eval_sample"
                                        f" order by {order}"):
                    found[row[0]] = (bool(row[1]), row[2], row[3:])
                return found
            finally:
                base.close()

    def outcome(self, out, count):
        return {int(id) - 1: self.grade(errored, scores) for id, (errored, scores, _) in self.rows(out, whole=False).items()}

    @staticmethod
    def grade(errored, scores):
        if errored:
            return "errored"
        value = scores
        with contextlib.suppress(ValueError, TypeError):
            value = json.loads(scores)
        while isinstance(value, (dict, list)) and value:
            value = next(iter(value.values())) if isinstance(value, dict) else value[0]
        if isinstance(value, str):
            text = value.rpartition("=")[2].strip()
            with contextlib.suppress(ValueError):
                text = float(text)
            value = {"C": 1.0, "I": 0.0, "NaN": math.nan, "nan": math.nan}.get(text, text)
        if value is None or not isinstance(value, (int, float)) or math.isnan(value):
            return "excluded"
        return value >= 0.5

    def result(self, out):
        """What it says of itself in result.json, flattened: the counts and the accuracy, by name."""
        with contextlib.suppress(OSError, ValueError):
            return flat(json.loads(pathlib.Path(out, "result.json").read_text()))
        return {}

    def export(self, out):
        return self.run(fill(ASSAY_EXPORT, program=self.program, out=out), pathlib.Path(out, "export"))

    def sizes(self, out):
        """Megabytes of the journal (with what SQLite keeps beside it) and of the .eval log."""
        size = lambda pattern: sum(pathlib.Path(f).stat().st_size for f in glob.glob(f"{out}/{pattern}", recursive=True))
        return size("run.db*") / 1e6, size("**/*.eval") / 1e6


class StandIn(Assay):
    """A small client with assay's command line, to try these scripts out; it can lose and lie on purpose."""
    name, patience = "standin", STANDIN_PATIENCE

    def __init__(self, program=None):
        self.program = shlex.join([sys.executable, str(HERE / "standin.py")])


class LmEval:
    name, peer = "lm-eval", True

    def __init__(self, venv):
        self.program = str(pathlib.Path(venv, "bin", "lm_eval"))

    def start(self, data, count, port, concurrency, out, patience=None, more=""):
        out = pathlib.Path(out)
        (out / "tasks").mkdir(parents=True, exist_ok=True)
        questions = out / f"q_{count}.jsonl"
        with open(data) as rows, open(questions, "w") as target:
            for line in rows:
                target.write(json.dumps({"question": json.loads(line)["input"], "answer": "Paris"}) + "\n")
        text = (HERE / "peers" / "lm_eval_task.yaml").read_text()
        (out / "tasks" / f"capital_{count}.yaml").write_text(
            text.replace("NNN", str(count)).replace("QUESTIONS", str(questions)))
        return Run(fill(LM_EVAL_RUN, program=self.program, port=port, concurrency=concurrency, count=count, out=out,
                        retries=20 if patience else 3), out,
                   {"OPENAI_API_KEY": "x", "HF_HOME": str(out.parent / "hf"), "HF_HUB_OFFLINE": "1",
                    "HF_DATASETS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}, f"{out}.log")

    def outcome(self, out, count):
        found = {}
        for file in glob.glob(f"{out}/out/**/samples_*.jsonl", recursive=True):
            for line in open(file):
                row = json.loads(line)
                found[row["doc_id"]] = row["exact_match"] >= 0.5
        return found

    def result(self, out):
        for file in glob.glob(f"{out}/out/**/results_*.json", recursive=True):
            return flat(json.loads(pathlib.Path(file).read_text())["results"])
        return {}

    def sizes(self, out):
        return sum(pathlib.Path(f).stat().st_size for f in glob.glob(f"{out}/out/**/*", recursive=True)
                   if pathlib.Path(f).is_file()) / 1e6, 0


class Inspect:
    name, peer = "inspect", True

    def __init__(self, venv):
        self.venv = pathlib.Path(venv)

    def start(self, data, count, port, concurrency, out, patience=None, more=""):
        pathlib.Path(out).mkdir(parents=True, exist_ok=True)
        line = INSPECT_RUN + (INSPECT_PATIENT if patience else "")
        shutil.copy(HERE / "peers" / "inspect_task.py", out)
        return Run(fill(line, program=self.venv / "bin" / "inspect", concurrency=concurrency, out=out), out,
                   {"DATA": str(data), "MOCK_API_KEY": "x", "MOCK_BASE_URL": f"http://127.0.0.1:{port}/v1"}, f"{out}.log")

    def outcome(self, out, count):
        code = ("import sys, json; from inspect_ai.log import read_eval_log_sample_summaries as read\n"
                "print(json.dumps([[s.id, bool(s.error), (s.scores or {}).get('includes').value if (s.scores or {}) "
                "else None] for s in read(sys.argv[1])]))")
        found = {}
        for file in glob.glob(f"{out}/logs/*.eval"):
            rows = json.loads(subprocess.run([self.venv / "bin" / "python", "-c", code, file], capture_output=True,
                                             text=True, check=True).stdout)
            for id, errored, value in rows:
                found[int(id) - 1] = "errored" if errored else "excluded" if value is None else value == "C"
        return found

    def result(self, out):
        return {}

    def sizes(self, out):
        return 0, sum(pathlib.Path(f).stat().st_size for f in glob.glob(f"{out}/logs/*.eval")) / 1e6


def flat(value, prefix=""):
    """The numbers and truths of nested JSON by dotted name."""
    if isinstance(value, dict):
        return {k: v for name, inner in value.items() for k, v in flat(inner, f"{prefix}.{name}".strip(".")).items()}
    if isinstance(value, list):
        return {k: v for i, inner in enumerate(value[:20]) for k, v in flat(inner, f"{prefix}.{i}").items()}
    return {prefix: value}


def judged(found, count):
    """Counts of an outcome beside the truth: what is lost, what is wrong, whether accuracy is that of the truth."""
    scored = {i: v for i, v in found.items() if isinstance(v, bool)}
    wrong = [i for i, v in scored.items() if v != datasets.right(datasets.prompt(i))]
    right = sum(scored.values())
    expected = sum(datasets.right(datasets.prompt(i)) for i in scored)
    return {"n": count, "scored": len(scored), "excluded": sum(v == "excluded" for v in found.values()),
            "errored": sum(v == "errored" for v in found.values()), "lost": count - len(found), "wrong": len(wrong),
            "accuracy": right / len(scored) if scored else None,
            "truth_of_scored": expected / len(scored) if scored else None}


def client(name, given):
    return {"assay": lambda: Assay(given.assay), "standin": StandIn, "lm-eval": lambda: LmEval(given.lm_eval),
            "inspect": lambda: Inspect(given.inspect)}[name]()
