#!/usr/bin/env python3
"""Compares schedules seed by seed over several folders of trials with one of them.

    paired.py FOLDER... --with "0.01139 onecycle" [--least 5]

A row a schedule that has runs of at least so many seeds: mean and standard deviation of the test
accuracy; then gain in accuracy and in test loss, mean and standard error over the seeds of both.
"""

import argparse
import collections
import json
import pathlib
import statistics

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("folders", nargs="+", type=pathlib.Path)
parser.add_argument("--with", dest="other", required=True, help="settings to compare with")
parser.add_argument("--least", type=int, default=5, help="seeds that a schedule must have")
options = parser.parse_args()

outcomes = collections.defaultdict(dict)
for folder in options.folders:
    for trial in sorted(folder.glob("t-*/trial.json")):
        record = json.loads(trial.read_text())
        settings = {k: v.rsplit("/", 1)[-1] for k, v in record["settings"].items()}
        settings.pop("curvature", None)
        name = " ".join(value for _, value in sorted(settings.items()))
        outcomes[name][record["seed"]] = json.loads((trial.parent / "outcome.json").read_text())
others = outcomes[options.other]
if not others:
    parser.error(f"no trial has the settings {options.other!r}, found {sorted(outcomes)}")


def gain(differences: list) -> str:
    error = statistics.stdev(differences) / len(differences) ** 0.5
    return f"{statistics.mean(differences):+.4f} ± {error:.4f}"


print("| schedule | seeds | test accuracy | gain | gain in test loss |")
print("|---|---|---|---|---|")
for name, runs in outcomes.items():
    seeds = sorted(set(runs) & set(others))
    if len(seeds) < max(2, options.least):
        continue
    accuracy = [runs[seed]["test_accuracy"] for seed in seeds]
    print(
        f"| {name} | {len(seeds)} "
        f"| {statistics.mean(accuracy):.4f} ± {statistics.stdev(accuracy):.4f} "
        f"| {gain([a - others[s]['test_accuracy'] for s, a in zip(seeds, accuracy)])} "
        f"| {gain([others[s]['test_loss'] - runs[s]['test_loss'] for s in seeds])} |"
    )
