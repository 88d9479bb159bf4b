"""Knots between which the logarithm of the learning rate is linear in the step."""

import math
from bisect import bisect_left
from typing import Sequence, Tuple


class PiecewiseLogLinear:
    """A learning rate for every step; before the first and after the last knot it stays.

    Attributes:
        steps: knot positions in optimiser steps, increasing, at least one.
        learning_rates: rate at each knot, positive and finite.
    """

    __slots__ = ("steps", "learning_rates")

    steps: Tuple[float, ...]
    learning_rates: Tuple[float, ...]

    def __init__(self, steps: Sequence[float], learning_rates: Sequence[float]) -> None:
        """Checks the knots.

        Raises:
            ValueError: there are no knots, the lengths differ, the steps do not increase or a rate
                is not positive.
        """
        self.steps = tuple(float(step) for step in steps)
        self.learning_rates = tuple(float(rate) for rate in learning_rates)
        if not self.steps or len(self.steps) != len(self.learning_rates):
            raise ValueError(
                "knots need as many steps as learning rates and at least one, found "
                f"{len(self.steps)} and {len(self.learning_rates)}"
            )
        for i, (step, rate) in enumerate(zip(self.steps, self.learning_rates)):
            if not math.isfinite(step) or step < 0:
                raise ValueError(
                    f"knot steps must be finite and not negative, found {step} at index {i}"
                )
            if i > 0 and step <= self.steps[i - 1]:
                raise ValueError(
                    f"knot steps must increase, found {step} after {self.steps[i - 1]} at index {i}"
                )
            if not (rate > 0 and math.isfinite(rate)):
                raise ValueError(
                    "knot learning rates must be positive and finite, "
                    f"found {rate} at step {step}"
                )

    def learning_rate(self, step: float) -> float:
        """The learning rate in force after so many optimiser steps, which may be fractional."""
        at = float(step)
        if math.isnan(at):
            raise ValueError("step must be a number, found nan")
        if at <= self.steps[0]:
            return self.learning_rates[0]
        if at >= self.steps[-1]:
            return self.learning_rates[-1]
        right = bisect_left(self.steps, at)
        if self.steps[right] == at:
            return self.learning_rates[right]
        left = right - 1
        fraction = (at - self.steps[left]) / (self.steps[right] - self.steps[left])
        start = math.log(self.learning_rates[left])
        end = math.log(self.learning_rates[right])
        return math.exp(start + fraction * (end - start))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PiecewiseLogLinear):
            return NotImplemented
        return (self.steps, self.learning_rates) == (other.steps, other.learning_rates)

    def __hash__(self) -> int:
        return hash((self.steps, self.learning_rates))

    def __repr__(self) -> str:
        return f"PiecewiseLogLinear({list(self.steps)}, {list(self.learning_rates)})"
