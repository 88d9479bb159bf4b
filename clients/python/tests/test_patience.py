import os
import pathlib
import tempfile
import threading
import time
import unittest
from typing import Any, Optional
from unittest import mock

from lode_client import RunLogger, StoreError, follow, load
from lode_client.files import LocalFiles
from lode_client.patience import PatientFiles
from tests.publishing import GROUP, publish

FIRST = [(0, 0.1), (1000, 0.001)]
LOWER = [(0, 0.05), (1000, 0.0005)]
WHOSE = {"model": GROUP.model, "dataset": GROUP.dataset, "optimizer": GROUP.optimizer}
PATIENCE = 0.2


class PatienceTest(unittest.TestCase):
    """Stores that hang, for as long as a test holds them."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.store = pathlib.Path(folder.name) / "store"
        self.goes_on = threading.Event()
        self.addCleanup(self.goes_on.set)
        self.calls = 0

    def hang(self, method: str) -> Any:
        """Makes one method of local stores hang until ``goes_on`` is set."""
        real = getattr(LocalFiles, method)

        def hanging(files: LocalFiles, *arguments: Any) -> Any:
            self.calls += 1
            self.goes_on.wait(60)
            return real(files, *arguments)

        return mock.patch.object(LocalFiles, method, hanging)

    def test_a_job_in_training_waits_once_and_keeps_its_schedule(self) -> None:
        first = load(str(publish(self.store, FIRST)))
        followed = follow(str(self.store), every=10, patience=PATIENCE, **WHOSE)
        second = load(str(publish(self.store, LOWER, version=2)))
        started = time.monotonic()
        with self.hang("read"), self.assertLogs("lode_client", "WARNING") as logs:
            for step in range(1000):
                self.assertEqual(followed.learning_rate(step), first.learning_rate(step))
            self.assertLess(time.monotonic() - started, 30)
            self.assertEqual(self.calls, 1)
            self.goes_on.set()
            while followed.in_force.artifact.version == 1:
                step += 10
                followed.learning_rate(step)
                time.sleep(0.01)
        self.assertEqual(
            followed.known_learning_rate(step), second.learning_rate(step)
        )
        down = [line for line in logs.output if "stays in force" in line]
        self.assertEqual(len(down), 1, logs.output)
        self.assertRegex(
            down[0], r"store does not answer: it was asked \d+ s ago to read schedules/.*latest.json"
        )

    def test_a_job_does_not_start_in_a_store_that_hangs_but_resumes(self) -> None:
        publish(self.store, FIRST)
        state = follow(str(self.store), **WHOSE).state_dict()
        with self.hang("read"):
            with self.assertRaisesRegex(StoreError, "store does not answer"):
                follow(str(self.store), patience=PATIENCE, **WHOSE)
            resumed = follow(str(self.store), patience=PATIENCE, state=state, **WHOSE)
            self.assertEqual(resumed.known_learning_rate(0), 0.1)
            self.goes_on.set()

    def test_a_pipe_and_a_device_are_not_waited_for(self) -> None:
        path = publish(self.store, FIRST)
        followed = follow(str(self.store), every=10, **WHOSE)
        latest = path.parent / "latest.json"
        latest.unlink()
        for made in (lambda: os.mkfifo(latest), lambda: latest.symlink_to("/dev/zero")):
            made()
            with self.assertLogs("lode_client", "WARNING") as logs:
                followed.learning_rate(followed._checks * 10 + 10)
            self.assertIn("latest.json cannot be read: it is no regular file, but", logs.output[0])
            with self.assertRaisesRegex(StoreError, "it is no regular file"):
                follow(str(self.store), **WHOSE)
            with self.assertRaisesRegex(StoreError, "it is no regular file"):
                load(str(latest))
            latest.unlink()
            followed = follow(str(self.store), every=10, state=followed.state_dict(), **WHOSE)

    def test_a_logger_keeps_its_rows_while_its_store_hangs(self) -> None:
        logger = RunLogger(
            str(self.store), run="r", total_steps=100, rows_per_part=5, patience=PATIENCE, **WHOSE
        )
        with self.hang("create"), self.assertLogs("lode_client", "WARNING") as logs:
            for step in range(1, 61):
                logger.log(step, train_loss=1.0)
            self.assertEqual(self.calls, 1)
            with self.assertRaisesRegex(StoreError, "does not answer"):
                logger.close()
        self.assertEqual(len(logs.output), 1, logs.output)
        self.goes_on.set()
        self.close_when_it_can(logger)
        steps = [
            line.split('"step": ')[1].split(",")[0]
            for part in sorted((self.store / logger.folder).glob("part-*.jsonl"))
            for line in part.read_text().splitlines()
        ]
        self.assertEqual(sorted(set(steps), key=int), [str(step) for step in range(1, 61)])
        self.assertEqual([name for name in os.listdir(self.store / logger.folder) if "tmp" in name], [])

    def close_when_it_can(self, logger: RunLogger) -> None:
        error: Optional[Exception] = None
        for _ in range(200):
            try:
                logger.close()
                return
            except StoreError as e:
                error = e
                time.sleep(0.05)
        raise AssertionError("the logger stays down") from error

    def test_a_write_that_ends_late_counts_once(self) -> None:
        files = PatientFiles(str(self.store), PATIENCE)
        with self.hang("create"):
            for _ in range(3):
                with self.assertRaisesRegex(StoreError, "does not answer"):
                    files.create("f/a", b"1")
        self.goes_on.set()
        while not files._unfinished.is_over():
            time.sleep(0.01)
        self.assertTrue(files.create("f/a", b"1"))
        self.assertFalse(files.create("f/a", b"1"))
        self.assertEqual(files.read("f/a"), b"1")

    def test_patience_is_a_number_of_seconds(self) -> None:
        for seconds in (0, -1, float("nan"), float("inf")):
            with self.assertRaisesRegex(ValueError, "patience must be a number of seconds over 0"):
                PatientFiles(str(self.store), seconds)
