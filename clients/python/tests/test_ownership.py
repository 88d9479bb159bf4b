import errno
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
from typing import Any, Dict, List
from unittest import mock

from lode_client import LodeError, RunLogger, StoreError, load_csv
from tests import optional
from tests.publishing import GROUP

ROOT = pathlib.Path(__file__).resolve().parents[1]
WHOSE = {"model": GROUP.model, "dataset": GROUP.dataset, "optimizer": GROUP.optimizer}


class OwnershipTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.store = pathlib.Path(folder.name) / "store"

    def logger(self, **more: Any) -> RunLogger:
        settings: Dict[str, Any] = {
            "run": "r", "total_steps": 100, "rows_per_part": 3, **WHOSE, **more
        }
        return RunLogger(str(self.store), **settings)

    @property
    def folder(self) -> pathlib.Path:
        return next(self.store.glob("runs/*/*/*/run=r"))

    def rows(self) -> List[Dict[str, Any]]:
        return [
            json.loads(line)
            for part in sorted(self.folder.glob("part-*.jsonl"))
            for line in part.read_text("utf-8").splitlines()
        ]

    def test_of_two_loggers_the_newer_one_goes_on_and_the_older_one_is_told_once(self) -> None:
        older = self.logger()
        for step in range(1, 5):
            older.log(step, train_loss=1.0)
        newer = self.logger()
        with self.assertLogs("lode_client", "WARNING") as logs:
            for step in range(5, 50):
                older.log(step, train_loss=1.0)
                newer.log(step, train_loss=2.0)
        self.assertEqual(len(logs.output), 1, logs.output)
        self.assertRegex(
            logs.output[0],
            "run r is written by another RunLogger since, which goes on with it; expected one "
            r"process a run: .*; \d rows of this one are not written",
        )
        newer.close()
        with self.assertRaisesRegex(LodeError, "run r is written by another RunLogger since"):
            older.close()
        losses = [(row["step"], row["train_loss"]) for row in self.rows()]
        self.assertEqual(losses, [(s, 1.0) for s in range(1, 4)] + [(s, 2.0) for s in range(5, 50)])
        self.assertEqual(json.loads((self.folder / "run.json").read_text())["status"], "completed")

    def test_two_processes_are_told_apart_too(self) -> None:
        program = subprocess.Popen(
            [sys.executable, "-m", "tests.logging_job", str(self.store)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        assert program.stdout is not None
        for _ in range(5):
            program.stdout.readline()
        here = self.logger(run="r/1")
        for _ in range(5):
            program.stdout.readline()
        written = len(list(self.store.rglob("part-*.jsonl")))
        for _ in range(20):
            program.stdout.readline()
        self.assertEqual(len(list(self.store.rglob("part-*.jsonl"))), written)
        here.log(10_000_000, train_loss=1.0)
        here.close()
        program.kill()
        program.communicate()

    def test_a_logger_that_ended_meanwhile_is_not_written_over(self) -> None:
        older = self.logger()
        older.log(1, train_loss=1.0)
        with self.logger() as newer:
            newer.log(5, train_loss=2.0)
        with self.assertLogs("lode_client", "WARNING"):
            self.assertFalse(older.flush())
        self.assertEqual([row["step"] for row in self.rows()], [5])

    def test_a_claim_that_somebody_tidied_up_is_made_again(self) -> None:
        logger = self.logger()
        logger.log(1, train_loss=1.0)
        (self.folder / ".logger").unlink()
        logger.close()
        self.assertEqual([row["step"] for row in self.rows()], [1])
        self.assertEqual(sorted(os.listdir(self.folder)), ["part-000001.jsonl", "run.json"])

    def test_an_error_of_the_training_is_not_hidden_by_one_of_the_logger(self) -> None:
        with self.assertRaises(ZeroDivisionError), self.assertLogs("lode_client", "WARNING"):
            with self.logger() as older:
                self.logger()
                older.log(1, train_loss=1 / 0)

    def test_a_full_disk_leaves_nothing_half_written(self) -> None:
        logger = self.logger()
        full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        for step in ("os.fsync", "os.link"):
            logger.log(1, train_loss=1.0)
            with mock.patch(step, side_effect=full):
                with self.assertLogs("lode_client", "WARNING") as logs:
                    self.assertFalse(logger.flush())
            self.assertIn("No space left on device", logs.output[0])
            self.assertEqual(sorted(os.listdir(self.folder)), [".logger", "run.json"])
            self.assertTrue(logger._pending)
            logger._warned.clear()
        logger.close()
        self.assertEqual([row["step"] for row in self.rows()], [1])

    @optional.needs("fsspec")
    def test_a_remote_store_keeps_nothing_half_written(self) -> None:
        import fsspec
        from fsspec.implementations.memory import MemoryFileSystem

        logger = RunLogger("memory://half/store", run="r", total_steps=10, **WHOSE)
        logger.log(1, train_loss=1.0)
        with mock.patch.object(MemoryFileSystem, "mv", side_effect=OSError("reset")):
            with self.assertLogs("lode_client", "WARNING"):
                self.assertFalse(logger.flush())
        names = [path.rsplit("/", 1)[-1] for path in fsspec.filesystem("memory").find("half")]
        self.assertEqual(sorted(names), [".logger", "run.json"])
        logger.close()

    def test_what_cannot_be_logged_is_refused_at_once(self) -> None:
        long = "é" * 43
        for values, message in (
            ({"run": long}, "run makes a folder's name of 262 bytes, expected at most 255: 'éé"),
            ({"model": "x" * 250}, "model makes a folder's name of 256 bytes, expected at most"),
            ({"run": "\ud800"}, r"run must be text that UTF-8 can hold, found '\\ud800'"),
            ({"horizon": math.nan}, "horizon must be over 0 and at most 1, found nan"),
            ({"horizon": "half"}, "horizon must be a number, found 'half'"),
            ({"ceiling": math.nan}, "ceiling must be a finite number, found nan"),
            ({"total_steps": math.nan}, "total_steps must be over 0, found nan"),
            ({"total_steps": "100"}, "total_steps must be over 0, found '100'"),
            ({"objective": ""}, "objective must be a name, found ''"),
            ({"rows_per_part": math.nan}, "rows_per_part must be at least 1, found nan"),
            ({"seconds_per_part": math.nan}, "seconds_per_part must be at least 0, found nan"),
            ({"hyperparameters": {"lr": math.nan}}, "hyperparameters must be values that JSON"),
            ({"schedule": 0.1}, "schedule must come from follow, load or load_csv, found float"),
        ):
            with self.assertRaisesRegex(ValueError, message):
                self.logger(**values)
        self.assertFalse(self.store.exists())
        name = "x" * (255 - len("run="))
        self.logger(run=name).close()
        self.assertEqual(len(list(self.store.glob(f"runs/*/*/*/run={name}"))), 1)

    def test_a_run_that_follows_a_proposal(self) -> None:
        proposal = self.store.parent / "1.csv"
        proposal.write_text("step,learning_rate\n0,0.1\n100,0.001\n")
        schedule = load_csv(str(proposal))
        with self.logger(schedule=schedule) as logger:
            logger.log(50, train_loss=1.0)
        self.assertAlmostEqual(self.rows()[0]["learning_rate"], 0.01)
        self.assertIsNone(json.loads((self.folder / "run.json").read_text())["schedule"])
