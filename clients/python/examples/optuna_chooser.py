#!/usr/bin/env python3
"""Chooses what to run next with Optuna's TPE, to compare with: a chooser of ``lode-lab prove``.

Reads all runs as one JSON object and prints one: the shape to run next, the best shape so far, and
what the runs of its own cost. The sweep's runs are the study's first trials. Runs are made whole;
with a pruner, only what a run logged until the pruner would have stopped it is looked at and paid
for.
"""

import argparse
import json
import math
import pathlib
import sys
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution
from optuna.trial import FrozenTrial, TrialState

SMALLEST_LAST_PART = 1e-3
LARGEST_WARMUP = 0.3
LARGEST_HOLD = 0.69

KNOWN: Dict[str, Dict[str, Any]] = {
    "constant": {"warmup": 0.0, "hold": 0.0, "last_part": 1.0, "decay": "linear"},
    "cosine": {"warmup": 0.0, "hold": 0.0, "last_part": SMALLEST_LAST_PART, "decay": "cosine"},
    "warmup-constant": {"warmup": 0.05, "hold": 0.0, "last_part": 1.0, "decay": "linear"},
    "warmup-cosine": {
        "warmup": 0.05,
        "hold": 0.0,
        "last_part": SMALLEST_LAST_PART,
        "decay": "cosine",
    },
    "warmup-linear": {
        "warmup": 0.05,
        "hold": 0.0,
        "last_part": SMALLEST_LAST_PART,
        "decay": "linear",
    },
    "warmup-stable-decay": {
        "warmup": 0.05,
        "hold": 0.75,
        "last_part": SMALLEST_LAST_PART,
        "decay": "linear",
    },
}
"""Shapes that a sweep has, as points of the search; those that end at nothing, at the smallest part."""


class Curve(NamedTuple):
    """What a run logged: steps and the objective at them, and the steps that it was to take."""

    steps: List[int]
    values: List[float]
    total_steps: float


def space(peak_from: float, peak_to: float) -> Dict[str, Any]:
    """The distributions of the schedule's search."""
    return {
        "peak": FloatDistribution(peak_from, peak_to, log=True),
        "warmup": FloatDistribution(0.0, LARGEST_WARMUP),
        "hold": FloatDistribution(0.0, LARGEST_HOLD),
        "last_part": FloatDistribution(SMALLEST_LAST_PART, 1.0, log=True),
        "decay": CategoricalDistribution(["cosine", "linear", "exponential"]),
    }


def also(text: str) -> Tuple[str, Any]:
    """A further setting of the search: ``name=from..to`` by its logarithm, or ``name=one,two,...``."""
    name, equals, values = text.partition("=")
    ends = values.split("..")
    if len(ends) == 2:
        return name, FloatDistribution(float(ends[0]), float(ends[1]), log=True)
    if not name or not equals or not values:
        raise argparse.ArgumentTypeError(
            f"expected name=from..to or name=one,two, found {text!r}"
        )
    return name, CategoricalDistribution(values.split(","))


def params(settings: Dict[str, str], distributions: Dict[str, Any]) -> Dict[str, Any]:
    """A run's settings as a point of the search, moved to its edge where they lie beyond.

    Raises:
        ValueError: the run's schedule is no shape that the search has.
    """
    name = settings.get("schedule", "constant")
    if name == "shaped":
        found: Dict[str, Any] = {
            key: settings[key] if key == "decay" else float(settings[key])
            for key in ("warmup", "hold", "last_part", "decay")
        }
    elif name in KNOWN:
        found = dict(KNOWN[name])
    else:
        raise ValueError(f"schedule must be shaped or {', '.join(KNOWN)}, found {name!r}")
    found["peak"] = float(settings["peak"])
    for key, distribution in distributions.items():
        if key not in found:
            numeric = isinstance(distribution, FloatDistribution)
            found[key] = float(settings[key]) if numeric else settings[key]
        if isinstance(distribution, FloatDistribution):
            found[key] = min(max(found[key], distribution.low), distribution.high)
    return found


def curve(folder: str, objective: str) -> Curve:
    """What the run in a folder logged of the objective."""
    steps: List[int] = []
    values: List[float] = []
    total = math.nan
    for description in pathlib.Path(folder).glob("runs/**/run.json"):
        total = float(json.loads(description.read_text())["totalSteps"])
        for part in sorted(description.parent.glob("part-*.jsonl")):
            for line in part.read_text().splitlines():
                row = json.loads(line)
                if objective in row:
                    steps.append(int(row["step"]))
                    values.append(float(row[objective]))
    return Curve(steps, values, total)


def pruned_at(
    study: "optuna.Study", pruner: Any, logged: Curve, which: FrozenTrial
) -> Optional[int]:
    """How many of its logs a run had when the pruner stopped it; None where it never did."""
    for count in range(1, len(logged.steps) + 1):
        seen = dict(zip(logged.steps[:count], logged.values[:count]))
        running = optuna.trial.create_trial(
            state=TrialState.RUNNING,
            params=which.params,
            distributions=which.distributions,
            intermediate_values=seen,
        )
        if pruner.prune(study, running):
            return count
    return None


def answer(
    runs: List[Dict[str, Any]], distributions: Dict[str, Any], pruner: str, seed: int, objective: str
) -> Dict[str, Any]:
    """What to run next, what is best, and what the runs beside the sweep's cost."""
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    median = optuna.pruners.MedianPruner() if pruner == "median" else None
    # A question is one of many: each has random numbers of its own.
    sampler = optuna.samplers.TPESampler(seed=seed * 1_000 + len(runs))
    study = optuna.create_study(direction="minimize", sampler=sampler)
    spent = 0.0
    values: Dict[str, List[float]] = {}
    for run in runs:
        logged = curve(run["folder"], objective) if median else Curve([], [], 1.0)
        trial = optuna.trial.create_trial(
            state=TrialState.FAIL if run["value"] is None else TrialState.COMPLETE,
            params=params(run["settings"], distributions),
            distributions=distributions,
            value=run["value"],
            intermediate_values=dict(zip(logged.steps, logged.values)),
        )
        stopped = None
        if median and not run["sweep"]:
            stopped = pruned_at(study, median, logged, trial)
        if stopped is not None:
            seen = dict(zip(logged.steps[:stopped], logged.values[:stopped]))
            trial = optuna.trial.create_trial(
                state=TrialState.PRUNED,
                params=trial.params,
                distributions=distributions,
                value=logged.values[stopped - 1],
                intermediate_values=seen,
            )
            spent += logged.steps[stopped - 1] / logged.total_steps
        else:
            spent += 0.0 if run["sweep"] else 1.0
            if run["value"] is not None:
                values.setdefault(json.dumps(run["settings"], sort_keys=True), []).append(
                    run["value"]
                )
        study.add_trial(trial)
    if not values:
        raise ValueError("no run has a value")
    best = min(values, key=lambda settings: sum(values[settings]) / len(values[settings]))
    asked = study.ask(distributions).params
    return {"next": settings_of(asked), "best": json.loads(best), "spent": spent}


def settings_of(asked: Dict[str, Any]) -> Dict[str, str]:
    """A point of the search as settings of a trial."""
    return {
        "schedule": "shaped",
        "decay": asked["decay"],
        **{
            key: value if isinstance(value, str) else f"{value:.4g}"
            for key, value in asked.items()
            if key != "decay"
        },
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--peak-from", type=float, required=True, help="least peak of the search")
    options.add_argument("--peak-to", type=float, required=True, help="largest peak of the search")
    options.add_argument(
        "--also",
        action="append",
        type=also,
        default=[],
        metavar="NAME=VALUES",
        help="a further setting that the sweep varies, as from..to (by its logarithm) or one,two",
    )
    options.add_argument("--pruner", choices=("none", "median"), default="none")
    options.add_argument("--seed", type=int, default=1, help="of the search")
    options.add_argument("--objective", default="validation_loss", help="what runs log")
    chosen = options.parse_args()
    print(
        json.dumps(
            answer(
                json.load(sys.stdin)["runs"],
                {**space(chosen.peak_from, chosen.peak_to), **dict(chosen.also)},
                chosen.pruner,
                chosen.seed,
                chosen.objective,
            )
        )
    )


if __name__ == "__main__":
    main()
