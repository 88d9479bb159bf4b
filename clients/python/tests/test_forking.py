"""Training programs that are forked from one that has loaded PyTorch."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest
from typing import Any, Dict

from tests import optional

optional.require("torch", "numpy")

import numpy

ROOT = pathlib.Path(__file__).resolve().parents[1]


@unittest.skipUnless(hasattr(os, "pidfd_open"), "Linux alone has files for processes")
class ForkingTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        random = numpy.random.RandomState(1)
        numpy.savez(
            self.folder / "letters.npz",
            features=random.randint(0, 16, (600, 16)).astype("uint8"),
            letters=(numpy.arange(600) % 26).astype("uint8"),
        )
        self.socket = self.folder / "socket"
        server = subprocess.Popen(
            [sys.executable, "-m", "examples.forking", str(self.socket)], cwd=ROOT
        )
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        self.until(self.socket.exists)

    def until(self, reached: Any) -> None:
        for _ in range(600):
            if reached():
                return
            time.sleep(0.1)
        self.fail("not reached within a minute")

    def command(self, run: str, *more: str) -> Any:
        options = {
            "data": self.folder / "letters.npz",
            "store": self.folder / "store",
            "run": run,
            "schedule": "cosine",
            "batch-size": 20,
            "train-size": 400,
            "validation-size": 100,
            "test-size": 100,
        }
        command = [sys.executable, "-m", "examples.letters_mlp"]
        for name, value in options.items():
            command += [f"--{name}", str(value)]
        return [*command, *more]

    def forked(self) -> Dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": str(ROOT / "forking"),
            "LODE_FORKING": str(self.socket),
        }

    def test_a_fork_trains_as_a_process_of_its_own_does(self) -> None:
        results = []
        for run, environment in (("own", dict(os.environ)), ("forked", self.forked())):
            done = subprocess.run(
                self.command(run, "--epochs", "2"),
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
            )
            self.assertEqual(done.returncode, 0, done.stderr)
            result = json.loads(done.stdout.splitlines()[-1])
            self.assertEqual(result.pop("run"), run)
            results.append(result)
        self.assertEqual(results[0], results[1])

    def test_a_fork_fails_as_a_process_of_its_own_does(self) -> None:
        done = subprocess.run(
            self.command("r", "--train-size", "900"),
            cwd=ROOT,
            env=self.forked(),
            capture_output=True,
            text=True,
        )
        self.assertEqual(done.returncode, 1)
        self.assertIn("has 600 rows, found 900 + 100 + 100 asked for", done.stderr)

    def test_a_fork_ends_with_the_process_that_asked_for_it(self) -> None:
        asked = subprocess.Popen(
            self.command("long", "--epochs", "100000"), cwd=ROOT, env=self.forked()
        )
        logged = self.folder / "store"
        self.until(lambda: list(logged.rglob("part-*.jsonl")))
        asked.kill()
        asked.wait()
        self.until(self.silent)

    def silent(self) -> bool:
        """Whether nothing is logged any more."""
        before = self.size()
        time.sleep(1)
        return self.size() == before

    def size(self) -> int:
        return sum(path.stat().st_size for path in (self.folder / "store").rglob("part-*"))


if __name__ == "__main__":
    unittest.main()
