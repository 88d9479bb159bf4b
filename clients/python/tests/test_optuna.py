import json
import pathlib
import tempfile
import unittest
from typing import Any, Dict, List, Sequence, Tuple

import lode_client
from lode_client import PiecewiseLogLinear
from tests import optional
from tests.publishing import GROUP, document, generate

optional.require("optuna")

import optuna  # noqa: E402

from lode_client.optuna import PROPOSAL, SCHEDULE, LodeStudy  # noqa: E402

WHOSE = {"model": GROUP.model, "dataset": GROUP.dataset, "optimizer": GROUP.optimizer}
STEPS = 100


def propose(store: pathlib.Path, name: str, knots: Sequence[Tuple[float, float]]) -> str:
    """Writes a proposal as ``lode propose`` does; its path in the store."""
    values = json.loads(document(knots, 1000))
    values.update(id=generate.NO_ID, version=0)
    values["provenance"]["created"] = f"2026-01-01T00:00:0{name[-1]}Z"
    folder = store / f"proposals/{GROUP.path()}/horizon=1.0/{name}"
    folder.mkdir(parents=True)
    (folder / "schedule.json").write_text(generate.written(values))
    lines = "".join(f"{step},{rate}\n" for step, rate in knots)
    (folder / "schedule.csv").write_text("step,learning_rate\n" + lines)
    return f"proposals/{GROUP.path()}/horizon=1.0/{name}/schedule.json"


class OptunaTest(unittest.TestCase):
    def setUp(self) -> None:
        optuna.logging.set_verbosity(optuna.logging.ERROR)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.store = pathlib.Path(folder.name) / "store"
        self.store.mkdir()
        self.storage = f"sqlite:///{folder.name}/study.db"
        self.study = self.open_study()
        self.lode = LodeStudy(str(self.store), total_steps=STEPS, **WHOSE)

    def open_study(self, **more: Any) -> "optuna.Study":
        return optuna.create_study(
            storage=self.storage,
            study_name="night",
            load_if_exists=True,
            sampler=optuna.samplers.RandomSampler(seed=1),
            **more,
        )

    def otherwise(self, trial: "optuna.Trial") -> PiecewiseLogLinear:
        return PiecewiseLogLinear([0, STEPS], [trial.suggest_float("peak", 1e-3, 1e-1), 1e-4])

    def objective(self, trial: "optuna.Trial") -> float:
        trial.suggest_categorical("batch_size", [32, 64])
        with lode_client_warnings(self):
            schedule = self.lode.schedule(trial, otherwise=lambda: self.otherwise(trial))
        with self.lode.logger(trial, schedule) as logger:
            for step in range(10, STEPS + 1, 10):
                loss = 1 / step + schedule.learning_rate(step)
                trial.report(loss, step)
                logger.log(step, validation_loss=loss)
        return loss

    def attributes(self, name: str) -> List[Any]:
        return [trial.user_attrs.get(name) for trial in self.study.get_trials()]

    def test_proposals_join_a_running_study_once_each(self) -> None:
        self.study.optimize(self.objective, n_trials=2, callbacks=[self.lode])
        self.assertEqual(self.attributes(PROPOSAL), [None, None])
        paths = [propose(self.store, f"p{i}", [(0, 0.05), (1000, 0.001 * (i + 1))]) for i in (1, 2)]
        self.study.optimize(self.objective, n_trials=4, callbacks=[self.lode])
        self.assertEqual(self.attributes(PROPOSAL), [None, None, None, *paths, None])
        self.assertEqual(self.lode.enqueue(self.study), 0)
        # A worker in another process sees what was tried by the study's own storage.
        self.assertEqual(LodeStudy(str(self.store), total_steps=STEPS, **WHOSE).enqueue(
            self.open_study()), 0)
        third = propose(self.store, "p3", [(0, 0.02), (1000, 0.001)])
        self.assertEqual(self.lode.enqueue(self.study), 1)
        self.study.optimize(self.objective, n_trials=1)
        self.assertEqual(self.attributes(PROPOSAL)[-1], third)

    def test_a_trial_says_which_schedule_it_ran_and_is_a_run_of_lode(self) -> None:
        path = propose(self.store, "p1", [(0, 0.05), (1000, 0.001)])
        self.lode.enqueue(self.study)
        self.study.optimize(self.objective, n_trials=2)
        recorded = self.study.trials[0].user_attrs[SCHEDULE]
        self.assertEqual(recorded["path"], path)
        self.assertEqual(recorded["knots"], [[0.0, 0.05], [1000.0, 0.001]])
        self.assertIn("batch_size", self.study.trials[0].params)
        self.assertNotIn("peak", self.study.trials[0].params)
        runs = lode_client.open(str(self.store)).runs()
        self.assertEqual([run.run for run in runs], ["night-0", "night-1"])
        self.assertEqual(runs[0].description["schedule"]["path"], path)
        self.assertEqual(runs[0].values("learning_rate")[1][-1], 0.001)
        self.assertEqual(runs[1].hyperparameters, dict(self.study.trials[1].params))
        self.assertEqual(runs[1].description["sweep"], "night")

    def test_a_study_is_read_as_a_sweep(self) -> None:
        path = propose(self.store, "p1", [(0, 0.05), (1000, 0.001)])

        def objective(trial: "optuna.Trial") -> float:
            with lode_client_warnings(self):
                schedule = self.lode.schedule(trial, otherwise=lambda: self.otherwise(trial))
            for step in range(20, STEPS + 1, 20):
                trial.report(schedule.learning_rate(step), step)
                if trial.number == 2 and step == 60:
                    raise optuna.TrialPruned()
            if trial.number == 3:
                raise RuntimeError("of the training")
            return 1.0

        self.study.optimize(objective, n_trials=1)
        self.lode.enqueue(self.study)
        self.study.optimize(objective, n_trials=3, catch=(RuntimeError,))
        with lode_client_warnings(self):
            written = self.lode.write_runs(
                self.study,
                lambda trial: PiecewiseLogLinear([0, STEPS], [trial.params["peak"], 1e-4]),
            )
        self.assertEqual(written, [f"night-{i}" for i in range(4)])
        runs = {run.run: run for run in lode_client.open(str(self.store)).runs()}
        self.assertEqual(
            [runs[name].status for name in written], ["completed", "completed", "failed", "failed"]
        )
        self.assertEqual(runs["night-1"].description["schedule"]["path"], path)
        self.assertEqual(runs["night-2"].values("validation_loss")[0], [20, 40, 60])
        for run in runs.values():
            self.assertEqual(run.values("validation_loss")[1], run.values("learning_rate")[1])

    def test_a_store_that_is_down_does_not_stop_the_study(self) -> None:
        (self.store / "proposals").write_text("no folder")
        lode = LodeStudy(str(self.store), total_steps=STEPS, **WHOSE)
        self.study.optimize(lambda trial: 1.0, n_trials=1, callbacks=[lode])
        self.assertEqual(len(self.study.trials), 1)

    def test_a_maximized_study_is_a_maximized_run(self) -> None:
        study = optuna.create_study(direction="maximize", study_name="up")
        trial = study.ask()
        lode = LodeStudy(str(self.store), total_steps=10, objective="accuracy", **WHOSE)
        lode.logger(trial, PiecewiseLogLinear([0], [0.1])).close()
        objective = lode_client.open(str(self.store)).runs()[0].description["objective"]
        self.assertEqual(objective, {"metric": "accuracy", "direction": "maximize", "ceiling": 1.0})


class lode_client_warnings:
    """Expects, or at least bears, the warning that a proposal is stretched."""

    def __init__(self, test: unittest.TestCase) -> None:
        import logging

        self._logger = logging.getLogger("lode_client")

    def __enter__(self) -> None:
        self._level = self._logger.level
        self._logger.setLevel("ERROR")

    def __exit__(self, *_: Any) -> None:
        self._logger.setLevel(self._level)
