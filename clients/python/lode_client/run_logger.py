"""What a run logs, in the store, where the next ingest and the replanner find it.

Below ``runs/model=M/dataset=D/optimizer=O/run=R/``: ``part-000001.jsonl``, ``part-000002.jsonl``,
..., each written whole, one JSON object a line in the order of steps; and ``run.json``, replaced
in one step, that says whose they are and how the run stands.
"""

import json
import logging
import math
import re
import time as clock
from types import TracebackType
from typing import Any, Dict, List, Mapping, Optional, Type, Union

from lode_client import nearby
from lode_client.errors import ArtifactError, LodeError, StoreError, first_line
from lode_client.files import StoreFiles
from lode_client.following import FollowedSchedule
from lode_client.knots import PiecewiseLogLinear
from lode_client.names import UNKNOWN, GroupKey, require_name, run_folder
from lode_client.ownership import Ownership, TakenOver
from lode_client.patience import PatientFiles
from lode_client.schedule import Schedule, require_total_steps

LOG = logging.getLogger("lode_client")

FORMAT = "lode-run/1"

MEASURED = (
    "step",
    "epoch",
    "time",
    "learning_rate",
    "train_loss",
    "validation_loss",
    "validation_accuracy",
)
"""Numbers that have a column of their own; all others are metrics by their own names."""

IDENTITY = ("sweep", "run", "model", "dataset", "optimizer", "seed")

_PART = re.compile(r"part-(\d{6,9})\.jsonl")


class RunLogger:
    """Writes the metrics of one run; one process a run, such as rank 0 of a distributed job.

    Not a number and infinity are kept, as the texts ``NaN``, ``Infinity`` and ``-Infinity``: a
    loss that is one of them is what LODE knows a diverged run by. None is not logged.

    A store that is down does not stop the training: rows wait in memory, and a warning says so
    once. ``close`` raises where some could not be written at all.

    A run that resumes continues with the next part. Steps that were logged before are not logged
    again, and a warning says so once; a run that starts again from before a divergence is another
    run and needs another name.

    Where two loggers write one run, the one that was opened last goes on: it is the job that was
    started again. The other one writes nothing more, says so once, and raises at ``close``.
    """

    def __init__(
        self,
        store: str,
        *,
        run: str,
        model: str,
        dataset: str,
        optimizer: str = UNKNOWN,
        total_steps: float,
        objective: str = "validation_loss",
        direction: str = "minimize",
        ceiling: float = 1.0,
        horizon: float = 1.0,
        sweep: Optional[str] = None,
        seed: Union[int, str, None] = None,
        schedule: Union[Schedule, FollowedSchedule, PiecewiseLogLinear, None] = None,
        hyperparameters: Optional[Mapping[str, Any]] = None,
        rows_per_part: int = 50,
        seconds_per_part: float = 60.0,
        patience: float = 60.0,
    ) -> None:
        """Opens the run's folder and marks the run as running.

        Args:
            store: a folder, or a URI that fsspec or pyarrow knows.
            run: the run's name, unique in its group.
            model: the group's model.
            dataset: the group's dataset.
            optimizer: the group's optimizer.
            total_steps: optimiser steps that the run is to take.
            objective: the metric that the run is judged by.
            direction: ``minimize`` or ``maximize``.
            ceiling: what a maximized metric cannot exceed.
            horizon: part of training after which the objective counts.
            sweep: the sweep that it belongs to.
            seed: the run's seed.
            schedule: what it follows, from ``follow``, ``load`` or ``load_csv``; fills in
                ``learning_rate`` where ``log`` is given none.
            hyperparameters: values that JSON can hold.
            rows_per_part: a part is written when it has so many rows ...
            seconds_per_part: ... or when the last one is so old.
            patience: seconds that the job waits for a store that neither answers nor refuses; after
                them the store counts as down.

        Where the store is down, the folder is opened when rows can be written.

        Raises:
            ValueError: a value is wrong.
            ArtifactError: the folder holds another run, or files that no logger wrote.
        """
        self.group = GroupKey(model, dataset, optimizer)
        self.run = require_name("run", run)
        if direction not in ("minimize", "maximize"):
            raise ValueError(f"direction must be minimize or maximize, found {direction!r}")
        if not 0 < _number("horizon", horizon) <= 1:
            raise ValueError(f"horizon must be over 0 and at most 1, found {horizon}")
        if not math.isfinite(_number("ceiling", ceiling)):
            raise ValueError(f"ceiling must be a finite number, found {ceiling}")
        if not rows_per_part >= 1:
            raise ValueError(f"rows_per_part must be at least 1, found {rows_per_part}")
        if not seconds_per_part >= 0:
            raise ValueError(f"seconds_per_part must be at least 0, found {seconds_per_part}")
        if schedule is not None and not hasattr(schedule, "learning_rate"):
            raise ValueError(
                "schedule must come from follow, load or load_csv, "
                f"found {type(schedule).__name__}"
            )
        self._identity: Dict[str, str] = {
            "run": run,
            "model": model,
            "dataset": dataset,
            "optimizer": optimizer,
        }
        if sweep is not None:
            self._identity["sweep"] = require_name("sweep", sweep)
        if seed is not None:
            self._identity["seed"] = str(seed)
        self._objective: Dict[str, Any] = {
            "metric": require_name("objective", objective),
            "direction": direction,
        }
        if direction == "maximize":
            self._objective["ceiling"] = float(ceiling)
        self._total_steps = require_total_steps(total_steps)
        self._horizon = float(horizon)
        self._schedule = schedule
        self._hyperparameters = _json_object("hyperparameters", hyperparameters or {})
        self._rows_per_part = rows_per_part
        self._seconds_per_part = seconds_per_part
        self._folder = run_folder(self.group, run)
        self._files: StoreFiles = PatientFiles(store, patience)
        self._ownership = Ownership(self._files, self._folder, run)
        self._taken_over: Optional[TakenOver] = None
        self._pending: List[Dict[str, Any]] = []
        self._written_at = clock.monotonic()
        self._opened_at = clock.monotonic()
        self._warned: Dict[str, bool] = {}
        self._status = "running"
        self._described: Optional[bytes] = None
        self._is_open = False
        self._next_part = 1
        self._last_written: Optional[float] = None
        self._seconds_before = 0.0
        try:
            self._open()
        except StoreError as e:
            self._once("store", f"{e}; what run {self.run} logs waits")

    @property
    def folder(self) -> str:
        """Where the run's files lie, relative to the store."""
        return self._folder

    @property
    def last_step(self) -> Optional[float]:
        """The last step that was logged, by this process or one before; None at first."""
        return self._pending[-1]["step"] if self._pending else self._last_written

    def log(
        self,
        step: float,
        *,
        learning_rate: Optional[float] = None,
        epoch: Optional[float] = None,
        time: Optional[float] = None,
        train_loss: Optional[float] = None,
        validation_loss: Optional[float] = None,
        validation_accuracy: Optional[float] = None,
        **metrics: Optional[float],
    ) -> None:
        """Logs what is known after so many optimiser steps.

        A second call with the same step adds to its row.

        Args:
            step: optimiser steps done, not before the last one logged.
            learning_rate: the schedule's value in force, without the scale of a parameter group;
                None stands for the schedule's.
            epoch: passes over the data, may be fractional.
            time: seconds of training; None stands for the time since the run was first opened,
                pauses left out.
            train_loss: training loss.
            validation_loss: validation loss.
            validation_accuracy: validation accuracy.
            metrics: any other numbers by name.

        Raises:
            ValueError: a value is no number, or a metric has the name of something else.
        """
        if learning_rate is None:
            learning_rate = self._known_learning_rate(step)
        values: Dict[str, Any] = {
            "step": step,
            "epoch": epoch,
            "time": self._elapsed() if time is None else time,
            "learning_rate": learning_rate,
            "train_loss": train_loss,
            "validation_loss": validation_loss,
            "validation_accuracy": validation_accuracy,
        }
        for name, value in metrics.items():
            if name in IDENTITY:
                raise ValueError(f"a metric cannot be called {name}, which says whose row it is")
            values[name] = value
        numbers = {name: _number(name, v) for name, v in values.items() if v is not None}
        at = numbers["step"]
        if not (math.isfinite(at) and at >= 0):
            raise ValueError(f"step must be finite and not negative, found {at:g}")
        self._add(at, numbers)

    def flush(self) -> bool:
        """Writes the rows that wait; False where the store is down and they still do."""
        try:
            self._write()
        except TakenOver:
            return False
        except LodeError as e:
            # The next try is a part later, so that a slow failure does not come at every row.
            self._written_at = clock.monotonic()
            self._once("store", f"{e}; {len(self._pending)} rows of run {self.run} wait")
            return False
        self._warned.pop("store", None)
        return True

    def close(self, status: str = "completed") -> None:
        """Writes what waits and how the run ended: ``completed``, ``failed`` or ``running``.

        Raises:
            StoreError: some rows could not be written.
            LodeError: another logger took the run over; the text says what to do.
        """
        if status not in ("completed", "failed", "running"):
            raise ValueError(f"status must be completed, failed or running, found {status!r}")
        self._status = status
        self._write()
        self._ownership.release()

    def __enter__(self) -> "RunLogger":
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        """Closes; an error makes the run a failed one, an interrupted run goes on being one."""
        if error is None:
            self.close("completed")
            return
        try:
            self.close("failed" if isinstance(error, Exception) else "running")
        except LodeError as e:
            # The error of the training is what its user has to see.
            LOG.warning("%d rows of run %s are lost: %s", len(self._pending), self.run, e)

    def _add(self, at: float, numbers: Dict[str, float]) -> None:
        last = self.last_step
        if self._pending and at == last:
            self._pending[-1].update(numbers)
            return
        if last is not None and at <= last:
            self._say_again(last)
            return
        age = clock.monotonic() - self._written_at
        if len(self._pending) >= self._rows_per_part or age >= self._seconds_per_part:
            self.flush()
        self._pending.append(numbers)

    def _write(self) -> None:
        if self._taken_over is not None:
            self._pending = []
            raise self._taken_over
        self._open()
        try:
            self._ownership.require(self._foreign_part)
        except TakenOver as e:
            self._taken_over = e
            self._once("taken over", f"{e}; {len(self._pending)} rows of this one are not written")
            self._pending = []
            raise
        self._write_part()
        self._describe()

    def _foreign_part(self) -> Optional[str]:
        parts = [name for name in self._files.names(self._folder) if _PART.fullmatch(name)]
        last = max(parts, key=_part_number, default=None)
        return last if last is not None and _part_number(last) >= self._next_part else None

    def _write_part(self) -> None:
        rows = self._pending
        if rows:
            lines = [json.dumps({**self._identity, **_row(row)}, allow_nan=False) for row in rows]
            content = ("\n".join(lines) + "\n").encode("utf-8")
            while not self._files.create(f"{self._folder}/{_part_name(self._next_part)}", content):
                self._next_part += 1
            self._next_part += 1
            self._last_written = rows[-1]["step"]
            self._pending = []
        self._written_at = clock.monotonic()

    def _describe(self) -> None:
        description: Dict[str, Any] = {"format": FORMAT, **self._identity}
        description.update(
            totalSteps=self._total_steps,
            objective=self._objective,
            horizon=self._horizon,
            schedule=self._schedule_in_force(),
            status=self._status,
            hyperparameters=self._hyperparameters,
        )
        if isinstance(self._schedule, FollowedSchedule):
            description["followed"] = self._schedule.history
        content = (json.dumps(description, indent=2, allow_nan=False) + "\n").encode("utf-8")
        if content != self._described:
            self._files.replace(f"{self._folder}/run.json", content)
            self._described = content

    def _schedule_in_force(self) -> Optional[Dict[str, Any]]:
        schedule = self._schedule
        in_force = schedule.in_force if isinstance(schedule, FollowedSchedule) else schedule
        if not isinstance(in_force, Schedule):
            # The knots of a proposal have no version; LODE knows them again by the logged rates.
            return None
        return {
            "path": self._below_store(in_force.path),
            "id": in_force.artifact.id,
            "version": in_force.artifact.version,
        }

    def _known_learning_rate(self, step: float) -> Optional[float]:
        if isinstance(self._schedule, FollowedSchedule):
            # Looking for a newer version is the job's to do, on all its processes at once.
            return self._schedule.known_learning_rate(step)
        return None if self._schedule is None else self._schedule.learning_rate(step)

    def _below_store(self, path: str) -> str:
        """A path as the store's readers know it, where it lies in this store."""
        prefix = self._files.root.rstrip("/") + "/"
        return path[len(prefix) :] if path.startswith(prefix) else path

    def _open(self) -> None:
        """Finds out, once, what was logged before."""
        if self._is_open:
            return
        self._require_own_folder()
        parts = [name for name in self._files.names(self._folder) if _PART.fullmatch(name)]
        if parts:
            last = max(parts, key=_part_number)
            path = f"{self._folder}/{last}"
            row = _last_row(self._files.read(path), path)
            self._next_part = _part_number(last) + 1
            self._last_written = row["step"]
            self._seconds_before = _number("time", row.get("time", 0.0))
            LOG.info("run %s continues after step %g", self.run, row["step"])
            waiting = len(self._pending)
            self._pending = [new for new in self._pending if new["step"] > row["step"]]
            if len(self._pending) < waiting:
                self._say_again(row["step"])
        else:
            self._say_where_it_is_written_otherwise()
        self._ownership.claim()
        self._is_open = True
        # Before the first part, which nothing can read without it.
        self._describe()

    def _say_where_it_is_written_otherwise(self) -> None:
        """LODE learns from the runs of one group, so that a name written in two ways costs runs."""
        near = nearby.only_written_otherwise(self._files, self.group)
        if near is not None:
            self._once(
                "near",
                f"run {self.run} starts a new group, {self.group.path()}; "
                f"did you mean {nearby.difference(self.group, near)}, which the store has?",
            )

    def _require_own_folder(self) -> None:
        path = f"{self._folder}/run.json"
        content = self._files.read(path)
        if content is None:
            return
        try:
            description = json.loads(content)
        except ValueError as e:
            raise ArtifactError(f"{path} is not JSON: it may be cut off or damaged") from e
        if not isinstance(description, dict) or description.get("format") != FORMAT:
            found = description.get("format") if isinstance(description, dict) else "no object"
            raise ArtifactError(f"{path}: format must be {FORMAT}, found {found}")
        for key in ("run", "model", "dataset", "optimizer"):
            if description.get(key) != self._identity[key]:
                raise ArtifactError(
                    f"{path}: {key} must be {self._identity[key]!r}, "
                    f"found {description.get(key)!r}"
                )

    def _elapsed(self) -> float:
        return self._seconds_before + clock.monotonic() - self._opened_at

    def _say_again(self, last: float) -> None:
        self._once(
            "again",
            f"run {self.run} is already logged to step {last:g}; "
            "steps up to it are not logged again",
        )

    def _once(self, what: str, message: str) -> None:
        if not self._warned.get(what):
            self._warned[what] = True
            LOG.warning("%s", message)


def _part_name(number: int) -> str:
    return f"part-{number:06d}.jsonl"


def _part_number(name: str) -> int:
    return int(name[len("part-") : -len(".jsonl")])


def _last_row(content: Optional[bytes], path: str) -> Dict[str, Any]:
    lines = (content or b"").strip().splitlines()
    try:
        row = dict(json.loads(lines[-1]))
        if isinstance(row["step"], (int, float)):
            return row
    except (ValueError, LookupError, TypeError):
        pass
    raise ArtifactError(
        f"{path} line {max(1, len(lines))}: expected a row with a step, "
        f"found {(lines[-1] if lines else b'nothing')[:80].decode('utf-8', 'replace')}"
    )


def _json_object(what: str, values: Mapping[str, Any]) -> Dict[str, Any]:
    try:
        json.dumps(values, allow_nan=False)
    except (TypeError, ValueError) as e:
        raise ValueError(f"{what} must be values that JSON can hold, found: {first_line(e)}") from e
    return dict(values)


def _number(name: str, value: Any) -> float:
    """A number of any library, such as a tensor of one element."""
    if not isinstance(value, (str, bytes, bool)):
        try:
            return float(value)
        except (TypeError, ValueError, RuntimeError):
            pass
    raise ValueError(f"{name} must be a number, found {str(value)[:80]!r}")


def _row(numbers: Mapping[str, float]) -> Dict[str, Any]:
    """What JSON can hold: whole steps as such, texts for what is not finite."""
    row: Dict[str, Any] = {}
    for name, value in numbers.items():
        if math.isnan(value):
            row[name] = "NaN"
        elif math.isinf(value):
            row[name] = "Infinity" if value > 0 else "-Infinity"
        else:
            row[name] = int(value) if name == "step" and value == int(value) else value
    return row
