#!/usr/bin/env python3
"""Kills an audit with -9 at random moments, resumes it, and compares it with an undisturbed run of the same seed.

    python3 bench/resume/kill9.py --kills 10 --seed 7

Prints one line a kill: how many samples were journalled when it died, whether each of them is still there unchanged
after the resumed run (nothing journalled is asked again), and whether verdicts and deciding outcomes are the same.
"""
import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def rows(folder):
    """Every journalled sample with a digest of its content, by key."""
    database = sqlite3.connect(f"file:{folder}/run.db?mode=ro", uri=True)
    try:
        names = [row[1] for row in database.execute("pragma table_info(sample)")]
        content = ", ".join(f"quote({name})" for name in names)
        return {row[0]: row[1:] for row in database.execute(f"select key, {content} from sample")}
    except sqlite3.OperationalError:
        return {}
    finally:
        database.close()


def result(folder):
    report = json.loads((Path(folder) / "report.json").read_text())
    return {claim["id"]: (claim["verdict"], claim["outcomes"]) for claim in report["claims"]}


def audit(arguments, wait=True):
    command = [str(ROOT / "assay"), "audit", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT)
    if wait:
        _, errors = process.communicate()
        if process.returncode not in (0, 1, 3):
            raise SystemExit(f"{command} ended with {process.returncode}: {errors.decode()}")
    return process


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--target", default="organism:finch")
    given = parser.parse_args()
    moments = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as scratch:
        started = time.monotonic()
        undisturbed = f"{scratch}/undisturbed"
        audit([given.target, "--seed", str(given.seed), "--out", undisturbed])
        whole = time.monotonic() - started
        expected = result(undisturbed)
        print(f"undisturbed: {len(rows(undisturbed))} samples, {whole:.1f} s")
        wrong = 0
        for number in range(1, given.kills + 1):
            folder = f"{scratch}/killed-{number}"
            delay = moments.uniform(0.8, 0.95 * whole)
            process = audit([given.target, "--seed", str(given.seed), "--out", folder], wait=False)
            time.sleep(delay)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            before = rows(folder) if Path(folder, "run.db").exists() else {}
            if before:
                audit(["--resume", folder])
                after = rows(folder)
                kept = all(after.get(key) == content for key, content in before.items())
                same = result(folder) == expected
                wrong += not (kept and same)
                print(f"kill {number:2} after {delay:5.2f} s: {len(before):5} journalled, kept unchanged {kept}, "
                      f"{len(after)} in the end, verdicts and outcomes the same {same}")
            else:
                print(f"kill {number:2} after {delay:5.2f} s: nothing was journalled yet")
        print(f"{wrong} of {given.kills} wrong")
        raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
