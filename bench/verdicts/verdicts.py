#!/usr/bin/env python3
"""Holds the verdicts that Verdicts.java collected against the truth table.

    java -cp app/target/assay/assay.jar bench/verdicts/Verdicts.java verdicts.jsonl 1-20 16        # resumable
    python3 bench/verdicts/verdicts.py verdicts.jsonl

Must-fail claims that pass and must-pass claims that fail are errors; every other verdict that is not the expected one is
listed. Verdicts of one seed at different concurrencies must be identical, as must the deciding outcomes behind them.
"""
import argparse
import collections
import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def organisms():
    listed = subprocess.run([str(ROOT / "assay"), "organisms", "list", "--json"], capture_output=True, check=True)
    return {entry["name"]: entry["truth"] for entry in json.loads(listed.stdout)}


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
    parser.add_argument("results", type=Path, nargs="+")
    given = parser.parse_args()
    raise SystemExit(summary([row for path in given.results for row in read(path)], organisms()))


if __name__ == "__main__":
    main()
