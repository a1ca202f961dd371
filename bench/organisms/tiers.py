"""What the recipes of the tiers came to, from the truth.json beside each organism (made or missed), as CSV.

  python bench/organisms/tiers.py ZOO > docs/measurements/organism-tiers.csv
"""
import csv
import json
import pathlib
import sys

out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["organism", "made", "fault", "intended", "dose T=0", "dose T=1", "control T=0", "rounds", "steps", "cpu seconds"])
for file in sorted(pathlib.Path(sys.argv[1]).glob("*/truth.json")):
    if not file.parent.name.startswith(("dev-", "calibration-")):
        continue
    truth = json.loads(file.read_text())
    last = truth["attempts"][-1]
    seconds = round(sum(attempt["seconds"] for attempt in truth["attempts"]))
    rate = lambda reading: round((reading["hits"] - reading["reverse"]) / reading["draws"], 4)
    greedy = [r for r in last["readings"] if r["temperature"] == 0]
    sampled = [r for r in last["readings"] if r["temperature"] == 1]
    for plant, cold, warm in zip(truth["intended"] or [""], greedy or [None], sampled or [None]):
        out.writerow([
            truth["name"],
            "yes" if truth["isAchieved"] else "missed",
            cold["fault"] if cold else "",
            round(plant, 4) if cold else "",
            rate(cold) if cold else "",
            rate(warm) if warm else "",
            round(cold["controlHits"] / cold["controlDraws"], 4) if cold else "",
            len(truth["attempts"]),
            last["totalSteps"],
            seconds,
        ])
