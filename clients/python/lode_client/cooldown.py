"""How a training whose end was not known is stopped, and what a schedule says of longer runs."""

import math
from dataclasses import dataclass
from typing import Callable, Dict, List, Mapping, NamedTuple

FALLEN: Dict[str, Callable[[float], float]] = {"linear": float, "1-sqrt": math.sqrt}
"""The part of the fall that is done when a part of the cooldown is, by the name of the shape."""


class Stop(NamedTuple):
    """A step at which a user may decide to stop.

    Attributes:
        from_step: step at which the cooldown begins.
        steps: of the cooldown.
        objective: expected at its end.
        standard_deviation: of that.
    """

    from_step: float
    steps: float
    objective: float
    standard_deviation: float


class Extension(NamedTuple):
    """A training that goes on.

    Attributes:
        from_step: step of the checkpoint that it goes on from.
        former_steps: steps that it was planned for.
    """

    from_step: float
    former_steps: float


@dataclass(frozen=True)
class Cooldowns:
    """How a training that holds a trunk is stopped, whenever the user decides to.

    Attributes:
        shape: how the rate falls, ``linear`` or ``1-sqrt``.
        last_part: the last rate as a part of the rate at which the cooldown begins.
        stops: what is recommended and expected, by increasing first step.
    """

    shape: str
    last_part: float
    stops: List[Stop]

    def __post_init__(self) -> None:
        if self.shape not in FALLEN:
            raise ValueError(f"anytime.shape must be linear or 1-sqrt, found {self.shape}")
        if not 0 < self.last_part <= 1:
            raise ValueError(
                f"anytime.lastPart must be over 0 and at most 1, found {self.last_part}"
            )
        if not self.stops:
            raise ValueError("anytime.cooldowns must hold one or more, found none")
        before = 0.0
        for stop in self.stops:
            if not (stop.from_step > before and 0 < stop.steps < math.inf):
                raise ValueError(
                    "anytime.cooldowns must begin at increasing steps over 0 and take steps over "
                    f"0, found one from step {stop.from_step} over {stop.steps}"
                )
            before = stop.from_step

    def steps(self, from_step: float) -> float:
        """The recommended length of a cooldown that begins at a step.

        On a straight line between the stops, in proportion to the step outside of them.
        """
        first, last = self.stops[0], self.stops[-1]
        if from_step <= first.from_step:
            return first.steps * from_step / first.from_step
        if from_step >= last.from_step:
            return last.steps * from_step / last.from_step
        right = next(i for i, stop in enumerate(self.stops) if from_step <= stop.from_step)
        before, after = self.stops[right - 1], self.stops[right]
        part = (from_step - before.from_step) / (after.from_step - before.from_step)
        return before.steps + part * (after.steps - before.steps)


@dataclass(frozen=True)
class Cooldown:
    """A cooldown that has begun: a pure function of the step.

    Attributes:
        from_step: step at which it began.
        steps: how many it takes.
        first_rate: rate at which it began.
        shape: how the rate falls.
        last_part: the last rate as a part of the first one.
    """

    from_step: float
    steps: float
    first_rate: float
    shape: str
    last_part: float

    @property
    def last_step(self) -> float:
        """The step at which the training ends."""
        return self.from_step + self.steps

    def learning_rate(self, step: float) -> float:
        """The rate in force after so many optimiser steps, from the first step on."""
        done = min(1.0, max(0.0, (step - self.from_step) / self.steps))
        return self.first_rate * (1 - (1 - self.last_part) * FALLEN[self.shape](done))

    def state_dict(self) -> Dict[str, object]:
        """Plain values for a checkpoint."""
        return dict(vars(self))

    @staticmethod
    def from_state(state: Mapping[str, object]) -> "Cooldown":
        """The cooldown of a ``state_dict``.

        Raises:
            ValueError: it is no such state.
        """
        numbers = ("from_step", "steps", "first_rate", "last_part")
        if not all(
            isinstance(state.get(key), (int, float)) and not isinstance(state.get(key), bool)
            for key in numbers
        ) or state.get("shape") not in FALLEN:
            raise ValueError(
                f"a state must be what state_dict() gave; found {str(dict(state))[:120]} as cooldown"
            )
        return Cooldown(**{key: state[key] for key in (*numbers, "shape")})  # type: ignore[arg-type]
