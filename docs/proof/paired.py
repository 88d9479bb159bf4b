#!/usr/bin/env python3
"""Compares methods of two head-to-heads, seed by seed: second less first, mean and standard error.

    paired.py FIRST.json SECOND.json METHOD [METHOD_OF_SECOND]

Reads what ``lode-lab prove --json`` wrote.
"""

import json
import pathlib
import statistics
import sys

first, second, method = sys.argv[1:4]
other = sys.argv[4] if len(sys.argv) > 4 else method


def judged(file: str, name: str) -> dict:
    methods = {m["method"]: m for m in json.loads(pathlib.Path(file).read_text())["methods"]}
    if name not in methods:
        sys.exit(f"{file} has no method {name!r}, found {sorted(methods)}")
    return {run["seed"]: run for run in methods[name]["judged"]}


before, after = judged(first, method), judged(second, other)
seeds = sorted(set(before) & set(after))
for value in ("test", "validation"):
    differences = [after[seed][value] - before[seed][value] for seed in seeds]
    error = statistics.stdev(differences) / len(differences) ** 0.5
    print(f"{value}: {statistics.mean(differences):+.4f} ± {error:.4f} over {len(seeds)} seeds")
