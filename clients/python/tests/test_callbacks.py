"""Callbacks for frameworks, under stand-ins of the frameworks' trainers."""

import json
import pathlib
import tempfile
import unittest
from typing import Any, Dict, List

import lode_client
from lode_client import FollowedSchedule, RunLogger, follow, load
from lode_client.huggingface import LodeCallback as HuggingFaceCallback
from lode_client.keras import LodeCallback as KerasCallback
from lode_client.lightning import LodeCallback as LightningCallback
from tests import stand_ins
from tests.publishing import GROUP, publish

WHOSE = {"model": GROUP.model, "dataset": GROUP.dataset, "optimizer": GROUP.optimizer}
FIRST = [(0, 0.1), (40, 0.001)]
LOWER = [(0, 0.05), (40, 0.0005)]
STEPS = 40


class CallbacksTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.store = str(self.folder / "store")
        self.path = publish(pathlib.Path(self.store), FIRST, STEPS)

    def follow(self) -> FollowedSchedule:
        return follow(self.store, every=10, total_steps=STEPS, **WHOSE)

    def logger(self, **more: Any) -> RunLogger:
        return RunLogger(self.store, run="r", total_steps=STEPS, **WHOSE, **more)

    def run_logged(self) -> lode_client.StoredRun:
        return lode_client.open(self.store).runs(run="r")[0]

    def expected(self, steps: int = STEPS) -> List[float]:
        schedule = load(str(self.path))
        return [schedule.learning_rate(step) for step in range(steps)]

    def test_hugging_face_follows_and_logs(self) -> None:
        schedule = self.follow()
        optimizer = stand_ins.TorchLikeOptimizer(groups=2)
        callback = HuggingFaceCallback(self.logger(schedule=schedule), schedule, scales=[1, 0.5])
        stand_ins.hugging_face(callback, optimizer, str(self.folder / "out"), STEPS)
        self.assertEqual(optimizer.rates, [[rate, rate * 0.5] for rate in self.expected()])
        run = self.run_logged()
        self.assertEqual(run.status, "completed")
        self.assertEqual(run.values("train_loss")[0], list(range(5, 41, 5)))
        self.assertEqual(
            run.values("validation_loss"), ([10, 20, 30, 40], [0.2, 0.1, 2 / 30, 0.05])
        )
        steps, rates = run.values("learning_rate")
        self.assertEqual(rates, [schedule.known_learning_rate(step) for step in steps])
        self.assertNotIn("train_runtime", run.rows[-1])

    def test_hugging_face_resumes_with_the_schedule_of_its_checkpoint(self) -> None:
        schedule = self.follow()
        optimizer = stand_ins.TorchLikeOptimizer()
        folder = str(self.folder / "out")
        stand_ins.hugging_face(
            HuggingFaceCallback(schedule=schedule), optimizer, folder, STEPS, stop_at=10
        )
        resumed = stand_ins.TorchLikeOptimizer()
        publish(pathlib.Path(self.store), LOWER, STEPS, version=2)
        fresh = follow(self.store, every=1000, total_steps=STEPS, **WHOSE)
        stand_ins.hugging_face(
            HuggingFaceCallback(schedule=fresh), resumed, folder, STEPS, resume_from=10
        )
        self.assertEqual(
            [rates[0] for rates in optimizer.rates + resumed.rates], self.expected()
        )

    def test_lightning_follows_logs_and_resumes(self) -> None:
        schedule = self.follow()
        optimizer = stand_ins.TorchLikeOptimizer()
        callback = LightningCallback(self.logger(schedule=schedule), schedule, every=10)
        stand_ins.lightning(callback, optimizer, STEPS)
        self.assertEqual([rates[0] for rates in optimizer.rates], self.expected())
        run = self.run_logged()
        self.assertEqual(run.status, "completed")
        self.assertEqual(run.values("train_loss")[0], [10, 20, 30, 40])
        self.assertEqual(run.values("validation_loss"), ([10, 20, 30, 40], [0.1, 0.05, 2 / 60, 0.025]))
        self.assertEqual(run.values("validation_accuracy")[1], [0.5] * 4)

        state = json.loads(json.dumps(callback.state_dict()))
        publish(pathlib.Path(self.store), LOWER, STEPS, version=2)
        fresh = follow(self.store, every=1000, total_steps=STEPS, **WHOSE)
        resumed = stand_ins.TorchLikeOptimizer()
        stand_ins.lightning(
            LightningCallback(schedule=fresh), resumed, STEPS, checkpoint=state, first_step=30
        )
        self.assertEqual([rates[0] for rates in resumed.rates], self.expected()[30:])

    def test_lightning_marks_a_run_that_failed(self) -> None:
        callback = LightningCallback(self.logger())
        stand_ins.lightning(callback, stand_ins.TorchLikeOptimizer(), STEPS, fails_at=20)
        self.assertEqual(self.run_logged().status, "failed")

    def test_keras_follows_and_logs(self) -> None:
        for rate in (lambda: stand_ins.KerasVariable(1e-3), lambda: 1e-3):
            schedule = self.follow()
            callback = KerasCallback(schedule=schedule)
            self.assertEqual(stand_ins.keras(callback, 4, 10, rate), self.expected())
        schedule = self.follow()
        stand_ins.keras(KerasCallback(self.logger(schedule=schedule), schedule, every=5), 4, 10)
        run = self.run_logged()
        self.assertEqual(run.status, "completed")
        self.assertEqual(run.values("validation_loss"), ([10, 20, 30, 40], [2.0] * 4))
        self.assertEqual(run.values("validation_accuracy")[1], [0.3] * 4)
        self.assertEqual(run.values("train_loss")[0], list(range(5, 41, 5)))
        self.assertEqual(run.values("epoch"), ([10, 20, 30, 40], [1, 2, 3, 4]))

    def test_without_a_schedule_the_frameworks_own_rate_is_logged(self) -> None:
        stand_ins.keras(KerasCallback(self.logger()), 2, 10)
        self.assertEqual(self.run_logged().values("learning_rate"), ([10, 20], [1e-3, 1e-3]))

    def test_wrong_arguments_are_refused(self) -> None:
        schedule = self.follow()
        for made, message in (
            (lambda: HuggingFaceCallback(), "expected a logger, a schedule or both, found neither"),
            (lambda: LightningCallback(schedule=schedule, every=0), "every must be at least 1 step"),
            (lambda: KerasCallback(schedule=schedule, every=0), "every must be at least 1 batch"),
            (lambda: HuggingFaceCallback(schedule=schedule, scales=[0]), "scales must be over 0"),
        ):
            with self.assertRaisesRegex(ValueError, message):
                made()
        optimizer = stand_ins.TorchLikeOptimizer(groups=2)
        with self.assertRaisesRegex(ValueError, "for each of 2 parameter groups, found 1"):
            stand_ins.lightning(LightningCallback(schedule=schedule, scales=[1]), optimizer, 1)
