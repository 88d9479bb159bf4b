"""What a store holds, as plain lists: groups, schedules with their forecasts, proposals, runs.

For notebooks and scripts, without Java. Runs are those that training jobs logged through
``RunLogger``; what ``lode ingest`` read from other logs lies in Iceberg tables, which libraries such
as pyiceberg read.
"""

import json
import logging
import math
import os
import re
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Tuple

from lode_client.artifact import MOST_BYTES, ScheduleArtifact
from lode_client.errors import ArtifactError, StoreError
from lode_client.files import StoreFiles
from lode_client.names import GroupKey, encode
from lode_client.nearby import names
from lode_client.patience import PatientFiles
from lode_client.schedule import Schedule, schedule_of

LOG = logging.getLogger("lode_client")

_PART = re.compile(r"part-\d{6,9}\.jsonl")
_NOT_FINITE = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


@dataclass(frozen=True)
class Forecast:
    """How the objective is expected to unfold under a schedule.

    Attributes:
        steps: optimiser steps.
        means: expected objective at each.
        standard_deviations: of that.
    """

    steps: List[float]
    means: List[float]
    standard_deviations: List[float]


@dataclass(frozen=True)
class Expected:
    """An objective at the horizon.

    Attributes:
        name: of the schedule or run; empty for the schedule itself.
        objective: expected, or reached by a run.
        standard_deviation: of what is expected; None of what a run reached.
    """

    name: str
    objective: float
    standard_deviation: Optional[float] = None


@dataclass(frozen=True)
class StoredSchedule:
    """A schedule of a store, with the forecast it was chosen by.

    Attributes:
        schedule: the learning rate.
        forecast: how the objective is expected to unfold.
        outcome: what is expected at the horizon.
        best_run: what the best run of the sweep reached.
        compared: other schedules under the same forecast.
        created: when it was made, as text in UTC.
    """

    schedule: Schedule
    forecast: Forecast
    outcome: Expected
    best_run: Expected
    compared: List[Expected]
    created: str

    @property
    def artifact(self) -> ScheduleArtifact:
        """Its group, horizon, decision, reason and knots."""
        return self.schedule.artifact

    @property
    def path(self) -> str:
        """Where it lies, relative to the store."""
        return self.schedule.path

    def rates(self, points: int = 200) -> Tuple[List[float], List[float]]:
        """Steps up to the horizon and the learning rate at each."""
        if points < 2:
            raise ValueError(f"points must be at least 2, found {points}")
        end = self.artifact.total_steps * self.artifact.horizon
        steps = [end * i / (points - 1) for i in range(points)]
        return steps, [self.schedule.learning_rate(step) for step in steps]

    def plot(self, axes: Any = None) -> Any:
        """Draws the learning rate, and the forecast with one standard deviation to each side.

        Args:
            axes: a pair of matplotlib's axes; None for a new figure.

        Raises:
            ImportError: matplotlib is missing.
        """
        rate, objective = _axes() if axes is None else axes
        rate.plot(*self.rates())
        rate.set(xlabel="step", ylabel="learning rate", yscale="log", title=str(self.path))
        forecast = self.forecast
        pairs = list(zip(forecast.means, forecast.standard_deviations))
        objective.plot(forecast.steps, forecast.means)
        objective.fill_between(
            forecast.steps, [m - s for m, s in pairs], [m + s for m, s in pairs], alpha=0.3
        )
        objective.axhline(self.best_run.objective, linestyle=":", label=self.best_run.name)
        objective.set(xlabel="step", ylabel=self.artifact.objective.metric)
        objective.legend(title="best run")
        return rate, objective


@dataclass(frozen=True)
class StoredRun:
    """What one run logged.

    Attributes:
        group: the run's group.
        run: its name.
        status: ``running``, ``completed`` or ``failed``.
        total_steps: that it is to take.
        hyperparameters: as they were logged.
        description: all that ``run.json`` says.
        rows: what was logged, one a step, by name; names are absent where not logged.
    """

    group: GroupKey
    run: str
    status: str
    total_steps: float
    hyperparameters: Dict[str, Any]
    description: Dict[str, Any]
    rows: List[Dict[str, float]] = field(repr=False)

    def values(self, name: str) -> Tuple[List[float], List[float]]:
        """The steps at which a number was logged, and the number at each."""
        logged = [(row["step"], row[name]) for row in self.rows if name in row]
        return [step for step, _ in logged], [value for _, value in logged]


class Store:
    """A store to read from; ``lode_client.open`` makes one."""

    def __init__(self, files: StoreFiles) -> None:
        self._files = files

    @property
    def uri(self) -> str:
        """Where it lies."""
        return self._files.root

    def groups(self) -> List[GroupKey]:
        """The groups that have schedules, proposals or logged runs, sorted."""
        found = {group for top in ("schedules", "proposals", "runs") for group in self._below(top)}
        return sorted(found, key=lambda group: group.path())

    def schedules(self, **which: Any) -> List[StoredSchedule]:
        """The latest schedule of each group and horizon, planned length and open end.

        Args:
            which: ``model``, ``dataset``, ``optimizer`` or ``horizon`` that it must have. Schedules
                of trainings longer than the group's runs have no horizon.
        """
        return self._stored("schedules", ["latest.json"], _admit(which))

    def versions(self, **which: Any) -> List[StoredSchedule]:
        """Every version of the schedules, the oldest first; arguments as for ``schedules``."""
        return self._stored("schedules", None, _admit(which))

    def proposals(self, **which: Any) -> List[StoredSchedule]:
        """What the next sweep should try, the oldest first; arguments as for ``schedules``."""
        found: List[StoredSchedule] = []
        admit = _admit(which)
        for group in self._below("proposals"):
            for horizon in names(self._files, f"proposals/{group.path()}", "horizon"):
                folder = f"proposals/{group.path()}/horizon={horizon}"
                for name in self._files.names(folder):
                    found += self._read(f"{folder}/{name}/schedule.json", admit)
        return sorted(found, key=lambda one: one.created)

    def runs(self, **which: Any) -> List[StoredRun]:
        """What runs logged.

        Args:
            which: ``model``, ``dataset``, ``optimizer`` or ``run`` that they must have.
        """
        admit = _admit(which, ("model", "dataset", "optimizer", "run"))
        found: List[StoredRun] = []
        for group in self._below("runs"):
            for run in names(self._files, f"runs/{group.path()}", "run"):
                if admit({**vars(group), "run": run}):
                    found += self._read_run(group, run)
        return found

    def _below(self, top: str) -> Iterator[GroupKey]:
        for model in names(self._files, top, "model"):
            at = GroupKey(model, "d", "o").path().split("/")[0]
            for dataset in names(self._files, f"{top}/{at}", "dataset"):
                below = "/".join(GroupKey(model, dataset, "o").path().split("/")[:2])
                for optimizer in names(self._files, f"{top}/{below}", "optimizer"):
                    yield GroupKey(model, dataset, optimizer)

    def _stored(
        self, top: str, files: Optional[List[str]], admit: Callable[[Mapping[str, Any]], bool]
    ) -> List[StoredSchedule]:
        found: List[StoredSchedule] = []
        for group in self._below(top):
            above = f"{top}/{group.path()}"
            for horizon in names(self._files, above, "horizon"):
                found += self._of_folder(f"{above}/horizon={horizon}", files, admit)
            steps = names(self._files, above, "steps")
            open_ends = [name for name in self._files.names(above) if name == "anytime"]
            for folder in [f"steps={one}" for one in steps] + open_ends:
                found += self._of_folder(
                    f"{above}/{folder}", files, lambda known: admit({**known, "horizon": None})
                )
        return found

    def _of_folder(
        self,
        folder: str,
        files: Optional[List[str]],
        admit: Callable[[Mapping[str, Any]], bool],
    ) -> List[StoredSchedule]:
        found: List[StoredSchedule] = []
        for name in files or _versions(self._files.names(folder)):
            found += self._read(f"{folder}/{name}", admit)
        return found

    def _read(
        self, path: str, admit: Callable[[Mapping[str, Any]], bool]
    ) -> List[StoredSchedule]:
        """One schedule; none where it is not asked for, or damaged, which a warning says."""
        try:
            document = self._files.read(path, MOST_BYTES + 1)
            if document is None:
                return []
            schedule = schedule_of(document, path, None)
            artifact = schedule.artifact
            if not admit({**vars(artifact.group), "horizon": artifact.horizon}):
                return []
            return [_stored_schedule(schedule, json.loads(document))]
        except (ArtifactError, StoreError) as e:
            LOG.warning("%s; it is left out", e)
        except (LookupError, TypeError, ValueError) as e:
            LOG.warning("%s has no forecast that can be read (%r); it is left out", path, e)
        return []

    def _read_run(self, group: GroupKey, run: str) -> List[StoredRun]:
        folder = f"runs/{group.path()}/run={encode(run)}"
        try:
            content = self._files.read(f"{folder}/run.json")
            if content is None:
                return []
            description = json.loads(content)
            rows: Dict[float, Dict[str, float]] = {}
            for name in self._files.names(folder):
                if _PART.fullmatch(name):
                    for line in (self._files.read(f"{folder}/{name}") or b"").splitlines():
                        row = _numbers(json.loads(line))
                        # Of several values of one step the last counts, as in ingest.
                        rows.setdefault(row["step"], {}).update(row)
            return [
                StoredRun(
                    group,
                    run,
                    str(description["status"]),
                    float(description["totalSteps"]),
                    dict(description.get("hyperparameters") or {}),
                    description,
                    [rows[step] for step in sorted(rows)],
                )
            ]
        except (StoreError, LookupError, TypeError, ValueError, AttributeError) as e:
            LOG.warning("%s cannot be read (%r); it is left out", folder, e)
            return []


def open(store: str, patience: float = 60.0) -> Store:
    """A store to read from.

    Args:
        store: a folder, or a URI that fsspec or pyarrow knows.
        patience: seconds to wait for a store that neither answers nor refuses.

    Raises:
        StoreError: the URI is remote and neither fsspec nor pyarrow can open it, or there is
            nothing at it.
    """
    files = PatientFiles(os.fspath(store), patience)
    if not files.names(""):
        raise StoreError(f"{files.root} holds nothing; expected the store of lode ingest or follow")
    return Store(files)


def _admit(
    which: Mapping[str, Any],
    known: Tuple[str, ...] = ("model", "dataset", "optimizer", "horizon"),
) -> Callable[[Mapping[str, Any]], bool]:
    for name in which:
        if name not in known:
            raise TypeError(f"expected {', '.join(known)}, found {name}")
    return lambda found: all(found[name] == value for name, value in which.items())


def _versions(found: List[str]) -> List[str]:
    return [name for name in found if re.fullmatch(r"v\d{6,9}\.json", name)]


def _stored_schedule(schedule: Schedule, values: Mapping[str, Any]) -> StoredSchedule:
    predicted, outcome, best = values["predicted"], values["outcome"], values["bestRun"]
    return StoredSchedule(
        schedule=schedule,
        forecast=Forecast(
            [float(step) for step in predicted["step"]],
            [float(mean) for mean in predicted["mean"]],
            [float(spread) for spread in predicted["standardDeviation"]],
        ),
        outcome=Expected("", float(outcome["objective"]), float(outcome["standardDeviation"])),
        best_run=Expected(str(best["run"]), float(best["objective"])),
        compared=[
            Expected(str(one["schedule"]), float(one["objective"]), float(one["standardDeviation"]))
            for one in values["compared"]
        ],
        created=str(values["provenance"]["created"]),
    )


def _numbers(row: Mapping[str, Any]) -> Dict[str, float]:
    numbers: Dict[str, float] = {}
    for name, value in row.items():
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            numbers[name] = value
        elif value in _NOT_FINITE and name not in ("run", "model", "dataset", "optimizer", "sweep"):
            numbers[name] = _NOT_FINITE[value]
    return numbers


def _axes() -> Any:
    try:
        from matplotlib import pyplot
    except ImportError as e:
        raise ImportError(
            f"a plot needs matplotlib: {e}; expected 'pip install matplotlib'"
        ) from e
    return pyplot.subplots(1, 2, figsize=(10, 4))[1]
