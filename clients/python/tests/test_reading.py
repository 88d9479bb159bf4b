import json
import math
import pathlib
import tempfile
import unittest
from unittest import mock

import lode_client
from lode_client import GroupKey, RunLogger, StoreError
from tests import optional
from tests.publishing import GROUP, VECTORS, document, publish

FIRST = [(0, 0.1), (1000, 0.001)]
LOWER = [(0, 0.05), (1000, 0.0005)]
OTHER = GroupKey("m 2", "d/2", "adamw")


class ReadingTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name) / "store"

    @property
    def store(self) -> lode_client.Store:
        return lode_client.open(str(self.folder))

    def test_groups_schedules_and_their_forecasts_are_plain_lists(self) -> None:
        publish(self.folder, FIRST)
        publish(self.folder, LOWER, version=2)
        publish(self.folder, FIRST, group=OTHER, horizon=0.5)
        self.assertEqual(self.store.groups(), [GROUP, OTHER])
        latest = self.store.schedules(model=GROUP.model)
        self.assertEqual([one.artifact.version for one in latest], [2])
        self.assertEqual(len(self.store.schedules()), 2)
        self.assertEqual([one.artifact.group for one in self.store.schedules(horizon=0.5)], [OTHER])
        self.assertEqual(
            [one.path.rsplit("/", 1)[-1] for one in self.store.versions(optimizer="sgd")],
            ["v000001.json", "v000002.json"],
        )
        one = latest[0]
        self.assertEqual(one.schedule.learning_rate(0), 0.05)
        self.assertEqual(one.rates(3)[0], [0, 500, 1000])
        self.assertEqual(one.rates(3)[1][2], 0.0005)
        self.assertEqual(one.forecast, lode_client.Forecast([1000.0], [1.0], [0.1]))
        self.assertEqual((one.outcome.objective, one.outcome.standard_deviation), (1.0, 0.1))
        self.assertEqual((one.best_run.name, one.best_run.objective), ("r", 1.1))
        with self.assertRaisesRegex(TypeError, "expected model, dataset, optimizer, horizon, found x"):
            self.store.schedules(x=1)

    def test_schedules_of_longer_trainings_are_listed_without_a_horizon(self) -> None:
        publish(self.folder, FIRST)
        latest = self.folder / f"schedules/{GROUP.path()}/horizon=1.0/latest.json"
        for name in ("steps=50000", "anytime"):
            folder = self.folder / f"schedules/{GROUP.path()}" / name
            folder.mkdir()
            (folder / "latest.json").write_bytes(latest.read_bytes())
        folders = [one.path.rsplit("/", 2)[-2] for one in self.store.schedules()]
        self.assertEqual(folders, ["horizon=1.0", "steps=50000", "anytime"])
        self.assertEqual(len(self.store.schedules(horizon=1.0)), 1)

    def test_what_the_jobs_published_is_read(self) -> None:
        published = VECTORS / "artifacts" / "published-25M-1.0.json"
        group = GroupKey("25M", "c4", "adamw")
        folder = self.folder / f"schedules/{group.path()}/horizon=1.0"
        folder.mkdir(parents=True)
        (folder / "latest.json").write_bytes(published.read_bytes())
        one = self.store.schedules()[0]
        self.assertEqual(len(one.forecast.steps), 60)
        self.assertIn("cosine", [other.name for other in one.compared])
        self.assertEqual(one.best_run.name, "wsd_20000_24000")

    def test_proposals_come_in_the_order_in_which_they_were_made(self) -> None:
        for name, created, knots in (("b", "2026-01-01", FIRST), ("a", "2026-01-02", LOWER)):
            folder = self.folder / f"proposals/{GROUP.path()}/horizon=1.0/{name}"
            folder.mkdir(parents=True)
            values = json.loads(document(knots))
            values["provenance"]["created"] = created
            values["id"] = "0" * 64
            from tests.publishing import generate

            (folder / "schedule.json").write_text(generate.written(values))
            (folder / "schedule.csv").write_text("step,learning_rate\n0,0.1\n")
        self.assertEqual(
            [one.path.split("/")[-2] for one in self.store.proposals(model="cnn")], ["b", "a"]
        )
        self.assertEqual(self.store.proposals(model="other"), [])

    def test_runs_are_what_the_logger_wrote(self) -> None:
        whose = {"model": OTHER.model, "dataset": OTHER.dataset, "optimizer": OTHER.optimizer}
        with RunLogger(
            str(self.folder), run="r/1", total_steps=9, hyperparameters={"lr": 1}, **whose
        ) as logger:
            logger.log(1, train_loss=2.0)
            logger.log(2, train_loss=math.nan, validation_loss=math.inf)
            logger.log(3, train_loss=1.0)
        RunLogger(str(self.folder), run="r/2", total_steps=9, **whose)
        runs = self.store.runs()
        self.assertEqual([(run.run, run.status) for run in runs],
                         [("r/1", "completed"), ("r/2", "running")])
        self.assertEqual(runs[0].hyperparameters, {"lr": 1})
        steps, losses = runs[0].values("train_loss")
        self.assertEqual(steps, [1, 2, 3])
        self.assertTrue(math.isnan(losses[1]))
        self.assertEqual(runs[0].values("validation_loss"), ([2], [math.inf]))
        self.assertEqual([run.run for run in self.store.runs(run="r/2")], ["r/2"])
        self.assertEqual(self.store.groups(), [OTHER])

    def test_what_is_damaged_is_left_out_and_named(self) -> None:
        publish(self.folder, FIRST)
        path = publish(self.folder, LOWER, version=2)
        path.write_bytes(path.read_bytes()[:300])
        with RunLogger(str(self.folder), run="r", total_steps=9, model="m", dataset="d") as logger:
            logger.log(1, train_loss=2.0)
        run = next(self.folder.glob("runs/*/*/*/run=r"))
        (run / "part-000001.jsonl").write_text("{")
        (self.folder / "schedules/stray").mkdir()
        with self.assertLogs("lode_client", "WARNING") as logs:
            self.assertEqual([one.artifact.version for one in self.store.versions()], [1])
            self.assertEqual(self.store.runs(), [])
        self.assertIn("v000002.json is not JSON", logs.output[0])
        self.assertIn("run=r cannot be read", logs.output[1])

    def test_a_store_that_is_none_is_refused(self) -> None:
        with self.assertRaisesRegex(StoreError, "store holds nothing; expected the store of lode"):
            lode_client.open(str(self.folder))

    @optional.needs("matplotlib")
    def test_a_plot_shows_rate_and_forecast(self) -> None:
        import matplotlib

        matplotlib.use("Agg")
        publish(self.folder, FIRST)
        rate, objective = self.store.schedules()[0].plot()
        self.assertEqual(rate.get_lines()[0].get_ydata()[0], 0.1)
        self.assertEqual(objective.get_ylabel(), "validation_loss")
        rate.figure.savefig(self.folder / "plot.png")
        self.assertGreater((self.folder / "plot.png").stat().st_size, 1000)

    def test_a_plot_says_what_it_needs(self) -> None:
        publish(self.folder, FIRST)
        with mock.patch.dict("sys.modules", {"matplotlib": None}):
            with self.assertRaisesRegex(ImportError, "needs matplotlib: .*; expected 'pip install"):
                self.store.schedules()[0].plot()
