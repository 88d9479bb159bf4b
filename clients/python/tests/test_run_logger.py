import json
import math
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest
from typing import Any, Dict, List
from unittest import mock

from lode_client import ArtifactError, RunLogger, StoreError, follow, load
from lode_client.files import LocalFiles
from tests.publishing import GROUP, publish

ROOT = pathlib.Path(__file__).resolve().parents[1]


class RunLoggerTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.store = pathlib.Path(folder.name) / "store"

    def logger(self, **more: Any) -> RunLogger:
        settings: Dict[str, Any] = {"run": "r/1", "total_steps": 100, "rows_per_part": 3, **more}
        return RunLogger(
            str(self.store),
            model=GROUP.model,
            dataset=GROUP.dataset,
            optimizer=GROUP.optimizer,
            **settings,
        )

    @property
    def folder(self) -> pathlib.Path:
        return self.store / "runs/model=cnn/dataset=toy%2Fimages/optimizer=sgd/run=r%2F1"

    def rows(self) -> List[Dict[str, Any]]:
        return [
            json.loads(line, parse_constant=self.fail)
            for part in sorted(self.folder.glob("part-*.jsonl"))
            for line in part.read_text("utf-8").splitlines()
        ]

    def description(self) -> Dict[str, Any]:
        return json.loads((self.folder / "run.json").read_text("utf-8"))

    def test_rows_say_whose_they_are_and_what_was_measured(self) -> None:
        with self.logger(sweep="s 1", seed=7) as logger:
            logger.log(
                10,
                learning_rate=0.1,
                epoch=0.5,
                time=2.5,
                train_loss=2.0,
                validation_accuracy=None,
                gradient_norm=3,
            )
        self.assertEqual(
            self.rows(),
            [
                {
                    "run": "r/1",
                    "model": "cnn",
                    "dataset": "toy/images",
                    "optimizer": "sgd",
                    "sweep": "s 1",
                    "seed": "7",
                    "step": 10,
                    "epoch": 0.5,
                    "time": 2.5,
                    "learning_rate": 0.1,
                    "train_loss": 2.0,
                    "gradient_norm": 3.0,
                }
            ],
        )

    def test_the_description_says_how_the_run_stands(self) -> None:
        publish(self.store, [(0, 0.1), (100, 0.01)], 100)
        schedule = follow(
            str(self.store), model="cnn", dataset="toy/images", optimizer="sgd", run="r/1", every=10
        )
        logger = self.logger(
            schedule=schedule,
            objective="accuracy",
            direction="maximize",
            ceiling=100,
            hyperparameters={"batch_size": 32},
        )
        self.assertEqual(self.description()["status"], "running")
        logger.log(5, accuracy=10)
        own = publish(self.store, [(0, 0.1), (100, 0.02)], 100, run="r/1", version=3)
        schedule.learning_rate(10)
        logger.log(11, accuracy=20)
        logger.close()
        expected = load(str(own))
        path = str(own.relative_to(self.store))
        self.assertEqual([row["learning_rate"] for row in self.rows()][1], expected.learning_rate(11))
        description = self.description()
        followed = description.pop("followed")
        self.assertEqual(
            description,
            {
                "format": "lode-run/1",
                "run": "r/1",
                "model": "cnn",
                "dataset": "toy/images",
                "optimizer": "sgd",
                "totalSteps": 100.0,
                "objective": {"metric": "accuracy", "direction": "maximize", "ceiling": 100.0},
                "horizon": 1.0,
                "schedule": {"path": path, "id": expected.artifact.id, "version": 3},
                "status": "completed",
                "hyperparameters": {"batch_size": 32},
            },
        )
        self.assertEqual([(one["fromStep"], one["version"]) for one in followed], [(0, 1), (10, 3)])

    def test_what_is_not_finite_stays_visible_and_is_json(self) -> None:
        with self.logger() as logger:
            logger.log(1, train_loss=math.nan, validation_loss=math.inf, gap=-math.inf)
        row = self.rows()[0]
        self.assertEqual(
            (row["train_loss"], row["validation_loss"], row["gap"]), ("NaN", "Infinity", "-Infinity")
        )

    def test_a_second_call_at_a_step_adds_to_its_row(self) -> None:
        with self.logger(rows_per_part=1) as logger:
            for step in range(1, 4):
                logger.log(step, train_loss=1.0)
                logger.log(step, validation_loss=2.0)
        self.assertEqual(
            [(row["step"], row["train_loss"], row["validation_loss"]) for row in self.rows()],
            [(step, 1.0, 2.0) for step in range(1, 4)],
        )

    def test_a_resumed_run_continues_with_the_next_part_and_logs_no_step_twice(self) -> None:
        logger = self.logger()
        for step in range(1, 9):
            logger.log(step, train_loss=1.0)
        # Rows 7 and 8 are lost with the process; it resumes from its checkpoint of step 4.
        self.assertEqual([row["step"] for row in self.rows()], [1, 2, 3, 4, 5, 6])
        resumed = self.logger()
        self.assertEqual(resumed.last_step, 6)
        with self.assertLogs("lode_client", "WARNING") as logs:
            for step in range(5, 11):
                resumed.log(step, train_loss=1.0)
        self.assertEqual(len(logs.output), 1)
        self.assertIn("run r/1 is already logged to step 6; steps up to it are not", logs.output[0])
        resumed.close()
        self.assertEqual([row["step"] for row in self.rows()], list(range(1, 11)))
        times = [row["time"] for row in self.rows()]
        self.assertEqual(times, sorted(times))

    def test_a_logger_killed_while_it_writes_leaves_whole_parts_only(self) -> None:
        for attempt in range(6):
            program = subprocess.Popen(
                [sys.executable, "-m", "tests.logging_job", str(self.store)],
                cwd=ROOT,
                stdout=subprocess.PIPE,
            )
            assert program.stdout is not None
            for _ in range(5 + 3 * attempt):
                program.stdout.readline()
            program.send_signal(signal.SIGKILL)
            program.wait()
            program.stdout.close()
            steps = [row["step"] for row in self.rows()]
            self.assertEqual(steps, list(range(1, len(steps) + 1)))
            self.assertEqual(self.description()["status"], "running")
        self.assertGreater(len(steps), 30)
        parts = sorted(self.folder.glob("part-*.jsonl"))
        self.assertEqual(parts[-1].name, f"part-{len(parts):06d}.jsonl")

    def test_a_part_that_another_wrote_is_never_replaced(self) -> None:
        logger = self.logger()
        other = self.folder / "part-000001.jsonl"
        other.write_text('{"step": 1}\n')
        logger.log(2, train_loss=1.0)
        logger.close()
        self.assertEqual(other.read_text(), '{"step": 1}\n')
        self.assertEqual([row["step"] for row in self.rows()], [1, 2])

    def test_rows_wait_while_the_store_is_down(self) -> None:
        logger = self.logger()
        down = mock.patch.object(LocalFiles, "create", side_effect=StoreError("disk is full"))
        with down, self.assertLogs("lode_client", "WARNING") as logs:
            for step in range(1, 30):
                logger.log(step, train_loss=1.0)
        self.assertEqual(len(logs.output), 1)
        self.assertIn("disk is full; 3 rows of run r/1 wait", logs.output[0])
        with down, self.assertRaisesRegex(StoreError, "disk is full"):
            logger.close()
        logger.close()
        self.assertEqual([row["step"] for row in self.rows()], list(range(1, 30)))

    def test_starts_and_resumes_while_the_store_is_down(self) -> None:
        with self.logger() as logger:
            logger.log(1, train_loss=1.0)
        down = mock.patch.object(LocalFiles, "names", side_effect=StoreError("no route to host"))
        with down, self.assertLogs("lode_client", "WARNING") as logs:
            resumed = self.logger()
            resumed.log(1, train_loss=1.0)
            resumed.log(2, train_loss=1.0)
        self.assertEqual(len(logs.output), 1)
        resumed.close()
        self.assertEqual([row["step"] for row in self.rows()], [1, 2])

    def test_an_error_fails_the_run_and_an_interruption_does_not(self) -> None:
        for error, status in ((RuntimeError, "failed"), (KeyboardInterrupt, "running")):
            with self.assertRaises(error):
                with self.logger() as logger:
                    logger.log((logger.last_step or 0) + 1, train_loss=1.0)
                    raise error()
            self.assertEqual(self.description()["status"], status)
        self.assertEqual(len(self.rows()), 2)

    def test_wrong_values_are_refused_by_name(self) -> None:
        logger = self.logger()
        for values, message in (
            ({"train_loss": "low"}, "train_loss must be a number, found 'low'"),
            ({"gap": [1, 2]}, r"gap must be a number, found '\[1, 2\]'"),
            ({"seed": 1}, "a metric cannot be called seed, which says whose row it is"),
        ):
            with self.assertRaisesRegex(ValueError, message):
                logger.log(1, **values)
        for step in (-1, math.inf):
            with self.assertRaisesRegex(ValueError, "step must be finite and not negative"):
                logger.log(step)
        with self.assertRaisesRegex(ValueError, "total_steps must be over 0, found 0"):
            self.logger(total_steps=0)
        with self.assertRaisesRegex(ValueError, "direction must be minimize or maximize"):
            self.logger(direction="up")
        with self.assertRaisesRegex(ValueError, "hyperparameters must be values that JSON can hold"):
            self.logger(hyperparameters={"x": object()})

    def test_the_folder_of_another_run_or_a_damaged_one_is_refused(self) -> None:
        self.logger().close()
        path = self.folder / "run.json"
        whole = path.read_text()
        for content, message in (
            (whole[:20], "run.json is not JSON"),
            (whole.replace("lode-run/1", "lode-run/2"), "format must be lode-run/1, found lode-run/2"),
            (whole.replace("r/1", "r/2"), "run must be 'r/1', found 'r/2'"),
        ):
            path.write_text(content)
            with self.assertRaisesRegex(ArtifactError, message):
                self.logger()
        path.write_text(whole)
        (self.folder / "part-000001.jsonl").write_text('{"step": 1}\n{"st')
        with self.assertRaisesRegex(ArtifactError, "part-000001.jsonl line 2: expected a row with a"):
            self.logger()

    def test_nothing_is_left_that_no_reader_expects(self) -> None:
        with self.logger() as logger:
            logger.log(1, train_loss=1.0)
        self.assertEqual(sorted(os.listdir(self.folder)), ["part-000001.jsonl", "run.json"])
