import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
from typing import Any, Dict, List

from tests import optional

optional.require("optuna")

import optuna

from examples.optuna_chooser import KNOWN, also, answer, curve, params, space

ROOT = pathlib.Path(__file__).resolve().parents[1]
SPACE = space(1e-3, 1e-1)


class ChooserTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_of(self, name: str, settings: Dict[str, str], values: List[float], **more: Any) -> Any:
        """A run that logged at steps 10, 20, ... of as many times 10."""
        at = self.folder / name / "runs/model=m"
        at.mkdir(parents=True)
        (at / "run.json").write_text(json.dumps({"totalSteps": 10 * len(values)}))
        rows = [
            json.dumps({"step": 10 * (i + 1), "validation_loss": value})
            for i, value in enumerate(values)
        ]
        (at / "part-000001.jsonl").write_text("\n".join(rows) + "\n")
        return {
            "settings": settings,
            "seed": 1,
            "value": values[-1],
            "sweep": True,
            "folder": str(self.folder / name),
            **more,
        }

    def sweep(self, count: int = 12) -> List[Any]:
        """Constant rates, the best near 1e-2."""
        runs = []
        for i in range(count):
            off = abs(i / (count - 1) - 0.5)
            peak = 1e-3 * 100 ** (i / (count - 1))
            settings = {"schedule": "constant", "peak": f"{peak:.4g}"}
            runs.append(self.run_of(f"s{i}", settings, [3.0, 2.5, 2 + off, 1 + off]))
        return runs

    def test_further_settings_of_the_sweep_are_searched_too(self) -> None:
        distributions = {**SPACE, **dict([also("weight_decay=1e-3..1"), also("batch_size=64,128")])}
        runs = self.sweep()
        for i, run in enumerate(runs):
            run["settings"]["weight_decay"] = "0.1"
            run["settings"]["batch_size"] = ("64", "128")[i % 2]
        found = answer(runs, distributions, "none", 1, "validation_loss")
        self.assertIn(found["next"]["batch_size"], ("64", "128"))
        self.assertLessEqual(1e-3, float(found["next"]["weight_decay"]))
        self.assertLessEqual(float(found["next"]["weight_decay"]), 1)
        # What it proposes can be told to it as a run.
        params(found["next"], distributions)
        with self.assertRaisesRegex(argparse.ArgumentTypeError, "expected name=from..to or name="):
            also("batch_size")

    def test_the_next_run_lies_in_the_space_and_the_best_is_the_sweeps(self) -> None:
        runs = self.sweep()
        found = answer(runs, SPACE, "none", 1, "validation_loss")
        self.assertEqual(found["spent"], 0)
        self.assertIn(found["best"], [run["settings"] for run in runs[5:7]])
        self.assertEqual(found["next"]["schedule"], "shaped")
        self.assertTrue(1e-3 <= float(found["next"]["peak"]) <= 1e-1)
        self.assertTrue(1e-3 <= float(found["next"]["last_part"]) <= 1)
        self.assertEqual(answer(runs, SPACE, "none", 1, "validation_loss"), found)

    def test_own_runs_cost_a_training_each_and_can_be_best(self) -> None:
        runs = self.sweep()
        own = answer(runs, SPACE, "none", 1, "validation_loss")["next"]
        runs.append(self.run_of("own", own, [2.0, 1.5, 1.0, 0.4], sweep=False))
        runs.append(self.run_of("failed", own, [9.0], sweep=False, value=None))
        found = answer(runs, SPACE, "none", 1, "validation_loss")
        self.assertEqual(found["spent"], 2)
        self.assertEqual(found["best"], own)
        self.assertNotEqual(found["next"], own)

    def test_a_point_with_two_seeds_counts_with_its_mean(self) -> None:
        runs = self.sweep(3)
        runs.append({**runs[1], "seed": 2, "value": 9.0})
        found = answer(runs, SPACE, "none", 1, "validation_loss")
        self.assertNotEqual(found["best"], runs[1]["settings"])

    def test_the_median_pruner_pays_for_what_it_saw_alone(self) -> None:
        runs = self.sweep()
        own = answer(runs, SPACE, "median", 1, "validation_loss")["next"]
        # Worse than the median at the first log; that it ends well is never seen.
        runs.append(self.run_of("bad", own, [5.0, 5.0, 5.0, 0.1], sweep=False))
        found = answer(runs, SPACE, "median", 1, "validation_loss")
        self.assertEqual(found["spent"], 0.25)
        self.assertNotEqual(found["best"], own)
        whole = answer(runs, SPACE, "none", 1, "validation_loss")
        self.assertEqual((whole["spent"], whole["best"]), (1, own))

    def test_settings_become_points_inside_the_space(self) -> None:
        for schedule in KNOWN:
            point = params({"schedule": schedule, "peak": "5"}, SPACE)
            self.assertEqual(point["peak"], 1e-1)
            for name, distribution in SPACE.items():
                self.assertTrue(distribution._contains(distribution.to_internal_repr(point[name])))
        with self.assertRaisesRegex(ValueError, "schedule must be shaped or .*found 'square'"):
            params({"schedule": "square", "peak": "1"}, SPACE)

    def test_reads_what_a_run_logged(self) -> None:
        run = self.run_of("r", {}, [3.0, 2.0])
        self.assertEqual(curve(run["folder"], "validation_loss"), ([10, 20], [3.0, 2.0], 20.0))

    def test_is_a_program_that_reads_runs_and_prints_one_object(self) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "examples.optuna_chooser", "--peak-from", "1e-3"]
            + ["--peak-to", "1e-1"],
            cwd=ROOT,
            input=json.dumps({"runs": self.sweep()}),
            capture_output=True,
            text=True,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(set(json.loads(done.stdout)), {"next", "best", "spent"})


if __name__ == "__main__":
    unittest.main()
