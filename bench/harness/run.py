#!/usr/bin/env python3
"""Measures the harness beside its peers, on one mock server, on one machine. Python's standard library only.

    python3 bench/harness/run.py QUESTION [--clients assay,lm-eval] [--work FOLDER] [--port 22010]

Questions, one subcommand each: see README.md, or `run.py QUESTION --help`. Each writes its rows as JSON lines
(--results FILE, by default WORK/results/QUESTION-TIME.jsonl) and prints a Markdown table and the bars.
"""
import argparse
import pathlib
import shutil
import subprocess
import sys

import outage
import speed
import trust
from measure import Mock, ROOT, Results, raise_file_limit

QUESTIONS = {"cold": speed.cold, "rate": speed.rate, "latency": speed.latency, "million": speed.million,
             "first": speed.first, "limit": speed.limit, "faults": trust.faults, "kill": trust.kill,
             "disk": outage.disk, "postgres": outage.postgres}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    questions = parser.add_subparsers(dest="question", required=True)
    for name, question in QUESTIONS.items():
        sub = questions.add_parser(name, help=question.__doc__.splitlines()[0], description=question.__doc__,
                                   formatter_class=argparse.RawDescriptionHelpFormatter)
        sub.add_argument("--clients", default=question.clients, help=f"of assay, standin, lm-eval, inspect; usually {question.clients}")
        sub.add_argument("--work", default="/tmp/bench", help="scratch folder, outside the repository")
        sub.add_argument("--port", type=int, default=22010)
        sub.add_argument("--results", help="file for the rows")
        sub.add_argument("--assay", help="the program, instead of ./assay")
        sub.add_argument("--lm-eval", help="virtual environment with lm_eval; usually WORK/venv-lmeval")
        sub.add_argument("--inspect", help="virtual environment with inspect_ai; usually WORK/venv-inspect")
        sub.add_argument("--more", default="", help="more arguments for assay or the stand-in, as one word: --more='--lose 5'")
        sub.add_argument("--keep", action="store_true", help="keep the run folders")
        for option, (usual, text) in question.options.items():
            kind = type(usual) if usual is not None else str
            sub.add_argument(f"--{option}", type=kind, default=usual, help=f"{text}; usually {usual}")
    return parser.parse_args()


def main():
    given = arguments()
    work = pathlib.Path(given.work).absolute()
    work.mkdir(parents=True, exist_ok=True)
    given.work, given.runs = work, work / f"runs-{given.port}"  # two measurements may go on at once
    given.lm_eval = given.lm_eval or work / "venv-lmeval"
    given.inspect = given.inspect or work / "venv-inspect"
    given.clients = given.clients.split(",")
    if "assay" in given.clients and not given.assay:
        # build before anything is timed
        subprocess.run([ROOT / "assay", "--version"], stdout=subprocess.DEVNULL, check=True)
    shutil.rmtree(given.runs, ignore_errors=True)
    raise_file_limit()
    results = Results(given.question, work, given.results, hide=[(given.runs, "RUNS"), (work, "WORK"), (ROOT, ".")])
    with Mock(given.port, work) as mock:
        QUESTIONS[given.question](given, mock, results)
    if not given.keep:
        shutil.rmtree(given.runs, ignore_errors=True)
    sys.exit(0 if all(row.get("holds", True) for row in results.rows) else 1)


if __name__ == "__main__":
    main()
