"""A learning-rate scheduler of PyTorch that follows a schedule of LODE."""

import logging
import os
from typing import Any, Callable, Dict, List, Optional, Protocol, Sequence, TypeVar, Union

import torch
import torch.distributed
from torch.optim import lr_scheduler
from torch.optim.optimizer import Optimizer

from lode_client.following import FollowedSchedule
from lode_client.schedule import Schedule, checked_state, load

LOG = logging.getLogger("lode_client")

T = TypeVar("T")

# PyTorch 1 has the base class under its private name only.
_Scheduler: Any = getattr(lr_scheduler, "LRScheduler", None) or lr_scheduler._LRScheduler


class HasLearningRate(Protocol):
    """Anything that knows the learning rate after so many optimiser steps."""

    def learning_rate(self, step: float) -> float:
        ...


class LodeLR(_Scheduler):  # type: ignore[misc]
    """Sets the learning rate of every parameter group, step by step.

    Call ``step()`` after each ``optimizer.step()``, not once an epoch. Each group has the
    schedule's learning rate times its own scale.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        schedule: Union[str, "os.PathLike[str]", HasLearningRate],
        scales: Optional[Sequence[float]] = None,
        last_epoch: int = -1,
    ) -> None:
        """Takes over the optimizer's learning rate.

        Args:
            optimizer: whose parameter groups follow the schedule.
            schedule: from ``lode_client.follow`` or ``load``, any object with
                ``learning_rate(step)``, or the path or URI of an artifact.
            scales: factor of each parameter group; all 1 where the groups have one learning rate.
            last_epoch: optimiser steps done before; -1 at the start.

        Raises:
            ValueError: the groups have different learning rates and no scales are given, or
                ``scales`` has another length than the groups or a value that is not positive.
        """
        if isinstance(schedule, (str, os.PathLike)):
            schedule = load(os.fspath(schedule))
        self.schedule: HasLearningRate = schedule
        self.scales = _scales(optimizer, scales)
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> List[float]:
        """The learning rate of each parameter group after ``last_epoch`` optimiser steps."""
        groups = len(self.optimizer.param_groups)
        if groups != len(self.scales):
            raise ValueError(
                f"the optimizer has {groups} parameter groups, found {len(self.scales)} scales"
            )
        rate = self.schedule.learning_rate(max(0, self.last_epoch))
        return [scale * rate for scale in self.scales]

    def begin_cooldown(self, steps: Optional[int] = None) -> int:
        """Stops a training whose end was not known: from now on the rate falls.

        Args:
            steps: how many optimiser steps the cooldown takes; None stands for what the schedule
                recommends at this step.

        Returns:
            The step at which the training ends.

        Raises:
            ValueError: the schedule is not one of ``lode generate --anytime``, a cooldown has
                begun, or ``steps`` is no whole number over 0.
        """
        if not isinstance(self.schedule, FollowedSchedule):
            raise ValueError(
                "begin_cooldown needs a schedule of lode_client.follow(..., anytime=True), found "
                f"{type(self.schedule).__name__}"
            )
        return round(self.schedule.begin_cooldown(self.last_epoch, steps).last_step)

    def state_dict(self) -> Dict[str, Any]:
        """The step and the schedule in force: plain values, a few kilobytes."""
        state: Dict[str, Any] = {
            "last_epoch": self.last_epoch,
            "_step_count": self._step_count,
            "_last_lr": list(self._last_lr),
            "scales": list(self.scales),
        }
        if isinstance(self.schedule, (Schedule, FollowedSchedule)):
            state["schedule"] = dict(self.schedule.state_dict())
        return state

    def load_state_dict(self, state_dict: Dict[str, Any]) -> None:
        """Continues exactly where another was, and sets the optimizer's learning rates.

        A schedule in the state wins over the one that was given, which may have changed since.

        Raises:
            ValueError: it is no such state, or one of another number of parameter groups.
        """
        checked_state(state_dict, {"last_epoch": int, "_step_count": int, "scales": list})
        if len(state_dict["scales"]) != len(self.scales):
            raise ValueError(
                f"the checkpoint has {len(state_dict['scales'])} scales, "
                f"expected {len(self.scales)}"
            )
        if "schedule" in state_dict:
            self._restore(state_dict["schedule"])
        self.last_epoch = state_dict["last_epoch"]
        self._step_count = state_dict["_step_count"]
        self.scales = list(state_dict["scales"])
        rates = self.get_lr()
        for group, rate in zip(self.optimizer.param_groups, rates):
            if isinstance(group["lr"], torch.Tensor):
                group["lr"].fill_(rate)
            else:
                group["lr"] = rate
        self._last_lr = rates

    def _restore(self, state: Dict[str, Any]) -> None:
        if isinstance(self.schedule, FollowedSchedule):
            self.schedule.load_state_dict(state)
            return
        restored = Schedule.from_state(state)
        if isinstance(self.schedule, Schedule) and restored != self.schedule:
            LOG.warning(
                "%s differs from the schedule of the checkpoint, %s of %g steps, which stays in "
                "force",
                self.schedule.path,
                restored.path,
                restored.total_steps,
            )
        self.schedule = restored


def _scales(optimizer: Optimizer, scales: Optional[Sequence[float]]) -> List[float]:
    groups = optimizer.param_groups
    if scales is None:
        rates = [float(group.get("initial_lr", group["lr"])) for group in groups]
        if len(set(rates)) > 1:
            raise ValueError(
                "the parameter groups have learning rates "
                f"{', '.join(f'{rate:g}' for rate in rates)}; "
                "expected scales=[...], the factor of each on the schedule's"
            )
        return [1.0] * len(groups)
    if len(scales) != len(groups):
        raise ValueError(
            f"scales must have one value for each of {len(groups)} parameter groups, "
            f"found {len(scales)}"
        )
    for scale in scales:
        if not 0 < scale < float("inf"):
            raise ValueError(f"scales must be over 0, found {scale}")
    return [float(scale) for scale in scales]


def from_rank_zero(read: Callable[[], T]) -> T:
    """Reads on the process of rank 0 and gives the others its result, or its error.

    Give it to ``follow`` as ``share`` in a distributed job: processes that read on their own may
    see a new version at different steps and train with different learning rates. Every process
    then has to ask for the same steps.
    """
    if not (torch.distributed.is_available() and torch.distributed.is_initialized()):
        return read()
    outcome: List[Any] = [None, None]
    if torch.distributed.get_rank() == 0:
        try:
            outcome[0] = read()
        except Exception as e:
            outcome[1] = e
    torch.distributed.broadcast_object_list(outcome, src=0)  # type: ignore[no-untyped-call]
    if outcome[1] is not None:
        raise outcome[1]
    result: T = outcome[0]
    return result
