import json
import pathlib
import tempfile
import unittest

from lode_client import StoreError, load_csv
from lode_client.sweeps import proposal_paths, ray_points, wandb_sweep
from tests.publishing import GROUP, document, generate

WHOSE = {"model": GROUP.model, "dataset": GROUP.dataset, "optimizer": GROUP.optimizer}


class SweepsTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.store = pathlib.Path(folder.name) / "store"
        for i in range(1, 6):
            at = self.store / f"proposals/{GROUP.path()}/horizon=1.0/p{i}"
            at.mkdir(parents=True)
            values = json.loads(document([(0, i / 100), (100, 0.001)], 100))
            values.update(id=generate.NO_ID, version=0)
            values["provenance"]["created"] = f"2026-01-01T00:00:0{i}Z"
            (at / "schedule.json").write_text(generate.written(values))
            (at / "schedule.csv").write_text(f"step,learning_rate\n0,{i / 100}\n100,0.001\n")

    def test_the_newest_proposals_are_named_by_their_csv(self) -> None:
        paths = proposal_paths(str(self.store), **WHOSE)
        self.assertEqual([path.split("/")[-2] for path in paths], ["p3", "p4", "p5"])
        self.assertEqual(load_csv(paths[2]).learning_rate(0), 0.05)
        self.assertEqual(proposal_paths(str(self.store), horizon=0.5), [])

    def test_points_of_ray_tune_have_a_value_of_every_fixed_parameter(self) -> None:
        points = ray_points(str(self.store), {"batch_size": 64}, newest=1, **WHOSE)
        self.assertEqual(len(points), 1)
        self.assertEqual(points[0]["batch_size"], 64)
        self.assertTrue(points[0]["lode_schedule"].endswith("/p5/schedule.csv"))
        # Ray keeps the values of a trial as JSON in its folder.
        self.assertEqual(json.loads(json.dumps(points)), points)

    def test_a_sweep_of_wandb_runs_each_proposal_once(self) -> None:
        sweep = wandb_sweep(
            str(self.store), "train.py", parameters={"batch_size": {"value": 64}}, **WHOSE
        )
        self.assertEqual(sweep["method"], "grid")
        self.assertEqual(sweep["metric"], {"name": "validation_loss", "goal": "minimize"})
        self.assertEqual(len(sweep["parameters"]["lode_schedule"]["values"]), 3)
        self.assertEqual(json.loads(json.dumps(sweep)), sweep)
        with self.assertRaisesRegex(ValueError, "parameter lr must be {'value': ...}, as a grid"):
            wandb_sweep(str(self.store), "t.py", parameters={"lr": {"values": [1, 2]}}, **WHOSE)
        with self.assertRaisesRegex(ValueError, "has no such proposals; expected some from lode"):
            wandb_sweep(str(self.store), "t.py", model="other")
        with self.assertRaisesRegex(ValueError, "goal must be minimize or maximize, found 'down'"):
            wandb_sweep(str(self.store), "t.py", goal="down")
        with self.assertRaisesRegex(ValueError, "newest must be at least 1 proposal, found 0"):
            proposal_paths(str(self.store), newest=0)
        with self.assertRaisesRegex(StoreError, "holds nothing"):
            proposal_paths(str(self.store / "nowhere"))
