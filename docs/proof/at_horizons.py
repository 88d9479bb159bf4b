#!/usr/bin/env python3
"""What runs had reached after parts of training: a row a schedule, a column a horizon.

    at_horizons.py FOLDER... --seeds 101,102,103 --horizons 0.08,0.16,0.5,1.0

Reads trials of ``lode sweep`` and ``lode prove`` below the folders. A value is the validation loss at
the last log up to the horizon, mean and standard error over the seeds.
"""

import argparse
import collections
import json
import pathlib
import statistics

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("folders", nargs="+", type=pathlib.Path)
parser.add_argument("--seeds", default="101,102,103")
parser.add_argument("--horizons", default="0.08,0.16,0.5,1.0")
options = parser.parse_args()
seeds = {int(seed) for seed in options.seeds.split(",")}
horizons = [float(horizon) for horizon in options.horizons.split(",")]

reached = collections.defaultdict(list)
for folder in options.folders:
    for trial in sorted(folder.glob("t-*/trial.json")):
        record = json.loads(trial.read_text())
        if record["seed"] not in seeds:
            continue
        (run,) = trial.parent.glob("**/run.json")
        total = json.loads(run.read_text())["totalSteps"]
        rows = [
            json.loads(line)
            for part in sorted(run.parent.glob("part-*.jsonl"))
            for line in part.read_text().splitlines()
        ]
        settings = {k: v.rsplit("/", 1)[-1] for k, v in record["settings"].items()}
        settings.pop("curvature", None)
        name = ", ".join(f"{k} {v}" for k, v in sorted(settings.items()))
        reached[name].append(
            [
                [row["validation_loss"] for row in rows if row["step"] <= horizon * total + 1][-1]
                for horizon in horizons
            ]
        )

print("| schedule | seeds | " + " | ".join(f"{horizon:g}" for horizon in horizons) + " |")
print("|---" * (len(horizons) + 2) + "|")
for name, runs in reached.items():
    cells = []
    for column in zip(*runs):
        error = statistics.stdev(column) / len(column) ** 0.5 if len(column) > 1 else float("nan")
        cells.append(f"{statistics.mean(column):.4f} ± {error:.4f}")
    print(f"| {name} | {len(runs)} | " + " | ".join(cells) + " |")
