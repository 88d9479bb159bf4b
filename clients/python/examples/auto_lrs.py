"""A learning rate that is searched stage by stage while the network trains, to compare with.

After Jin et al. 2021, "AutoLRS: Automatic learning-rate schedule by Bayesian optimization on the
fly" (arXiv:2105.10762): before every stage ten rates are tried for a tenth of its steps each, from
the same state; an exponential fitted to the training losses of a trial forecasts the loss at the
stage's end, and Bayesian optimisation chooses the next rate to try. The stage is trained at the
rate with the best forecast, so that a training costs two. Deviations, for trainings of hundreds of
steps: stages are equally long (the authors' grow from 1,000 steps to 8,000), and forecasts are of
the training loss to the end (theirs are of the validation loss in the longest stages).
"""

import math
import random
from typing import Callable, List, Sequence, Tuple

import torch

CANDIDATES = 10
TRIED_PART = 0.1
"""Of a stage, for each candidate."""

EXPLORATION = 1e6
"""Standard deviations below the mean in the bound that is minimised, as in the authors' program."""

DIVERGED = 1e6
"""Loss that a candidate counts with whose losses are no numbers."""

_GRID = 201
_LENGTH = 0.3
_NOISE = 1e-4


def exponential_forecast(losses: Sequence[float], step: float) -> float:
    """The loss at a step by a * exp(-b * t) + c with b > 0, fitted by least squares.

    Args:
        losses: after 1, 2, ... steps.
        step: where the loss is asked for.
    """
    if not all(math.isfinite(loss) for loss in losses):
        return DIVERGED
    values = torch.tensor(losses, dtype=torch.float64)
    if len(values) < 3:
        return float(values.mean())
    steps = torch.arange(1, len(values) + 1, dtype=torch.float64)
    best: Tuple[float, float] = (math.inf, math.nan)
    # For a given b the rest is linear, so that one unknown is left to search.
    for exponent in torch.linspace(math.log(0.1), math.log(30), 100, dtype=torch.float64):
        b = math.exp(float(exponent)) / len(values)
        decay = torch.exp(-b * steps)
        deviation = decay - decay.mean()
        a = float((deviation * values).sum() / (deviation * deviation).sum())
        c = float(values.mean() - a * decay.mean())
        error = float(((a * decay + c - values) ** 2).sum())
        if error < best[0]:
            best = (error, a * math.exp(-b * step) + c)
    return best[1]


def next_candidate(tried: Sequence[float], losses: Sequence[float]) -> float:
    """Where the lower confidence bound of a Gaussian process is least, on [0, 1].

    Args:
        tried: where losses are known, at least one place.
        losses: forecast there.
    """
    at = torch.tensor(tried, dtype=torch.float64)
    values = torch.tensor(losses, dtype=torch.float64)
    spread = float(values.std()) if len(values) > 1 else 0.0
    scaled = (values - values.mean()) / (spread or 1.0)
    grid = torch.linspace(0, 1, _GRID, dtype=torch.float64)
    factor = torch.linalg.cholesky(_matern(at, at) + _NOISE * torch.eye(len(at), dtype=at.dtype))
    across = torch.cholesky_solve(_matern(at, grid), factor)
    mean = across.T @ scaled
    variance = 1 - (across * _matern(at, grid)).sum(0)
    bound = mean - EXPLORATION * variance.clamp_min(0).sqrt()
    return float(grid[int(bound.argmin())])


def _matern(first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
    """Of smoothness 5/2 and variance 1."""
    distance = math.sqrt(5) * (first[:, None] - second[None, :]).abs() / _LENGTH
    return (1 + distance + distance**2 / 3) * torch.exp(-distance)


class StagedRate:
    """A learning rate that is constant over each stage of a training."""

    def __init__(
        self, smallest: float, largest: float, total_steps: int, stages: int, seed: int
    ) -> None:
        if not 0 < smallest < largest or not 0 < stages <= total_steps:
            raise ValueError(
                "expected rates 0 < smallest < largest and stages of at least one step, found "
                f"{smallest}, {largest}, {stages} stages of {total_steps} steps"
            )
        self.rate = smallest
        self.stage_steps = math.ceil(total_steps / stages)
        self._bounds = (math.log(smallest), math.log(largest))
        self._random = random.Random(seed)

    def learning_rate(self, step: float) -> float:
        return self.rate

    def starts_stage(self, step: int) -> bool:
        return step % self.stage_steps == 0

    def choose(self, explore: Callable[[int], List[float]]) -> None:
        """Takes the rate with the best forecast for the stage that starts.

        Args:
            explore: trains so many steps at ``rate``, takes them back, and returns their losses.
        """
        low, high = self._bounds
        tried: List[float] = []
        losses: List[float] = []
        steps = max(1, round(TRIED_PART * self.stage_steps))
        for _ in range(CANDIDATES):
            place = next_candidate(tried, losses) if tried else self._random.random()
            self.rate = math.exp(low + place * (high - low))
            tried.append(place)
            losses.append(exponential_forecast(explore(steps), self.stage_steps))
        best = min(range(CANDIDATES), key=losses.__getitem__)
        self.rate = math.exp(low + tried[best] * (high - low))
