"""The shapes that people use instead, each with ``learning_rate(step)`` as LODE's have it."""

import math
from dataclasses import dataclass
from functools import partial
from typing import Any, Callable, Dict

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


@dataclass(frozen=True)
class Step:
    """A tenth of the rate after each third of the steps, as ResNets were trained (He et al. 2016)."""

    peak: float
    total_steps: float
    factor: float = 0.1
    stages: int = 3

    def learning_rate(self, step: float) -> float:
        done = min(self.stages - 1, int(self.stages * step / self.total_steps))
        return self.peak * self.factor**done


@dataclass(frozen=True)
class WarmupConstant:
    """Up in a line over a part of the steps, then the peak."""

    peak: float
    total_steps: float
    warmup: float = 0.05

    def learning_rate(self, step: float) -> float:
        return self.peak * min(1.0, _risen(step, self.warmup * self.total_steps))


@dataclass(frozen=True)
class WarmupStableDecay:
    """Up in a line, the peak, down in a line to nothing (Hu et al. 2024, arXiv:2404.06395)."""

    peak: float
    total_steps: float
    warmup: float = 0.05
    decay: float = 0.2

    def learning_rate(self, step: float) -> float:
        part = min(1.0, step / self.total_steps)
        rise = _risen(step, self.warmup * self.total_steps)
        return self.peak * min(1.0, rise, (1 - part) / self.decay)


@dataclass(frozen=True)
class Shaped:
    """Up in a line, the peak for a while, then down to a part of it in one of three ways.

    ``warmup`` and ``hold`` are parts of the steps. Where they leave nothing of the steps, the rate
    does not fall. An exponential needs a last part over 0.
    """

    peak: float
    total_steps: float
    warmup: float = 0.05
    hold: float = 0.0
    last_part: float = 0.0
    decay: str = "cosine"

    def __post_init__(self) -> None:
        if self.decay not in DECAYS:
            raise ValueError(f"decay must be {', '.join(DECAYS)}, found {self.decay!r}")
        if not (0 <= self.warmup < 1 and 0 <= self.hold <= 1 and 0 <= self.last_part <= 1):
            raise ValueError(
                "warmup, hold and last part must be parts from 0 to 1, found "
                f"{self.warmup}, {self.hold}, {self.last_part}"
            )
        if self.decay == "exponential" and self.last_part == 0:
            raise ValueError("an exponential decay needs a last part over 0, found 0")

    def learning_rate(self, step: float) -> float:
        part = min(1.0, step / self.total_steps)
        rise = min(1.0, _risen(step, self.warmup * self.total_steps)) if self.warmup else 1.0
        start = self.warmup + self.hold
        if part <= start:
            return self.peak * rise
        done = (part - start) / (1 - start)
        return self.peak * DECAYS[self.decay](self.last_part, done)


DECAYS: Dict[str, Callable[[float, float], float]] = {
    "cosine": lambda last, done: _between(1.0, last, done),
    "exponential": lambda last, done: last**done,
    "linear": lambda last, done: 1.0 + (last - 1.0) * done,
}
"""From 1 to a last part, by the part of the way that is done."""


def _risen(step: float, warmup_steps: float) -> float:
    """Part of the peak in a line that is there with the last step of the warm-up."""
    return (step + 1) / warmup_steps


def _between(start: float, end: float, part: float) -> float:
    return end + (start - end) * (1 + math.cos(math.pi * part)) / 2


SHAPES: Dict[str, Callable[[float, float], Any]] = {
    "cosine": Cosine,
    "exponential": Exponential,
    "long-warmup-constant": partial(WarmupConstant, warmup=0.25),
    "onecycle": OneCycle,
    "step": Step,
    "warmup-constant": WarmupConstant,
    "warmup-cosine": Shaped,
    "warmup-linear": partial(Shaped, decay="linear"),
    "warmup-stable-decay": WarmupStableDecay,
}
"""Shapes by name; ``constant`` needs no length."""


def schedule(name: str, peak: float, total_steps: int, **shape: Any) -> Any:
    """The schedule of a name, an artifact (``.json``) or a proposal's knots (``.csv``).

    ``shape`` is what ``shaped`` has beside its peak: the fields of ``Shaped``.
    """
    if name == "constant":
        return Constant(peak)
    if name == "shaped":
        return Shaped(peak, total_steps, **shape)
    if name in SHAPES:
        return SHAPES[name](peak, total_steps)
    if name.endswith(".csv"):
        return load_csv(name)
    if name.endswith(".json"):
        return load(name, total_steps)
    raise ValueError(
        f"schedule must be constant, shaped, {', '.join(SHAPES)}, lode, a .json or a .csv, found {name!r}"
    )
