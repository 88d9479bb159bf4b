import io
import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import unittest
from typing import Any, Dict
from unittest import mock

from tests import optional

optional.require("torch", "numpy")

import numpy
import torch

from examples import moby_dick
from examples.brown import write_documents
from examples.king_james import chapters
from examples.letters import convert, divide
from examples.moby_dick_convolutions import CausalConvolutions

ROOT = pathlib.Path(__file__).resolve().parents[1]


class TasksTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def train(self, program: str, data: pathlib.Path, *more: str) -> Dict[str, Any]:
        command = [sys.executable, "-m", f"examples.{program}", "--data", str(data)]
        command += ["--store", str(self.folder / "store"), "--run", "r", *more]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        result: Dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return result

    def letters(self) -> pathlib.Path:
        """Two features are 13 times the same as the letter, the others noise."""
        random = numpy.random.RandomState(1)
        letters = numpy.arange(600) % 26
        features = random.randint(0, 16, (600, 16))
        features[:, 0], features[:, 1] = letters % 13, letters // 13 * 15
        path = self.folder / "letters.npz"
        numpy.savez(path, features=features.astype("uint8"), letters=letters.astype("uint8"))
        return path

    def test_letters_are_learned_under_a_shape_with_parts_of_its_own(self) -> None:
        result = self.train(
            "letters_mlp",
            self.letters(),
            *("--schedule", "shaped", "--warmup", "0.1", "--hold", "0.3", "--last-part", "0.1"),
            *("--decay", "linear", "--peak", "0.02", "--optimizer", "adamw", "--epochs", "10"),
            *("--batch-size", "20", "--train-size", "400", "--validation-size", "100"),
            *("--test-size", "100"),
        )
        self.assertEqual(result["steps"], 200)
        self.assertGreater(result["test_accuracy"], 0.3)

    def test_letters_are_learned_by_schedule_free_plus(self) -> None:
        result = self.train(
            "letters_mlp",
            self.letters(),
            *("--schedule", "constant", "--peak", "1", "--optimizer", "schedule-free-plus"),
            *("--warmup-steps", "10", "--epochs", "10", "--batch-size", "20"),
            *("--train-size", "400", "--validation-size", "100", "--test-size", "100"),
        )
        self.assertLess(result["test_loss"], 3)

    def test_letters_are_divided_without_a_common_row(self) -> None:
        path = self.letters()
        parts = divide(str(path), 300, 200, 100)
        self.assertEqual([len(part.targets) for part in parts], [300, 200, 100])
        again = divide(str(path), 400, 100, 100)
        self.assertTrue(bool((again[2].inputs == parts[2].inputs).all()))
        with self.assertRaisesRegex(ValueError, "has 600 rows, found 300 \\+ 200 \\+ 101 asked"):
            divide(str(path), 300, 200, 101)

    def test_the_r_table_becomes_arrays_and_another_table_is_refused(self) -> None:
        class Frame:
            """What rdata makes of an R data frame, as far as it is used."""

            def __init__(self, rows: int) -> None:
                self.features = numpy.arange(rows * 16).reshape(rows, 16) % 16
                self.letters = [chr(ord("A") + i % 26) for i in range(rows)]

            def __getitem__(self, column: str) -> Any:
                return {"LetterRecognition": self, "lettr": self.letters}[column]

            def drop(self, columns: str) -> Any:
                return mock.Mock(to_numpy=lambda: self.features)

        target = str(self.folder / "letters.npz")
        rdata = mock.Mock()
        with mock.patch.dict(sys.modules, {"rdata": rdata}):
            rdata.conversion.convert.return_value = Frame(20_000)
            convert("x.rda", target)
            rdata.conversion.convert.return_value = Frame(30)
            with self.assertRaisesRegex(ValueError, "must have 20000 rows .* found 30 of 16 and 26"):
                convert("x.rda", target)
        with numpy.load(target) as arrays:
            self.assertEqual(arrays["features"].shape, (20_000, 16))
            self.assertEqual(list(arrays["letters"][:3]), [0, 1, 2])

    def test_a_text_is_learned_by_recurrent_units_and_by_convolutions(self) -> None:
        path = str(self.folder / "text.npz")
        write_documents(["in the beginning was the word " * 40] * 20, path)
        for program in ("king_james_gru", "moby_dick_convolutions"):
            with self.subTest(program):
                result = self.train(
                    program,
                    pathlib.Path(path),
                    *("--schedule", "warmup-cosine", "--peak", "0.02", "--optimizer", "adamw"),
                    *("--epochs", "2", "--batch-size", "16", "--context", "16", "--width", "16"),
                    *("--train-size", "320", "--validation-size", "32", "--test-size", "32"),
                )
                self.assertLess(result["test_loss"], 2)

    def test_convolutions_see_only_the_past(self) -> None:
        network = CausalConvolutions(alphabet=5, width=4).eval()
        text = torch.tensor([[0, 1, 2, 3, 4, 0]])
        other_end = torch.tensor([[0, 1, 2, 3, 0, 1]])
        with torch.no_grad():
            same = network(text)[0, :4] - network(other_end)[0, :4]
            other = network(text)[0, 4] - network(other_end)[0, 4]
        self.assertEqual(float(same.abs().max()), 0)
        self.assertGreater(float(other.abs().max()), 0)

    def test_a_novel_is_its_chapters_in_order(self) -> None:
        package, target = self.folder / "novel.tgz", str(self.folder / "novel.npz")

        def pack(chapters: int) -> None:
            with tarfile.open(package, "w:gz") as archive:
                for chapter in range(chapters, 0, -1):
                    text = json.dumps({"text": "a" * chapter}).encode()
                    entry = tarfile.TarInfo(f"package/data/chapter_{chapter}.json")
                    entry.size = len(text)
                    archive.addfile(entry, io.BytesIO(text))

        pack(135)
        moby_dick.convert(str(package), target)
        with numpy.load(target) as arrays:
            self.assertEqual(list(arrays["ends"][:3]), [2, 5, 9])
            self.assertEqual(len(arrays["ends"]), 135)
        pack(3)
        with self.assertRaisesRegex(ValueError, "must have 135 chapters, found 3"):
            moby_dick.convert(str(package), target)

    def test_chapters_are_verses_without_their_numbers(self) -> None:
        printed = "\nGenesis 1\n\n  1 In the beginning.\n  2 And the earth.\n\nI John 2\n  1 My.\n"
        self.assertEqual(chapters(printed), ["In the beginning.\nAnd the earth.\n", "My.\n"])
        with self.assertRaisesRegex(ValueError, "a chapter's head or a verse, found 'Preface'"):
            chapters("Preface\n")


if __name__ == "__main__":
    unittest.main()
