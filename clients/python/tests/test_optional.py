import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
from typing import Any
from unittest import mock

from tests import optional

ROOT = pathlib.Path(__file__).resolve().parents[1]
HIDDEN = (
    "hidden_module is missing: ImportError: hidden by the test; "
    "expected 'apt-get install python3-hidden'"
)


class OptionalTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        text = 'raise ImportError("hidden by the test")\n'
        pathlib.Path(folder.name, "hidden_module.py").write_text(text)
        self.patch(sys, "path", [folder.name, *sys.path])
        named = ("python3-hidden", "LODE_REQUIRE_HIDDEN")
        self.patch(optional, "MODULES", {"hidden_module": named, "json": named})

    def patch(self, owner: Any, name: str, value: Any) -> None:
        patched = mock.patch.object(owner, name, value)
        patched.start()
        self.addCleanup(patched.stop)

    def test_a_module_that_cannot_be_imported_skips_the_tests_of_a_file(self) -> None:
        with mock.patch("sys.stderr") as errors, self.assertRaises(unittest.SkipTest) as skipped:
            optional.require("json", "hidden_module")
        self.assertEqual(str(skipped.exception), HIDDEN)
        printed = "".join(call.args[0] for call in errors.write.call_args_list)
        self.assertEqual(printed, f"[lode] {__name__} skipped: {HIDDEN}\n")

    def test_a_module_that_cannot_be_imported_skips_a_class_of_tests(self) -> None:
        class Tests(unittest.TestCase):
            def test_that_would_fail(self) -> None:
                self.fail()

        with mock.patch("sys.stderr") as errors:
            tests = optional.needs("hidden_module")(Tests)
        result = unittest.TestResult()
        tests("test_that_would_fail").run(result)
        self.assertEqual([reason for _, reason in result.skipped], [HIDDEN])
        self.assertEqual(result.failures, [])
        printed = "".join(call.args[0] for call in errors.write.call_args_list)
        self.assertEqual(printed, f"[lode] {__name__}.Tests skipped: {HIDDEN}\n")

    def test_a_module_that_is_there_skips_nothing(self) -> None:
        self.assertIsNone(optional.missing("json"))
        optional.require("json")
        self.assertIs(optional.needs("json")(RunTestsTest), RunTestsTest)

    def test_a_required_module_that_cannot_be_imported_is_a_failure(self) -> None:
        with mock.patch.dict(os.environ, {"LODE_REQUIRE_HIDDEN": "1"}):
            with self.assertRaises(ImportError) as failure:
                optional.require("hidden_module")
        self.assertEqual(str(failure.exception), f"LODE_REQUIRE_HIDDEN is 1, but {HIDDEN}")


class RunTestsTest(unittest.TestCase):
    """What Maven calls, on a machine without Python."""

    def run_tests(self, **environment: str) -> "subprocess.CompletedProcess[str]":
        command = ["sh", str(ROOT / "run-tests"), "/no/such/python3"]
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("LODE_REQUIRE_")}
        return subprocess.run(
            command, env={**inherited, **environment}, capture_output=True, text=True
        )

    def test_without_python_all_tests_are_skipped(self) -> None:
        done = self.run_tests()
        self.assertEqual(done.returncode, 0)
        self.assertTrue(
            done.stdout.startswith(
                "[lode] tests of the Python client skipped: Python 3.9 or later is missing: "
                "'/no/such/python3' says "
            ),
            done.stdout,
        )
        self.assertTrue(done.stdout.endswith("; expected 'apt-get install python3'\n"))

    def test_without_a_required_python_they_fail(self) -> None:
        done = self.run_tests(LODE_REQUIRE_PYTHON="1")
        self.assertEqual(done.returncode, 1)
        self.assertTrue(
            done.stderr.startswith("LODE_REQUIRE_PYTHON is 1, but Python 3.9 or later is missing"),
            done.stderr,
        )
