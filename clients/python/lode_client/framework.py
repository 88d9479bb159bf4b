"""What the callbacks of training frameworks share: they follow a schedule and log for LODE.

The callbacks know when a framework steps; this knows what to do then. ``huggingface``,
``lightning`` and ``keras`` each hold one callback, and ``optuna`` a study.
"""

import math
from typing import Any, Dict, Mapping, Optional, Sequence, Union

from lode_client.following import FollowedSchedule
from lode_client.knots import PiecewiseLogLinear
from lode_client.run_logger import IDENTITY, MEASURED, RunLogger
from lode_client.schedule import Schedule

AnySchedule = Union[Schedule, FollowedSchedule, PiecewiseLogLinear]

_NAMES = {
    "loss": "train_loss",
    "train_loss": "train_loss",
    "training_loss": "train_loss",
    "val_loss": "validation_loss",
    "eval_loss": "validation_loss",
    "valid_loss": "validation_loss",
    "validation_loss": "validation_loss",
    "val_acc": "validation_accuracy",
    "val_accuracy": "validation_accuracy",
    "eval_accuracy": "validation_accuracy",
    "valid_accuracy": "validation_accuracy",
    "validation_accuracy": "validation_accuracy",
}
"""What frameworks call the numbers that have a column of their own."""


class Follower:
    """Follows a schedule, logs a run, or both, for a framework's callback."""

    def __init__(
        self,
        logger: Optional[RunLogger],
        schedule: Optional[AnySchedule],
        scales: Optional[Sequence[float]] = None,
    ) -> None:
        if logger is None and schedule is None:
            raise ValueError("expected a logger, a schedule or both, found neither")
        if scales is not None and not all(0 < scale < math.inf for scale in scales):
            raise ValueError(f"scales must be over 0, found {list(scales)}")
        self.logger = logger
        self.schedule = schedule
        self._scales = scales

    def set_rates(self, step: int, groups: Sequence[Dict[str, Any]]) -> Optional[float]:
        """Sets the rate in force after so many optimiser steps in PyTorch's parameter groups."""
        if self.schedule is None:
            return None
        rate = self.schedule.learning_rate(step)
        scales = self._scales or [1.0] * len(groups)
        if len(scales) != len(groups):
            raise ValueError(
                f"scales must have one value for each of {len(groups)} parameter groups, "
                f"found {len(scales)}"
            )
        for group, scale in zip(groups, scales):
            if hasattr(group["lr"], "fill_"):
                group["lr"].fill_(rate * scale)
            else:
                group["lr"] = rate * scale
        return rate

    def log(self, step: int, metrics: Mapping[str, Any], rate: Optional[float] = None) -> None:
        """Logs what a framework reports at a step; what is no number is left out.

        Args:
            step: optimiser steps done.
            metrics: values by the framework's names.
            rate: the learning rate, where no schedule is followed.
        """
        if self.logger is None:
            return
        numbers: Dict[str, Any] = {}
        for name, value in metrics.items():
            known = _NAMES.get(name, name)
            if known in numbers or known in IDENTITY or known in ("step", "time"):
                continue
            number = _number(value)
            if number is not None:
                numbers[known] = number
        if self.schedule is not None:
            # A framework reports the rate of its own scheduler, which did not count.
            numbers.pop("learning_rate", None)
            numbers["learning_rate"] = _known_rate(self.schedule, step)
        elif rate is not None:
            numbers.setdefault("learning_rate", rate)
        if any(name not in ("learning_rate", "epoch") for name in numbers):
            self.logger.log(step, **{name: numbers[name] for name in _ordered(numbers)})

    def close(self, status: str = "completed") -> None:
        """Writes what waits and how the run ended."""
        if self.logger is not None:
            self.logger.close(status)

    def state(self) -> Dict[str, Any]:
        """What a checkpoint has to hold, so that the schedule goes on exactly."""
        if isinstance(self.schedule, (Schedule, FollowedSchedule)):
            return dict(self.schedule.state_dict())
        return {}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Goes on with the schedule of a checkpoint."""
        if not state:
            return
        if isinstance(self.schedule, FollowedSchedule):
            self.schedule.load_state_dict(state)
        elif isinstance(self.schedule, Schedule):
            self.schedule = Schedule.from_state(state)


def _ordered(numbers: Mapping[str, Any]) -> Sequence[str]:
    return sorted(numbers, key=lambda name: (name not in MEASURED, name))


def _known_rate(schedule: AnySchedule, step: int) -> float:
    if isinstance(schedule, FollowedSchedule):
        return schedule.known_learning_rate(step)
    return schedule.learning_rate(step)


def _number(value: Any) -> Optional[float]:
    if isinstance(value, (str, bytes, bool)) or value is None:
        return None
    try:
        return float(value)
    except (TypeError, ValueError, RuntimeError):
        return None
