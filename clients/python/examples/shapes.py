"""The shapes that people use instead, each with ``learning_rate(step)`` as LODE's have it."""

import math
from dataclasses import dataclass
from typing import Any

from lode_client import load, load_csv


@dataclass(frozen=True)
class Constant:
    """The peak all along."""

    peak: float

    def learning_rate(self, step: float) -> float:
        return self.peak


@dataclass(frozen=True)
class Cosine:
    """Half a cosine from the peak to nothing (Loshchilov and Hutter 2017, equation 5)."""

    peak: float
    total_steps: float

    def learning_rate(self, step: float) -> float:
        part = min(1.0, step / self.total_steps)
        return self.peak * (1 + math.cos(math.pi * part)) / 2


@dataclass(frozen=True)
class Exponential:
    """From the peak down to a part of it, the same factor every step."""

    peak: float
    total_steps: float
    last_part: float = 0.01

    def learning_rate(self, step: float) -> float:
        return self.peak * self.last_part ** min(1.0, step / self.total_steps)


@dataclass(frozen=True)
class OneCycle:
    """PyTorch's OneCycleLR with its defaults: cosines up over 30% of the steps, then down."""

    peak: float
    total_steps: float
    rise: float = 0.3
    first_divisor: float = 25.0
    last_divisor: float = 1e4

    def learning_rate(self, step: float) -> float:
        first = self.peak / self.first_divisor
        top = self.rise * self.total_steps - 1
        if step <= top:
            return _between(first, self.peak, step / top)
        rest = min(1.0, (step - top) / (self.total_steps - 1 - top))
        return _between(self.peak, first / self.last_divisor, rest)


def _between(start: float, end: float, part: float) -> float:
    return end + (start - end) * (1 + math.cos(math.pi * part)) / 2


def schedule(name: str, peak: float, total_steps: int) -> Any:
    """The schedule of a name, an artifact (``.json``) or a proposal's knots (``.csv``)."""
    if name == "constant":
        return Constant(peak)
    if name == "cosine":
        return Cosine(peak, total_steps)
    if name == "exponential":
        return Exponential(peak, total_steps)
    if name == "onecycle":
        return OneCycle(peak, total_steps)
    if name.endswith(".csv"):
        return load_csv(name)
    if name.endswith(".json"):
        return load(name, total_steps)
    raise ValueError(
        "schedule must be constant, cosine, exponential, onecycle, lode, a .json or a .csv, "
        f"found {name!r}"
    )
