"""The options of the training programs, and the optimizers that they know."""

import argparse
from typing import Callable, Dict, Optional

import torch

from examples.optimizers import HypergradientAdam, HypergradientSGD, ScheduleFreeAdamW
from examples.schedule_free_plus import ScheduleFreePlus
from examples.shapes import DECAYS

SCHEDULED: Dict[str, Callable[..., torch.optim.Optimizer]] = {
    "adam": lambda parameters, options: torch.optim.Adam(parameters),
    "adamw": lambda parameters, options: torch.optim.AdamW(
        parameters, weight_decay=options.weight_decay
    ),
    "sgd": lambda parameters, options: torch.optim.SGD(parameters, lr=1.0, momentum=0.9),
    "schedule-free-adamw": lambda parameters, options: ScheduleFreeAdamW(
        parameters,
        options.peak,
        weight_decay=options.weight_decay,
        warmup_steps=options.warmup_steps,
    ),
    "schedule-free-plus": lambda parameters, options: ScheduleFreePlus(
        parameters,
        options.peak,
        weight_decay=options.weight_decay,
        warmup_steps=options.warmup_steps,
        averaged_from=options.warmup_steps,
        last_interpolation=options.last_interpolation,
        anneal_steps=options.anneal_steps,
    ),
}
"""Optimizers whose learning rate the schedule sets; both schedule-free ones are published with a constant.

What ScheduleFree+ takes for a rate is a factor, 1 in its paper."""

UNSCHEDULED: Dict[str, Callable[..., torch.optim.Optimizer]] = {
    "hypergradient-adam": lambda parameters, options: HypergradientAdam(
        parameters, options.peak, options.hypergradient_lr
    ),
    "hypergradient-sgd": lambda parameters, options: HypergradientSGD(
        parameters, options.peak, options.hypergradient_lr
    ),
}
"""Optimizers that set their own; the peak is what they start from."""


def parser(description: str) -> argparse.ArgumentParser:
    """The options that all examples have."""
    options = argparse.ArgumentParser(description=description)
    options.add_argument("--data", required=True, help="the data, as its script fetched it")
    options.add_argument("--store", required=True, help="where the run is logged")
    options.add_argument("--run", required=True, help="the run's name")
    options.add_argument("--sweep", help="the sweep that it belongs to")
    options.add_argument(
        "--schedule", default="lode", help="lode, shaped, another shape, auto-lrs, a .json or a .csv"
    )
    options.add_argument("--peak", type=float, default=1e-3, help="largest rate of a shape")
    options.add_argument("--horizon", type=float, default=1.0, help="of a schedule of LODE")
    options.add_argument("--every", type=int, default=50, help="steps between looks at the store")
    options.add_argument("--optimizer", choices=(*SCHEDULED, *UNSCHEDULED), default="adam")
    options.add_argument("--weight-decay", type=float, default=0.0)
    options.add_argument("--hypergradient-lr", type=float, default=1e-7)
    options.add_argument(
        "--warmup-steps", type=int, default=0, help="of schedule-free AdamW and ScheduleFree+"
    )
    options.add_argument(
        "--last-interpolation",
        type=float,
        default=0.965,
        help="beta of ScheduleFree+ at the end of --anneal-steps",
    )
    options.add_argument(
        "--anneal-steps",
        type=int,
        default=0,
        help="steps over which the beta of ScheduleFree+ grows; 0 for a constant one",
    )
    options.add_argument("--warmup", type=float, default=0.05, help="of --schedule shaped, a part")
    options.add_argument("--hold", type=float, default=0.0, help="of --schedule shaped, a part")
    options.add_argument(
        "--last-part", type=float, default=0.0, help="of the peak, where --schedule shaped ends"
    )
    options.add_argument(
        "--decay", choices=tuple(DECAYS), default="cosine", help="of --schedule shaped"
    )
    options.add_argument(
        "--controller-episodes",
        type=int,
        default=0,
        help="trainings that a controller of the rate learns from before this one; 0 for none",
    )
    options.add_argument(
        "--auto-lrs-stages",
        type=int,
        default=8,
        help="stages of --schedule auto-lrs, which tries rates from a hundredth of the peak up to "
        "it before each",
    )
    options.add_argument(
        "--average-weights",
        type=_eta,
        metavar="ETA",
        help="evaluate the polynomial-decay average of the weights with this exponent; none (the "
        "default) for the last weights, or those of an optimizer that averages itself",
    )
    options.add_argument(
        "--log-best",
        action="store_true",
        help="log the best validation so far, by its loss, in place of the one just measured: what "
        "a training that keeps its best weights is worth",
    )
    options.add_argument("--epochs", type=int, default=20)
    options.add_argument("--batch-size", type=int, default=128)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--checkpoint", help="a file to resume from and to save to at every log")
    options.add_argument("--stop-at", type=int, help="stop after so many steps, as if interrupted")
    options.add_argument("--outcome", help="a file for what came out, with the time it took")
    options.add_argument(
        "--curvature-batch",
        type=int,
        default=0,
        help="training examples of the Hessian's largest eigenvalue at the end; 0 for none",
    )
    return options


def _eta(text: str) -> Optional[float]:
    return None if text == "none" else float(text)
