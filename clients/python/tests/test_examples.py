import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
from typing import Any, Dict, List

from lode_client import GroupKey, load
from tests import optional
from tests.publishing import publish

optional.require("torch", "numpy")

import numpy
import torch

from examples.shapes import OneCycle, schedule

ROOT = pathlib.Path(__file__).resolve().parents[1]
GROUP = GroupKey("cnn-small", "fashion-mnist", "adam")
STEPS = 40


class ShapesTest(unittest.TestCase):
    def test_one_cycle_is_that_of_pytorch(self) -> None:
        optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
        theirs = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.3, total_steps=100)
        ours = OneCycle(0.3, 100)
        for step in range(99):
            self.assertAlmostEqual(ours.learning_rate(step), theirs.get_last_lr()[0], delta=1e-12)
            optimizer.step()
            theirs.step()

    def test_shapes_start_and_end_where_they_should(self) -> None:
        for name, first, last in (
            ("constant", 0.1, 0.1),
            ("cosine", 0.1, 0.0),
            ("exponential", 0.1, 0.001),
            ("onecycle", 0.004, 4e-7),
            ("step", 0.1, 0.001),
            ("warmup-constant", 0.01, 0.1),
            ("long-warmup-constant", 0.002, 0.1),
            ("warmup-stable-decay", 0.01, 0.0),
            ("warmup-cosine", 0.01, 0.0),
            ("warmup-linear", 0.01, 0.0),
        ):
            shape = schedule(name, 0.1, 200)
            self.assertAlmostEqual(shape.learning_rate(0), first, delta=1e-15)
            self.assertAlmostEqual(shape.learning_rate(200), last, delta=1e-15)
        with self.assertRaisesRegex(ValueError, "schedule must be constant, .*found 'square'"):
            schedule("square", 0.1, 200)

    def test_steps_and_warm_up_stable_decay_are_what_they_are_called(self) -> None:
        steps = schedule("step", 0.1, 300)
        for step, rate in ((0, 0.1), (99, 0.1), (100, 0.01), (199, 0.01), (200, 0.001)):
            self.assertAlmostEqual(steps.learning_rate(step), rate, delta=1e-15)
        decay = schedule("warmup-stable-decay", 0.1, 300)
        for step, rate in ((0, 0.1 / 15), (14, 0.1), (240, 0.1), (270, 0.05), (300, 0.0)):
            self.assertAlmostEqual(decay.learning_rate(step), rate, delta=1e-15)


class ShapedTest(unittest.TestCase):
    def rates(self, *steps: int, **shape: Any) -> List[float]:
        shaped = schedule("shaped", 0.1, 100, **shape)
        return [shaped.learning_rate(step) for step in steps]

    def expect(self, found: List[float], *expected: float) -> None:
        for ours, theirs in zip(found, expected):
            self.assertAlmostEqual(ours, theirs, delta=1e-12)

    def test_rises_holds_and_falls(self) -> None:
        found = self.rates(
            0, 9, 40, 70, 100, warmup=0.1, hold=0.3, last_part=0.2, decay="linear"
        )
        self.expect(found, 0.01, 0.1, 0.1, 0.06, 0.02)

    def test_falls_in_the_way_that_is_asked_for(self) -> None:
        self.expect(
            self.rates(50, 100, warmup=0.0, last_part=0.01, decay="exponential"), 0.01, 0.001
        )
        self.expect(self.rates(50, 100, warmup=0.0, last_part=0.2, decay="cosine"), 0.06, 0.02)

    def test_a_shape_that_never_falls_is_constant(self) -> None:
        self.expect(self.rates(0, 50, 100, warmup=0.0, last_part=1.0, decay="linear"), 0.1, 0.1, 0.1)
        self.expect(self.rates(50, 100, warmup=0.3, hold=0.7), 0.1, 0.1)

    def test_says_what_is_wrong(self) -> None:
        with self.assertRaisesRegex(ValueError, "decay must be cosine, .*found 'cliff'"):
            schedule("shaped", 0.1, 100, decay="cliff")
        with self.assertRaisesRegex(ValueError, "must be parts from 0 to 1, found 1, 0, 0"):
            schedule("shaped", 0.1, 100, warmup=1, hold=0, last_part=0)
        with self.assertRaisesRegex(ValueError, "needs a last part over 0, found 0"):
            schedule("shaped", 0.1, 100, decay="exponential")


class FashionMnistTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        random = numpy.random.RandomState(1)
        labels = numpy.arange(480) % 10
        # Images that can be told apart: each class has its own rows lit.
        images = random.randint(0, 60, (480, 28, 28))
        images[numpy.arange(480), 2 + labels * 2] += 150
        numpy.savez(
            self.folder / "data.npz",
            images=images.astype(numpy.uint8),
            labels=labels.astype(numpy.uint8),
        )

    def train(
        self, run: str, chosen: str, *more: str, program: str = "fashion_mnist_cnn"
    ) -> Dict[str, Any]:
        options = {
            "data": self.folder / "data.npz",
            "store": self.folder / "store",
            "run": run,
            "schedule": chosen,
            "peak": 0.003,
            "epochs": 2,
            "batch-size": 16,
            "train-size": 320,
            "validation-size": 80,
            "test-size": 80,
            "every": 5,
        }
        command = [sys.executable, "-m", f"examples.{program}"]
        for name, value in options.items():
            command += [f"--{name}", str(value)]
        command += more
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout.splitlines()[-1])

    def rows(self, run: str, optimizer: str = "adam") -> List[Dict[str, Any]]:
        group = GroupKey(GROUP.model, GROUP.dataset, optimizer)
        folder = self.folder / "store/runs" / group.path() / f"run={run}"
        return [
            json.loads(line)
            for part in sorted(folder.glob("part-*.jsonl"))
            for line in part.read_text().splitlines()
        ]

    def test_learns_and_logs_about_nine_times_an_epoch(self) -> None:
        result = self.train("c", "cosine")
        self.assertEqual(result["steps"], STEPS)
        self.assertGreater(result["test_accuracy"], 0.5)
        rows = self.rows("c")
        self.assertEqual(len(rows), 18)
        self.assertEqual(rows[8]["epoch"], 1.0)
        self.assertEqual(rows[-1]["step"], STEPS)
        # The last rate is zero, which the ingest would reject.
        self.assertTrue(all(row["learning_rate"] > 0 for row in rows))
        self.assertLess(rows[-1]["validation_loss"], rows[0]["validation_loss"])

    def test_the_small_residual_network_learns(self) -> None:
        result = self.train(
            "r",
            "warmup-cosine",
            *("--optimizer", "sgd", "--peak", "0.1", "--epochs", "6"),
            program="fashion_mnist_resnet",
        )
        self.assertGreater(result["test_accuracy"], 0.5)

    def test_a_weight_decay_is_logged_beside_the_batch_size(self) -> None:
        self.train("w", "cosine", "--optimizer", "adamw", "--weight-decay", "0.1")
        group = GroupKey(GROUP.model, GROUP.dataset, "adamw")
        described = self.folder / "store/runs" / group.path() / "run=w/run.json"
        hyperparameters = json.loads(described.read_text())["hyperparameters"]
        self.assertEqual(float(hyperparameters["weight_decay"]), 0.1)
        self.assertEqual(int(hyperparameters["batch_size"]), 16)

    def test_logs_the_best_validation_so_far_where_it_is_asked_for(self) -> None:
        more = ["--peak", "0.02"]
        self.train("measured", "constant", *more)
        self.train("best", "constant", *more, "--log-best")
        measured = self.rows("measured")
        best = self.rows("best")
        losses = [row["validation_loss"] for row in measured]
        self.assertNotEqual(losses, sorted(losses, reverse=True))
        for i, row in enumerate(best):
            kept = min(measured[: i + 1], key=lambda earlier: earlier["validation_loss"])
            self.assertEqual(row["validation_loss"], kept["validation_loss"])
            self.assertEqual(row["validation_accuracy"], kept["validation_accuracy"])
            self.assertEqual(row["train_loss"], measured[i]["train_loss"])

    def test_optimizers_without_a_schedule_learn_and_say_what_it_cost(self) -> None:
        for optimizer in ("schedule-free-adamw", "hypergradient-adam", "hypergradient-sgd"):
            outcome = self.folder / f"{optimizer}.json"
            more = ["--optimizer", optimizer, "--outcome", str(outcome), "--curvature-batch", "32"]
            more += ["--hypergradient-lr", "1e-6"]
            result = self.train(optimizer, "constant", *more)
            self.assertEqual(result["steps"], STEPS)
            costs = json.loads(outcome.read_text())
            self.assertEqual({name: costs[name] for name in result}, result)
            self.assertGreater(costs["step_seconds"], 0)
            self.assertGreater(costs["top_eigenvalue"], 0)
            self.assertFalse(costs["diverged"])

    def test_schedule_free_takes_a_schedule_for_its_rate(self) -> None:
        self.train("c", "cosine", "--optimizer", "schedule-free-adamw")
        shape = schedule("cosine", 0.003, STEPS)
        for row in self.rows("c", "schedule-free-adamw")[:-1]:
            self.assertAlmostEqual(row["learning_rate"], shape.learning_rate(row["step"]))

    def test_a_controller_learns_from_trainings_that_are_logged_and_then_trains(self) -> None:
        result = self.train("c", "constant", "--controller-episodes", "2")
        self.assertEqual(result["steps"], STEPS)
        runs = list((self.folder / "store/runs" / GROUP.path()).iterdir())
        self.assertEqual(len(runs), 3)
        rates = {row["learning_rate"] for row in self.rows("c")}
        self.assertGreater(len(rates), 5)

    def test_auto_lrs_takes_back_what_it_tried_and_keeps_a_rate_for_a_stage(self) -> None:
        result = self.train("a", "auto-lrs", "--auto-lrs-stages", "2", "--peak", "0.1")
        self.assertEqual(result["steps"], STEPS)
        rows = self.rows("a")
        rates = [row["learning_rate"] for row in rows]
        self.assertEqual(len(set(rates[:8])), 1)
        self.assertEqual(len(set(rates[9:])), 1)
        # The first stage is the same as under the constant that was chosen.
        self.train("constant", "constant", "--peak", repr(rates[0]))
        for staged, constant in zip(rows[:9], self.rows("constant")):
            self.assertEqual(staged["train_loss"], constant["train_loss"])
            self.assertEqual(staged["validation_loss"], constant["validation_loss"])

    def test_a_run_that_diverges_ends_and_says_so(self) -> None:
        outcome = self.folder / "outcome.json"
        more = ["--optimizer", "sgd", "--peak", "1e30", "--outcome", str(outcome)]
        result = self.train("d", "constant", *more)
        self.assertLess(result["steps"], STEPS)
        self.assertTrue(json.loads(outcome.read_text())["diverged"])
        self.assertIsNone(result["validation_loss"])
        self.assertEqual(self.rows("d", "sgd")[-1]["train_loss"], "NaN")

    def test_follows_a_published_schedule_and_resumes_exactly(self) -> None:
        knots = [(0, 1e-3), (10, 4e-3), (STEPS, 1e-4)]
        path = publish(self.folder / "store", knots, STEPS, group=GROUP)
        whole = self.train("whole", "lode")
        checkpoint = ("--checkpoint", str(self.folder / "checkpoint"))
        self.train("parts", "lode", "--stop-at", "23", *checkpoint)
        self.assertEqual(self.train("parts", "lode", *checkpoint), {**whole, "run": "parts"})
        published = load(str(path))
        for run in ("whole", "parts"):
            rows = self.rows(run)
            self.assertEqual(len(rows), 18)
            for row in rows:
                self.assertEqual(row["learning_rate"], published.learning_rate(row["step"]))

    def test_averaged_weights_are_what_is_judged_and_resume_exactly(self) -> None:
        average = ("--average-weights", "8")
        whole = self.train("whole", "constant", *average)
        checkpoint = ("--checkpoint", str(self.folder / "checkpoint"))
        self.train("parts", "constant", "--stop-at", "23", *average, *checkpoint)
        self.assertEqual(
            self.train("parts", "constant", *average, *checkpoint), {**whole, "run": "parts"}
        )
        last = self.train("last", "constant")
        self.assertNotEqual(last["validation_loss"], whole["validation_loss"])
        # The average changes what is evaluated, not how the network is trained.
        for ours, theirs in zip(self.rows("whole"), self.rows("last")):
            self.assertEqual(ours["train_loss"], theirs["train_loss"])

    def test_no_average_of_weights_that_are_averaged_already(self) -> None:
        with self.assertRaisesRegex(AssertionError, "averages its weights itself"):
            self.train(
                "s", "constant", "--optimizer", "schedule-free-adamw", "--average-weights", "8"
            )
