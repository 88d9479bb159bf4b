"""LODE's proposals in a running Optuna study, and the study's trials as runs for LODE.

    lode = LodeStudy(store, model="cnn", dataset="mnist", optimizer="adam", total_steps=1000)

    def objective(trial):
        schedule = lode.schedule(trial, otherwise=lambda: cosine(trial.suggest_float("peak", 1e-4, 1e-1)))
        with lode.logger(trial, schedule) as logger:
            ...                                       # trial.report and logger.log as you go

    study.optimize(objective, n_trials=100, callbacks=[lode])

``lode propose`` writes proposals, every night or after so many trials. The callback enqueues each
once, and a trial that runs one has it as its user attribute ``lode_schedule``.
"""

import logging
import os
from typing import Any, Callable, Dict, List, Mapping, Optional

import optuna
from optuna.trial import FrozenTrial, TrialState

from lode_client.framework import AnySchedule
from lode_client.names import UNKNOWN, GroupKey
from lode_client.patience import PatientFiles
from lode_client.reading import Store, StoredSchedule
from lode_client.run_logger import RunLogger
from lode_client.schedule import Schedule, load

LOG = logging.getLogger("lode_client")

PROPOSAL = "lode_proposal"
"""User attribute of an enqueued trial: the path of its proposal, relative to the store."""

SCHEDULE = "lode_schedule"
"""User attribute of a trial that runs a proposal: its path, id and knots."""

_STATUS = {
    TrialState.COMPLETE: "completed",
    TrialState.PRUNED: "failed",
    TrialState.FAIL: "failed",
    TrialState.RUNNING: "running",
}
"""How a trial's run stands; a pruned one ended early and does not come back, as a failed one."""


class LodeStudy:
    """A study's side of a group in a store; a callback of ``study.optimize``."""

    def __init__(
        self,
        store: str,
        *,
        model: str,
        dataset: str,
        optimizer: str = UNKNOWN,
        total_steps: float,
        horizon: float = 1.0,
        objective: str = "validation_loss",
        newest: int = 3,
        patience: float = 60.0,
    ) -> None:
        """Names the group.

        Args:
            store: where ``lode propose`` writes: a folder, or a URI that fsspec or pyarrow knows.
            model: the group's model.
            dataset: the group's dataset.
            optimizer: the group's optimizer.
            total_steps: optimiser steps of a trial; proposals are stretched to them.
            horizon: part of training after which the objective counts, as ``lode propose`` was told.
            objective: the metric that trials report.
            newest: how many of the newest proposals count; older ones are of nights before.
            patience: seconds to wait for a store that neither answers nor refuses.

        Raises:
            ValueError: a value is wrong.
        """
        if newest < 1:
            raise ValueError(f"newest must be at least 1 proposal, found {newest}")
        self.group = GroupKey(model, dataset, optimizer)
        self.uri = os.fspath(store)
        self._store = Store(PatientFiles(self.uri, patience))
        self._total_steps = total_steps
        self._horizon = horizon
        self._objective = objective
        self._newest = newest

    def proposals(self) -> List[StoredSchedule]:
        """The newest proposals of the group and horizon, the oldest of them first."""
        found = self._store.proposals(**vars(self.group), horizon=self._horizon)
        return found[-self._newest :]

    def enqueue(self, study: "optuna.Study") -> int:
        """Enqueues the proposals that no trial of the study has, and says how many these were.

        Every other parameter of such a trial is chosen by the study's sampler.
        """
        known = {trial.user_attrs.get(PROPOSAL) for trial in study.get_trials(deepcopy=False)}
        new = [one.path for one in self.proposals() if one.path not in known]
        for path in new:
            study.enqueue_trial({}, user_attrs={PROPOSAL: path})
            LOG.info("study %s is to try %s", study.study_name, path)
        return len(new)

    def __call__(self, study: "optuna.Study", trial: FrozenTrial) -> None:
        """Enqueues after each trial; a store that is down is said and changes nothing."""
        try:
            self.enqueue(study)
        except OSError as e:
            LOG.warning("%s; study %s goes on without proposals", e, study.study_name)

    def schedule(
        self, trial: "optuna.Trial", otherwise: Callable[[], AnySchedule]
    ) -> AnySchedule:
        """The schedule that a trial is to follow, recorded in the trial.

        Args:
            trial: of the objective.
            otherwise: makes the schedule of a trial that has no proposal, from its parameters.

        Raises:
            StoreError: the trial's proposal cannot be read.
        """
        path = trial.user_attrs.get(PROPOSAL)
        if path is None:
            return otherwise()
        schedule = load(f"{self.uri.rstrip('/')}/{path}", total_steps=self._total_steps)
        knots = schedule.artifact.knots
        trial.set_user_attr(
            SCHEDULE,
            {
                "path": path,
                "id": schedule.artifact.id,
                "totalSteps": self._total_steps,
                "knots": [list(knot) for knot in zip(knots.steps, knots.learning_rates)],
            },
        )
        return schedule

    def logger(self, trial: "optuna.Trial", schedule: AnySchedule, **more: Any) -> RunLogger:
        """The logger of a trial's run, named by the study and the trial's number.

        Args:
            trial: of the objective.
            schedule: that it follows.
            more: further arguments of ``RunLogger``, such as ``seed``.
        """
        return RunLogger(
            self.uri,
            **{
                **self._whose(trial.study, trial.number),
                "schedule": schedule,
                "hyperparameters": _plain(trial.params),
                **more,
            },
        )

    def write_runs(
        self, study: "optuna.Study", schedule_of: Callable[[FrozenTrial], Optional[AnySchedule]]
    ) -> List[str]:
        """Writes the trials of a study that logged nothing themselves as runs for ``lode ingest``.

        What a trial reported becomes the objective at its steps. A trial that followed a proposal
        is known to have; of the others the caller knows the schedule.

        Args:
            study: whose trials; the steps that they report are optimiser steps.
            schedule_of: the schedule of a trial from its parameters; None leaves the trial out.

        Returns:
            The names of the runs.
        """
        written: List[str] = []
        for trial in study.get_trials(deepcopy=False):
            schedule = self._proposed(trial) if SCHEDULE in trial.user_attrs else schedule_of(trial)
            if schedule is None or not trial.intermediate_values or trial.state not in _STATUS:
                continue
            whose = self._whose(study, trial.number)
            logger = RunLogger(
                self.uri,
                schedule=schedule,
                hyperparameters=_plain(trial.params),
                rows_per_part=len(trial.intermediate_values) + 1,
                **whose,
            )
            for step, value in sorted(trial.intermediate_values.items()):
                logger.log(step, **{self._objective: value})
            logger.close(_STATUS[trial.state])
            written.append(str(whose["run"]))
        return written

    def _proposed(self, trial: FrozenTrial) -> Schedule:
        path = trial.user_attrs[SCHEDULE]["path"]
        return load(f"{self.uri.rstrip('/')}/{path}", total_steps=self._total_steps)

    def _whose(self, study: "optuna.Study", number: int) -> Dict[str, Any]:
        direction = "maximize" if study.direction.name == "MAXIMIZE" else "minimize"
        return {
            **vars(self.group),
            "run": f"{study.study_name}-{number}",
            "sweep": study.study_name,
            "total_steps": self._total_steps,
            "objective": self._objective,
            "direction": direction,
            "horizon": self._horizon,
        }


def _plain(params: Mapping[str, Any]) -> Dict[str, Any]:
    """Parameters as JSON can hold them: those of another kind as texts."""
    kinds = (str, int, float, bool, type(None))
    return {name: v if isinstance(v, kinds) else str(v) for name, v in params.items()}
