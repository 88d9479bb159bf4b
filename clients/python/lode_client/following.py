"""The newest schedule of a group or of one run, followed while the run trains."""

import logging
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional, TypeVar

from lode_client import nearby
from lode_client.acceptance import Jump, Limits, first_limits, limits_of
from lode_client.artifact import MOST_BYTES, ScheduleArtifact, parse_artifact
from lode_client.cooldown import Cooldown
from lode_client.errors import ArtifactError, StoreError
from lode_client.files import StoreFiles
from lode_client.names import (
    UNKNOWN,
    GroupKey,
    anytime_folder,
    long_run_folder,
    require_name,
    schedule_folder,
    version_name,
)
from lode_client.patience import PatientFiles
from lode_client.schedule import Schedule, checked_state, require_total_steps, schedule_of

LOG = logging.getLogger("lode_client")

T = TypeVar("T")

_TOLD_JUMP = 2.0
"""Change of the rate where a training goes on that is told. Ratio: a plan starts where it was."""

Share = Callable[[Callable[[], Any]], Any]
"""Runs a read and returns its result; in a distributed job, once for all processes."""

class Adoption(NamedTuple):
    """From which step on a version is in force."""

    from_step: float
    schedule: Schedule
    limits: Limits


class _Found(NamedTuple):
    """A ``latest.json`` as it was read."""

    folder: str
    document: bytes


class _Absent(StoreError):
    """A store that has no schedule for the group and horizon."""


_STATE = {
    "group": str,
    "horizon": (int, float),
    "run": (str, type(None)),
    "checked_step": (int, float),
    "from_step": (int, float),
    "schedule": Mapping,
    "history": list,
}
"""What every ``state_dict`` has, also of older clients."""


class FollowedSchedule:
    """The learning rate of the newest version in the store; ``follow`` makes one.

    What was in force stays in force until a newer version can be read whole, is meant for this
    run, and moves the learning rate, from then to its end, no further than its bounds and those
    in force allow.
    """

    def __init__(
        self,
        files: StoreFiles,
        group: GroupKey,
        horizon: float,
        run: Optional[str],
        total_steps: Optional[float],
        every: int,
        share: Share,
        state: Optional[Mapping[str, Any]],
        planned_steps: Optional[int] = None,
        anytime: bool = False,
    ) -> None:
        if anytime and planned_steps is not None:
            raise ValueError(
                f"expected anytime or planned_steps, found both: a training of {planned_steps} "
                "steps has a known end"
            )
        if planned_steps is not None and not (type(planned_steps) is int and planned_steps > 0):
            raise ValueError(
                f"planned_steps must be a whole number over 0, found {planned_steps!r}"
            )
        if not 0 < horizon <= 1:
            raise ValueError(f"horizon must be over 0 and at most 1, found {horizon}")
        if every < 1:
            raise ValueError(f"every must be at least 1 step, found {every}")
        if run is not None:
            require_name("run", run)
        if total_steps is not None:
            require_total_steps(total_steps)
        self.group = group
        self.horizon = float(horizon)
        self.planned_steps = planned_steps
        self.anytime = anytime
        self.run = run
        self.every = every
        self._files = files
        self._total_steps = total_steps
        self._share = share
        self._adoptions: List[Adoption] = []
        self._history: List[Dict[str, Any]] = []
        self._checks = 0
        self._silent: Dict[str, str] = {}
        self._refused: Optional[bytes] = None
        self._cooldown: Optional[Cooldown] = None
        if state is not None:
            self.load_state_dict(state)
        else:
            schedule = self._read_schedule(self._share(self._first))
            self._adopt(0, schedule, first_limits(schedule))

    @property
    def in_force(self) -> Schedule:
        """The version in force at the newest step asked for."""
        return self._adoptions[-1].schedule

    @property
    def history(self) -> List[Dict[str, Any]]:
        """What was in force: ``fromStep``, ``path``, ``id`` and ``version`` of each version."""
        return [dict(entry) for entry in self._history]

    def learning_rate(self, step: float) -> float:
        """The learning rate in force after so many optimiser steps.

        Looks for a newer version where the step has passed a multiple of ``every`` since the last
        look.
        """
        checks = int(step // self.every)
        if checks > self._checks and self._cooldown is None:
            self._checks = checks
            self._check(step)
        return self.known_learning_rate(step)

    def known_learning_rate(self, step: float) -> float:
        """The same without looking for a newer version.

        Of an earlier step it gives what was in force then; of steps before a checkpoint that was
        loaded, what the version in force at the checkpoint gives.
        """
        for adoption in reversed(self._adoptions):
            if step >= adoption.from_step:
                break
        schedule = adoption.schedule
        if self._cooldown is not None and step >= self._cooldown.from_step:
            return self._cooldown.learning_rate(step)
        end = schedule.total_steps * schedule.artifact.horizon
        if step > end + 0.5 and schedule.artifact.cooldowns is None:
            self._once(
                "end",
                "past",
                f"{schedule.path}: step {step:g} is past the schedule's end at step {end:g}; "
                f"the learning rate stays {schedule.learning_rate(step):g}",
            )
        return schedule.learning_rate(step)

    def begin_cooldown(self, step: float, steps: Optional[int] = None) -> Cooldown:
        """Stops the training: from a step on the rate falls, and no newer version is taken.

        Args:
            step: optimiser steps done.
            steps: how many the cooldown takes; None stands for what the schedule recommends.

        Returns:
            The cooldown; the training ends at its ``last_step``.

        Raises:
            ValueError: the schedule says nothing of cooldowns, one has begun, or an argument is
                wrong.
        """
        schedule = self.in_force
        cooldowns = schedule.artifact.cooldowns
        if cooldowns is None:
            raise ValueError(
                f"{schedule.path} says nothing of cooldowns; expected a schedule of lode generate "
                "--anytime, followed with anytime=True"
            )
        if self._cooldown is not None:
            raise ValueError(
                f"a cooldown of {self._cooldown.steps:g} steps began at step "
                f"{self._cooldown.from_step:g}; expected none"
            )
        if steps is not None and not (type(steps) is int and steps > 0):
            raise ValueError(f"steps must be a whole number over 0, found {steps!r}")
        if not step > 0:
            raise ValueError(f"a cooldown begins at a step over 0, found {step!r}")
        length = float(max(1, round(cooldowns.steps(step)))) if steps is None else float(steps)
        first = schedule.learning_rate(step)
        self._cooldown = Cooldown(
            float(step), length, first, cooldowns.shape, cooldowns.last_part
        )
        LOG.info("%s: a cooldown of %g steps begins at step %g", schedule.path, length, step)
        return self._cooldown

    @property
    def cooldown(self) -> Optional[Cooldown]:
        """The cooldown that has begun; None where none has."""
        return self._cooldown

    def state_dict(self) -> Dict[str, Any]:
        """All that is needed to continue exactly, without the store where need be."""
        return {
            "store": self._files.root,
            "group": self.group.path(),
            "horizon": self.horizon,
            "run": self.run,
            "checked_step": self._checks * self.every,
            "from_step": self._adoptions[-1].from_step,
            "limits": list(self._adoptions[-1].limits),
            "schedule": dict(self.in_force.state_dict()),
            "history": self.history,
            "cooldown": None if self._cooldown is None else self._cooldown.state_dict(),
        }

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Continues where another was when it gave its ``state_dict``.

        Raises:
            ValueError: the state belongs to another group, horizon or run, or is no such state.
            ArtifactError: the schedule in it is damaged.
        """
        checked_state(state, _STATE)
        limits = state.get("limits")  # a checkpoint of an older client has none
        if limits is not None and [type(limit) for limit in limits] != [float, float]:
            raise ValueError(f"a state must be what state_dict() gave; found {limits} as limits")
        for key, own in (
            ("group", self.group.path()),
            ("horizon", self.horizon),
            ("run", self.run),
        ):
            if state[key] != own:
                raise ValueError(f"the checkpoint's {key} must be {own}, found {state[key]}")
        restored = Schedule.from_state(state["schedule"])
        goes_on = self._goes_on(restored)
        if (
            self._total_steps is not None
            and restored.total_steps != self._total_steps
            and not restored.artifact.own_steps
            and not goes_on
        ):
            LOG.warning(
                "the checkpoint was of a job of %g steps, found %g; the schedule is stretched to "
                "the latter from here on",
                restored.total_steps,
                self._total_steps,
            )
            restored = Schedule(restored.artifact, restored.path, float(self._total_steps))
        known = first_limits(restored) if limits is None else Limits(*limits)
        self._adoptions = [Adoption(state["from_step"], restored, known)]
        self._history = [dict(entry) for entry in state["history"]]
        # A training that goes on takes its plan with its first step, not at the next look.
        self._checks = -1 if goes_on else int(state["checked_step"] // self.every)
        cooldown = state.get("cooldown")  # a checkpoint of an older client has none
        self._cooldown = None if cooldown is None else Cooldown.from_state(cooldown)
        self._silent = {}
        self._refused = None

    def _goes_on(self, restored: Schedule) -> bool:
        """Whether this run was extended since, so that its steps are not to be stretched."""
        if self.run is None or restored.artifact.extension is not None:
            return False
        try:
            return self._read_schedule(self._share(self._latest)).artifact.extension is not None
        except (StoreError, ArtifactError):
            return False

    def _check(self, step: float) -> None:
        try:
            found = self._share(self._latest)
            self._silent.pop("store", None)
            if found.document == self.in_force.artifact.document:
                self._silent.pop("artifact", None)
                return
            if found.document == self._refused:
                return
            schedule = self._read_schedule(found)
            limits = limits_of(step, self.in_force, self._adoptions[-1].limits, schedule)
        except StoreError as e:
            self._once("store", "down", f"{e}; {self._stays(step)}")
        except Jump as e:
            # Not kept as refused: at a later step it may be no jump.
            self._once("artifact", schedule.artifact.id, f"{e}; {self._stays(step)}")
        except ArtifactError as e:
            self._refused = found.document
            self._once("artifact", str(e), f"{e}; {self._stays(step)}")
        else:
            self._silent.pop("artifact", None)
            self._adopt(step, schedule, limits)

    def _first(self) -> _Found:
        """What lies in the store, or an error that names what may have been meant."""
        try:
            return self._latest()
        except _Absent as e:
            raise StoreError(f"{e}{nearby.hint(self._files, self.group)}") from None

    def _latest(self) -> _Found:
        """What lies in the store: the run's own plan where there is one, else the group's."""
        group_folder = self._group_folder()
        folders = [group_folder]
        if self.run is not None:
            own_folder = schedule_folder(self.group, self.horizon, self.run)
            has_own = bool(self._adoptions) and self.in_force.artifact.run is not None
            folders = [own_folder] if has_own else [own_folder, group_folder]
        for folder in folders:
            document = self._files.read(f"{folder}/latest.json", MOST_BYTES + 1)
            if document is not None:
                return _Found(folder, document)
        raise _Absent(
            f"{self._files.root} has no {folders[-1]}/latest.json; "
            f"expected one from lode generate {self._asked_by()}"
        )

    def _group_folder(self) -> str:
        if self.anytime:
            return anytime_folder(self.group)
        if self.planned_steps is not None:
            return long_run_folder(self.group, self.planned_steps)
        return schedule_folder(self.group, self.horizon)

    def _asked_by(self) -> str:
        if self.anytime:
            return "--anytime"
        if self.planned_steps is not None:
            return f"--steps {self.planned_steps}"
        return f"--horizon {self.horizon:g}"

    def _read_schedule(self, found: _Found) -> Schedule:
        latest = f"{found.folder}/latest.json"
        artifact = parse_artifact(found.document, latest)
        own = found.folder != self._group_folder()
        for what, present, expected in (
            ("group", artifact.group.path(), self.group.path()),
            ("horizon", artifact.horizon, self.horizon),
            ("run", artifact.run, self.run if own else None),
        ):
            if present != expected:
                raise ArtifactError(f"{latest}: {what} must be {expected}, found {present}")
        if not own:
            self._require_kind(artifact, latest)
        path = f"{found.folder}/{version_name(artifact.version)}"
        return schedule_of(found.document, path, self._total_steps)

    def _require_kind(self, artifact: ScheduleArtifact, latest: str) -> None:
        """Refuses a group's schedule that belongs into another folder of the group."""
        steps = round(artifact.total_steps)
        if artifact.cooldowns is not None:
            kind = "a training without a known end"
            here = self.anytime
        elif artifact.long_run:
            kind = f"a run of {steps} steps, longer than any"
            here = self.planned_steps == steps
        else:
            kind = f"a run of {steps} steps"
            here = not self.anytime and self.planned_steps in (None, steps)
        if not here:
            raise ArtifactError(
                f"{latest}: expected one from lode generate {self._asked_by()}, found the schedule "
                f"of {kind}"
            )

    def _adopt(self, step: float, schedule: Schedule, limits: Limits) -> None:
        lengths = (schedule.artifact.total_steps, schedule.total_steps)
        known = [
            (adoption.schedule.artifact.total_steps, adoption.schedule.total_steps)
            for adoption in self._adoptions
        ]
        if schedule.is_stretched and lengths not in known:
            LOG.warning("%s", schedule.stretching())
        self._tell_extension(step, schedule)
        LOG.info("%s is in force from step %g on", schedule.path, step)
        self._adoptions.append(Adoption(step, schedule, limits))
        self._history.append(
            {
                "fromStep": step,
                "path": schedule.path,
                "id": schedule.artifact.id,
                "version": schedule.artifact.version,
            }
        )

    def _tell_extension(self, step: float, schedule: Schedule) -> None:
        """Says where a job does not do what the plan of a training that goes on was made for."""
        extension = schedule.artifact.extension
        if extension is None:
            return
        if self._total_steps is not None and self._total_steps != schedule.total_steps:
            LOG.warning(
                "%s goes on to step %g, this job ends at step %g; resume it with total_steps=%g",
                schedule.path,
                schedule.total_steps,
                self._total_steps,
                schedule.total_steps,
            )
        if self._adoptions:
            before = self.in_force.learning_rate(step)
            after = schedule.learning_rate(step)
            if not 1 / _TOLD_JUMP <= after / before <= _TOLD_JUMP:
                LOG.warning(
                    "%s goes on from step %g; at step %g the learning rate goes from %g to %g; "
                    "resume from a checkpoint of step %g",
                    schedule.path,
                    extension.from_step,
                    step,
                    before,
                    after,
                    extension.from_step,
                )

    def _stays(self, step: float) -> str:
        return f"{self.in_force.path} stays in force at step {step:g}"

    def _once(self, what: str, key: str, message: str) -> None:
        """Says something once: again only for another key, or where all was well in between."""
        if self._silent.get(what) != key:
            self._silent[what] = key
            LOG.warning("%s", message)


def _read_here(read: Callable[[], T]) -> T:
    return read()


def follow(
    store: str,
    *,
    model: str,
    dataset: str,
    optimizer: str = UNKNOWN,
    horizon: float = 1.0,
    planned_steps: Optional[int] = None,
    run: Optional[str] = None,
    total_steps: Optional[float] = None,
    every: int = 100,
    share: Share = _read_here,
    state: Optional[Mapping[str, Any]] = None,
    patience: float = 10.0,
    anytime: bool = False,
) -> FollowedSchedule:
    """The newest schedule of a group, or of one run where it has a plan of its own.

    Args:
        store: where LODE publishes: a folder, or a URI that fsspec or pyarrow knows.
        model: the group's model.
        dataset: the group's dataset.
        optimizer: the group's optimizer.
        horizon: part of training after which the objective counts, as ``lode generate`` was told.
        planned_steps: follow the plan of ``lode generate --steps`` for a run of so many steps,
            instead of a horizon.
        run: this run's name: its own plan is followed as soon as there is one.
        total_steps: optimiser steps of the job; where they differ from the artifact's, its time is
            stretched, and a warning says so. None stands for the artifact's own.
        every: look for a newer version at most every so many steps.
        share: how the processes of a distributed job agree on what was read, such as
            ``lode_client.pytorch.from_rank_zero``.
        state: a ``state_dict`` to continue from; the store is then not needed to start.
        patience: seconds that the job waits for a store that neither answers nor refuses. After
            them the store counts as down, and the job goes on at once until it answers.
        anytime: follow the schedule of ``lode generate --anytime``, whose end is not known: it
            holds its trunk until ``begin_cooldown`` is called.

    Raises:
        ValueError: an argument is wrong, or the state is no such state.
        StoreError: the store cannot be reached, or has no schedule for this group and horizon.
        ArtifactError: the schedule is damaged or meant for something else.
    """
    return FollowedSchedule(
        PatientFiles(store, patience),
        GroupKey(model, dataset, optimizer),
        horizon,
        run,
        total_steps,
        every,
        share,
        state,
        planned_steps,
        anytime,
    )
