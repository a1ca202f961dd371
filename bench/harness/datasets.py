#!/usr/bin/env python3
"""Data sets whose truth is known, because the mock answers Paris or not by the sha256 of the prompt.

    python3 datasets.py FOLDER [N ...]     # data_N.jsonl; without N: 1, 1000, 5000, 20000, 55000, 1000000
"""
import hashlib
import os
import pathlib
import sys

SIZES = (1, 1000, 5000, 20000, 55000, 1000000)


def prompt(i):
    return f"Sample {i}: what is the capital of France?"


def right(text):
    """Whether the mock answers Paris to that prompt."""
    return hashlib.sha256(text.encode()).digest()[0] < 128


def key(text):
    """How the mock's /_given names a prompt."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def truth(count):
    """Accuracy that a run of that many samples must come to."""
    return sum(right(prompt(i)) for i in range(count)) / count


def write(folder, count):
    """Writes data_N.jsonl (id from 1, target Paris) line by line, unless it is there; returns its path."""
    path = pathlib.Path(folder, f"data_{count}.jsonl")
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        with open(part, "w") as out:
            for i in range(count):
                out.write('{"input": "%s", "target": "Paris", "id": %d}\n' % (prompt(i), i + 1))
        os.replace(part, path)
    return path


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for size in map(int, sys.argv[2:] or SIZES):
        print(write(sys.argv[1], size), f"truth {truth(size):.6f}")
