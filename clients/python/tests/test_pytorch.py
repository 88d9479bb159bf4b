import io
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
from typing import Any, Dict, List, Optional

from lode_client import FollowedSchedule, follow, load
from tests import optional
from tests.publishing import GROUP, publish

optional.require("torch")

import torch

from lode_client.pytorch import LodeLR

STEPS = 120
PEAK = [(0, 1e-3), (30, 0.05), (120, 1e-4)]
REVISED = [(0, 1e-3), (30, 0.03), (120, 1e-5)]


class Training:
    """A small network with dropout, really trained: momentum, two parameter groups, batches."""

    def __init__(self, schedule: Any, optimizer: str = "sgd") -> None:
        torch.manual_seed(3)
        self.model = torch.nn.Sequential(
            torch.nn.Linear(6, 16), torch.nn.ReLU(), torch.nn.Dropout(0.1), torch.nn.Linear(16, 1)
        )
        self.data = torch.randn(64, 6)
        self.target = self.data.pow(2).sum(1, keepdim=True)
        groups = [
            {"params": self.model[0].parameters()},
            {"params": self.model[3].parameters()},
        ]
        self.optimizer: torch.optim.Optimizer = (
            torch.optim.SGD(groups, lr=0.1, momentum=0.9)
            if optimizer == "sgd"
            else torch.optim.AdamW(groups, lr=0.1)
        )
        self.scheduler = LodeLR(self.optimizer, schedule, scales=[1.0, 0.25])
        self.rates: List[float] = []

    def train(self, until: int) -> None:
        while self.scheduler.last_epoch < until:
            step = self.scheduler.last_epoch
            batch = torch.arange(step * 8, step * 8 + 8) % 64
            self.rates.append(self.optimizer.param_groups[0]["lr"])
            self.optimizer.zero_grad()
            loss = (self.model(self.data[batch]) - self.target[batch]).pow(2).mean()
            loss.backward()
            self.optimizer.step()
            self.scheduler.step()

    def checkpoint(self) -> bytes:
        content = io.BytesIO()
        torch.save(
            {
                "model": self.model.state_dict(),
                "optimizer": self.optimizer.state_dict(),
                "scheduler": self.scheduler.state_dict(),
                "random": torch.get_rng_state(),
                "rates": self.rates,
            },
            content,
        )
        return content.getvalue()

    def resume(self, checkpoint: bytes) -> None:
        state: Dict[str, Any] = torch.load(io.BytesIO(checkpoint))
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.scheduler.load_state_dict(state["scheduler"])
        torch.set_rng_state(state["random"])
        self.rates = list(state["rates"])

    def weights(self) -> List[torch.Tensor]:
        return [parameter.detach().clone() for parameter in self.model.parameters()]


class LodeLRTest(unittest.TestCase):
    def setUp(self) -> None:
        torch.set_num_threads(1)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.store = pathlib.Path(folder.name) / "store"
        self.path = publish(self.store, PEAK, STEPS)

    def follow(
        self, state: Optional[Dict[str, Any]] = None, total_steps: Optional[float] = None
    ) -> FollowedSchedule:
        return follow(
            str(self.store),
            model=GROUP.model,
            dataset=GROUP.dataset,
            optimizer=GROUP.optimizer,
            run="r",
            every=15,
            state=state,
            total_steps=total_steps,
        )

    def assert_same(self, training: Training, expected: Training) -> None:
        self.assertEqual(training.rates, expected.rates)
        for found, weights in zip(training.weights(), expected.weights()):
            self.assertTrue(torch.equal(found, weights))
        for found, group in zip(training.optimizer.param_groups, expected.optimizer.param_groups):
            self.assertEqual(found["lr"], group["lr"])

    def test_every_group_has_the_schedule_times_its_scale(self) -> None:
        schedule = load(str(self.path))
        training = Training(schedule)
        for step in range(STEPS + 20):
            expected = schedule.learning_rate(step)
            self.assertEqual(training.optimizer.param_groups[0]["lr"], expected)
            self.assertEqual(training.optimizer.param_groups[1]["lr"], 0.25 * expected)
            self.assertEqual(training.scheduler.get_last_lr(), [expected, 0.25 * expected])
            training.train(step + 1)
        self.assertEqual(training.optimizer.param_groups[0]["lr"], 1e-4)

    def test_resumes_exactly_from_every_tenth_step(self) -> None:
        for optimizer in ("sgd", "adamw"):
            whole = Training(load(str(self.path)), optimizer)
            checkpoints = []
            for step in range(0, STEPS, 10):
                whole.train(step)
                checkpoints.append(whole.checkpoint())
            whole.train(STEPS)
            for checkpoint in checkpoints:
                resumed = Training(load(str(self.path)), optimizer)
                resumed.resume(checkpoint)
                resumed.train(STEPS)
                self.assert_same(resumed, whole)

    def test_resumes_the_plan_of_a_long_run_exactly_from_every_tenth_step(self) -> None:
        publish(self.store, PEAK, STEPS, planned_steps=STEPS)

        def planned() -> FollowedSchedule:
            return follow(
                str(self.store),
                model=GROUP.model,
                dataset=GROUP.dataset,
                optimizer=GROUP.optimizer,
                planned_steps=STEPS,
            )

        whole = Training(planned())
        checkpoints = []
        for step in range(0, STEPS, 10):
            whole.train(step)
            checkpoints.append(whole.checkpoint())
        whole.train(STEPS)
        for checkpoint in checkpoints:
            resumed = Training(planned())
            resumed.resume(checkpoint)
            resumed.train(STEPS)
            self.assert_same(resumed, whole)

    def test_a_finished_run_goes_on_under_its_extension_from_a_checkpoint(self) -> None:
        """The checkpoint is of a job of 120 steps; the run is extended to 240 afterwards."""
        first = Training(self.follow())
        first.train(80)
        checkpoint = first.checkpoint()
        first.train(STEPS)
        before = load(str(self.path))
        rest = [(0, 1e-3), (30, 0.05), (80, before.learning_rate(80)), (84, 0.04), (240, 1e-4)]
        own = load(str(publish(self.store, rest, 240, run="r", extension=(80, STEPS))))
        resumed = Training(self.follow(total_steps=240))
        resumed.resume(checkpoint)
        checkpoints = []
        for step in range(80, 240, 10):
            resumed.train(step)
            checkpoints.append(resumed.checkpoint())
        resumed.train(240)
        self.assertEqual(resumed.rates[:80], [before.learning_rate(step) for step in range(80)])
        self.assertEqual(
            resumed.rates[80:], [own.learning_rate(step) for step in range(80, 240)]
        )
        self.assertEqual(
            [(entry["fromStep"], entry["path"]) for entry in resumed.scheduler.schedule.history][1:],
            [(80, own.path[len(str(self.store)) + 1 :])],
        )
        for checkpoint in checkpoints:
            again = Training(self.follow(total_steps=240))
            again.resume(checkpoint)
            again.train(240)
            self.assert_same(again, resumed)

    def test_an_extension_that_its_bounds_do_not_allow_is_not_followed(self) -> None:
        training = Training(self.follow())
        training.train(80)
        checkpoint = training.checkpoint()
        jump = [(0, 1e-3), (80, 5.0), (240, 1e-4)]
        publish(self.store, jump, 240, run="r", extension=(80, STEPS), bounds=(1e-6, 0.1))
        resumed = Training(self.follow(total_steps=240))
        with self.assertLogs("lode_client", "WARNING") as logs:
            resumed.resume(checkpoint)
        self.assertIn("the learning rate would jump from 0.00", logs.output[0])
        first = load(str(self.path))
        self.assertEqual(resumed.optimizer.param_groups[0]["lr"], first.learning_rate(80))

    def test_cools_down_when_told_and_resumes_exactly_from_every_tenth_step(self) -> None:
        trunk = [(0, 1e-3), (30, 0.05), (400, 0.04)]
        stops = [
            {"fromStep": step, "steps": steps, "objective": 3.0, "standardDeviation": 0.1}
            for step, steps in ((50, 10), (100, 40))
        ]
        anytime = {"shape": "1-sqrt", "lastPart": 0.01, "cooldowns": stops}
        path = publish(self.store, trunk, 400, anytime=anytime)

        def followed() -> FollowedSchedule:
            return follow(
                str(self.store),
                model=GROUP.model,
                dataset=GROUP.dataset,
                optimizer=GROUP.optimizer,
                anytime=True,
                total_steps=1_000_000,
                every=15,
            )

        whole = Training(followed())
        checkpoints = []
        for step in range(0, 80, 10):
            whole.train(step)
            checkpoints.append(whole.checkpoint())
        whole.train(75)
        self.assertEqual(whole.scheduler.begin_cooldown(), 75 + 25)
        with self.assertRaisesRegex(ValueError, "a cooldown of 25 steps began at step 75"):
            whole.scheduler.begin_cooldown(5)
        for step in range(80, 130, 10):
            whole.train(step)
            checkpoints.append(whole.checkpoint())
        whole.train(130)
        hold = load(str(path))
        first = hold.learning_rate(75)
        self.assertEqual(whole.rates[:76], [hold.learning_rate(step) for step in range(76)])
        for step in range(75, 100):
            expected = first * (1 - 0.99 * ((step - 75) / 25) ** 0.5)
            self.assertAlmostEqual(whole.rates[step] / expected, 1, delta=1e-12)
        for rate in whole.rates[100:]:
            self.assertAlmostEqual(rate / (0.01 * first), 1, delta=1e-12)
        for checkpoint in checkpoints:
            resumed = Training(followed())
            resumed.resume(checkpoint)
            if resumed.scheduler.last_epoch < 75:
                resumed.train(75)
                resumed.scheduler.begin_cooldown(25)
            resumed.train(130)
            self.assert_same(resumed, whole)

    def test_says_why_it_does_not_cool_down(self) -> None:
        fixed = Training(load(str(self.path)))
        with self.assertRaisesRegex(ValueError, "needs a schedule of lode_client.follow"):
            fixed.scheduler.begin_cooldown()
        horizon = Training(self.follow())
        with self.assertRaisesRegex(ValueError, "expected a schedule of lode generate --anytime"):
            horizon.scheduler.begin_cooldown()

    def test_resumes_exactly_around_a_revision_in_mid_run(self) -> None:
        first = load(str(self.path))
        whole = Training(self.follow())
        checkpoints = []
        for step in range(0, STEPS, 10):
            whole.train(step)
            if step == 40:
                rest = [(0, 1e-3), (30, 0.05), (45, first.learning_rate(45)), (120, 1e-5)]
                own = load(str(publish(self.store, rest, STEPS, run="r")))
            checkpoints.append(whole.checkpoint())
        whole.train(STEPS)
        self.assertEqual(whole.rates[:45], [first.learning_rate(step) for step in range(45)])
        self.assertEqual(whole.rates[45:], [own.learning_rate(step) for step in range(45, STEPS)])
        for checkpoint in checkpoints[5:]:
            resumed = Training(self.follow())
            resumed.resume(checkpoint)
            resumed.train(STEPS)
            self.assert_same(resumed, whole)
            self.assertEqual(resumed.scheduler.schedule.history, whole.scheduler.schedule.history)

    def test_a_group_revision_is_applied_and_the_rates_are_the_published_ones(self) -> None:
        training = Training(self.follow())
        training.train(50)
        second = load(str(publish(self.store, REVISED, STEPS, version=2)))
        training.train(STEPS)
        first = load(str(self.path))
        self.assertEqual(
            training.rates,
            [(first if step < 60 else second).learning_rate(step) for step in range(STEPS)],
        )

    def test_resumes_with_the_store_down(self) -> None:
        whole = Training(self.follow())
        whole.train(70)
        checkpoint = whole.checkpoint()
        whole.train(STEPS)
        shutil.rmtree(self.store)
        state = torch.load(io.BytesIO(checkpoint))["scheduler"]["schedule"]
        resumed = Training(self.follow(state=state))
        resumed.resume(checkpoint)
        resumed.train(STEPS)
        self.assert_same(resumed, whole)

    def test_a_checkpoint_wins_over_a_file_that_has_changed(self) -> None:
        whole = Training(load(str(self.path)))
        whole.train(70)
        checkpoint = whole.checkpoint()
        whole.train(STEPS)
        other = publish(self.store, REVISED, STEPS, version=2)
        resumed = Training(load(str(other)))
        with self.assertLogs("lode_client", "WARNING") as logs:
            resumed.resume(checkpoint)
        self.assertIn("differs from the schedule of the checkpoint", logs.output[0])
        resumed.train(STEPS)
        self.assert_same(resumed, whole)

    def test_a_job_of_twice_the_steps_stretches_time(self) -> None:
        twice = Training(load(str(self.path), total_steps=2 * STEPS))
        twice.train(2 * STEPS)
        once = load(str(self.path))
        self.assertEqual(twice.rates[::2], [once.learning_rate(step) for step in range(STEPS)])

    def test_takes_a_path_or_any_object_with_a_learning_rate(self) -> None:
        parameter = torch.nn.Parameter(torch.zeros(1))
        by_path = LodeLR(torch.optim.SGD([parameter], lr=1.0), str(self.path))
        self.assertEqual(by_path.get_last_lr(), [1e-3])

        class Constant:
            def learning_rate(self, step: float) -> float:
                return 0.25 + step

        scheduler = LodeLR(torch.optim.SGD([parameter], lr=1.0), Constant())
        scheduler.load_state_dict({**scheduler.state_dict(), "last_epoch": 3})
        self.assertEqual(scheduler.optimizer.param_groups[0]["lr"], 3.25)

    def test_groups_of_different_rates_need_scales(self) -> None:
        first, second = (torch.nn.Parameter(torch.zeros(1)) for _ in range(2))

        def optimizer() -> torch.optim.Optimizer:
            return torch.optim.SGD([{"params": [first]}, {"params": [second], "lr": 0.01}], lr=0.1)

        with self.assertRaisesRegex(ValueError, "have learning rates 0.1, 0.01; expected scales="):
            LodeLR(optimizer(), str(self.path))
        with self.assertRaisesRegex(
            ValueError, "one value for each of 2 parameter groups, found 1"
        ):
            LodeLR(optimizer(), str(self.path), scales=[1])
        with self.assertRaisesRegex(ValueError, "scales must be over 0, found 0"):
            LodeLR(optimizer(), str(self.path), scales=[1, 0])
        scheduler = LodeLR(optimizer(), str(self.path), scales=[1, 0.1])
        scheduler.optimizer.add_param_group({"params": [torch.nn.Parameter(torch.zeros(1))]})
        scheduler.optimizer.step()
        with self.assertRaisesRegex(ValueError, "has 3 parameter groups, found 2 scales"):
            scheduler.step()

    @unittest.skipUnless(torch.distributed.is_available(), "PyTorch without torch.distributed")
    def test_the_processes_of_a_distributed_job_take_a_version_at_the_same_step(self) -> None:
        meeting = self.store.parent / "meeting"
        jobs = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.distributed_job", self.store, meeting, str(rank)],
                cwd=pathlib.Path(__file__).resolve().parents[1],
                stdout=subprocess.PIPE,
                text=True,
            )
            for rank in range(2)
        ]
        outputs = [job.communicate(timeout=120)[0] for job in jobs]
        self.assertEqual([job.returncode for job in jobs], [0, 0])
        # Libraries that processes meet through may write lines of their own.
        rates = [
            [float(line.split()[1]) for line in output.splitlines() if line.startswith("rate ")]
            for output in outputs
        ]
        self.assertEqual(rates[0], rates[1])
        self.assertEqual(len(set(rates[0])), 40)
        first = load(str(self.path))
        self.assertNotEqual(rates[0][39], first.learning_rate(39))
