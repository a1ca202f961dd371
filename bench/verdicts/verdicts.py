#!/usr/bin/env python3
"""Audits every organism over fixed seeds and holds each verdict against the truth table. Resumable: what is done is kept
in the results file and not done again.

    python3 bench/verdicts/verdicts.py --results verdicts.jsonl                 # seeds 1-20, every organism
    python3 bench/verdicts/verdicts.py --results verdicts.jsonl --summary       # only the table
    python3 bench/verdicts/verdicts.py --results concurrency.jsonl --seeds 1-2 --concurrency 1,2,16

Must-fail claims that pass and must-pass claims that fail are errors; every other verdict that is not the expected one is
listed. Verdicts of one seed at different concurrencies must be identical, as must the deciding outcomes behind them.
"""
import argparse
import collections
import json
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def span(text):
    if "-" in text:
        first, last = text.split("-")
        return list(range(int(first), int(last) + 1))
    return [int(part) for part in text.split(",")]


def organisms():
    listed = subprocess.run([str(ROOT / "assay"), "organisms", "list", "--json"], capture_output=True, check=True)
    return {entry["name"]: entry["truth"] for entry in json.loads(listed.stdout)}


def audit(name, seed, concurrency):
    with tempfile.TemporaryDirectory() as scratch:
        started = time.monotonic()
        process = subprocess.run(
            [str(ROOT / "assay"), "audit", f"organism:{name}", "--seed", str(seed), "--concurrency", str(concurrency),
             "--out", f"{scratch}/run"], capture_output=True, cwd=ROOT)
        seconds = time.monotonic() - started
        if process.returncode not in (0, 1, 3):
            raise SystemExit(f"organism:{name} seed {seed}: exit {process.returncode}: {process.stderr.decode()}")
        report = json.loads(Path(scratch, "run", "report.json").read_text())
        return {
            "organism": name, "seed": seed, "concurrency": concurrency, "seconds": round(seconds, 2),
            "plan": report["plan"]["hash"], "calls": report["calls"],
            "claims": {claim["id"]: {"verdict": claim["verdict"], "hits": claim["estimate"]["decidingHits"],
                                     "draws": claim["estimate"]["decidingDraws"], "digest": claim["digest"]}
                       for claim in report["claims"]}}


def read(path):
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def summary(rows, truth):
    errors, others, cells, base = [], collections.Counter(), 0, collections.Counter()
    groups = collections.defaultdict(set)
    for row in rows:
        groups[row["organism"], row["seed"]].add(json.dumps(row["claims"], sort_keys=True))
        for claim, found in row["claims"].items():
            cells += 1
            verdict, must = found["verdict"], truth[row["organism"]][claim]
            base[verdict] += row["organism"] == "base"
            wrong = (must == "must fail" and verdict == "pass") or (must == "must pass" and verdict == "fail")
            if wrong:
                errors.append((row["organism"], row["seed"], claim, must, found))
            elif verdict != {"must fail": "fail", "must pass": "pass"}.get(must):
                others[row["organism"], claim, must, verdict] += 1
    seconds = sorted(row["seconds"] for row in rows)
    print(f"{len(rows)} audits, {cells} claims; seconds an audit: median {seconds[len(seconds) // 2]}, max {seconds[-1]}")
    print(f"wrong verdicts: {len(errors)}")
    for error in errors:
        print("  wrong", *error)
    total = sum(base.values())
    if total:
        print(f"base: {base['pass']} of {total} claims pass ({100 * base['pass'] / total:.1f} %)")
    print("every other verdict that is not the expected one (organism, claim, truth, verdict, times):")
    for key, count in sorted(others.items()):
        print("  ", *key, count, sep=" | ")
    differing = [key for key, seen in groups.items() if len(seen) > 1]
    print(f"same seed, different concurrency, different claims: {len(differing)} {differing[:5]}")
    return 1 if errors or differing else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--results", type=Path, required=True)
    parser.add_argument("--seeds", type=span, default=list(range(1, 21)))
    parser.add_argument("--concurrency", type=span, default=[16])
    parser.add_argument("--organisms", default="")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--summary", action="store_true")
    given = parser.parse_args()
    truth = organisms()
    names = given.organisms.split(",") if given.organisms else list(truth)
    done = {(row["organism"], row["seed"], row["concurrency"]) for row in read(given.results)}
    if not given.summary:
        jobs = [(name, seed, concurrency) for seed in given.seeds for name in names
                for concurrency in given.concurrency if (name, seed, concurrency) not in done]
        with ThreadPoolExecutor(given.jobs) as pool, given.results.open("a") as out:
            for number, row in enumerate(pool.map(lambda job: audit(*job), jobs), 1):
                out.write(json.dumps(row) + "\n")
                out.flush()
                print(f"{number}/{len(jobs)} {row['organism']} seed {row['seed']}: {row['seconds']} s", file=sys.stderr)
    raise SystemExit(summary(read(given.results), truth))


if __name__ == "__main__":
    main()
