"""The other examples, on data that the tests make."""

import io
import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import unittest
from typing import Any, Dict

from tests import optional

optional.require("torch", "numpy")

import numpy
import torch

from examples import brown, cifar100
from examples.brown_transformer import Transformer
from examples.resnet import ResNet18

ROOT = pathlib.Path(__file__).resolve().parents[1]


class Folder(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def train(self, module: str, *options: str) -> Dict[str, Any]:
        command = [sys.executable, "-m", f"examples.{module}", *options]
        command += ["--store", str(self.folder / "store"), "--run", "r", "--schedule", "cosine"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout.splitlines()[-1])


class BrownTest(Folder):
    def write(self, documents: int) -> pathlib.Path:
        package = self.folder / "brown.tgz"
        with tarfile.open(package, "w:gz") as archive:
            for number in range(documents):
                name = f"package/c{'abcde'[number // 100]}{number % 100:02d}"
                text = f"\n\n\tThe/at cat/nn {number}/cd and\\/or/cc sat/vbd ./.\n" * 12
                content = text.encode("latin-1")
                member = tarfile.TarInfo(name)
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
            other = tarfile.TarInfo("package/README")
            archive.addfile(other, io.BytesIO(b""))
        return package

    def test_tags_are_left_out_and_parts_share_no_document(self) -> None:
        self.assertEqual(brown.untagged("\n\tA/at b/c/nn\n\nd/vb ./.\n"), "A b/c\nd .\n")
        target = str(self.folder / "brown.npz")
        brown.convert(str(self.write(500)), target)
        train, validation, test, letters = brown.divide(target, 24, 800, 40, 40)
        self.assertEqual(tuple(train.inputs.shape), (800, 24))
        self.assertTrue(torch.equal(train.inputs[:, 1:], train.targets[:, :-1]))
        with numpy.load(target) as arrays:
            alphabet = arrays["alphabet"]
        self.assertEqual(letters, len(alphabet))
        self.assertNotIn("@", "".join(alphabet))
        again = brown.divide(target, 24, 800, 40, 40)
        self.assertTrue(torch.equal(again[1].inputs, validation.inputs))
        with self.assertRaisesRegex(ValueError, "sequences of 24 characters for the test"):
            brown.divide(target, 24, 800, 40, 10**6)

    def test_a_package_without_all_documents_is_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "must have 500 documents, found 7"):
            brown.convert(str(self.write(7)), str(self.folder / "brown.npz"))

    def test_the_transformer_does_not_see_what_it_predicts(self) -> None:
        torch.manual_seed(1)
        model = Transformer(alphabet=11, context=8, width=16, heads=2, depth=2)
        text = torch.randint(0, 11, (3, 8))
        changed = text.clone()
        changed[:, 5:] = (changed[:, 5:] + 1) % 11
        with torch.no_grad():
            before, after = model(text), model(changed)
        self.assertTrue(torch.allclose(before[:, :5], after[:, :5]))
        self.assertFalse(torch.allclose(before[:, 5:], after[:, 5:]))

    def test_the_transformer_learns(self) -> None:
        target = str(self.folder / "brown.npz")
        brown.convert(str(self.write(500)), target)
        sizes = ["--train-size", "256", "--validation-size", "32", "--test-size", "32"]
        shape = ["--context", "16", "--width", "16", "--heads", "2", "--depth", "1"]
        more = ["--epochs", "2", "--batch-size", "16", "--optimizer", "adamw", "--peak", "0.01"]
        result = self.train("brown_transformer", "--data", target, *sizes, *shape, *more)
        self.assertEqual(result["steps"], 32)
        # The characters alone, drawn evenly, would cost over 3 nats.
        self.assertLess(result["test_loss"], 2.6)


class Cifar100Test(Folder):
    def write(self, name: str, images: int, **more: Any) -> pathlib.Path:
        random = numpy.random.RandomState(images)
        records = random.randint(0, 256, (images, cifar100.RECORD)).astype(numpy.uint8)
        records[:, 0] = 99
        records[:, 1] = numpy.arange(images) % 100
        for (row, column), value in more.get("changed", {}).items():
            records[row, column] = value
        path = self.folder / name
        path.write_bytes(records.tobytes())
        return path

    def test_reads_channels_rows_and_fine_labels(self) -> None:
        # Of image 1: green, row 2, column 3.
        at = 2 + 1024 + 2 * 32 + 3
        part = cifar100.read(self.write("train.bin", 5, changed={(1, at): 255}))
        self.assertEqual(tuple(part.inputs.shape), (5, 3, 32, 32))
        self.assertEqual(part.targets.tolist(), [0, 1, 2, 3, 4])
        self.assertAlmostEqual(float(part.inputs[1, 1, 2, 3]), (1 - 0.487) / 0.256, delta=1e-5)

    def test_refuses_files_that_are_cut_or_hold_other_labels(self) -> None:
        path = self.write("cut.bin", 3)
        path.write_bytes(path.read_bytes()[:-10])
        with self.assertRaisesRegex(ValueError, "records of 3074 bytes, found 9212 bytes"):
            cifar100.read(path)
        with self.assertRaisesRegex(ValueError, "must be below 100, found 100 in record 2"):
            cifar100.read(self.write("labels.bin", 3, changed={(2, 1): 100}))

    def test_a_resnet_18_takes_a_step(self) -> None:
        self.write("train.bin", 20)
        self.write("test.bin", 4)
        sizes = ["--train-size", "8", "--validation-size", "4", "--batch-size", "8"]
        result = self.train(
            "cifar100_resnet18", "--data", str(self.folder), *sizes, "--epochs", "1"
        )
        self.assertEqual(result["steps"], 1)
        self.assertIn("test_accuracy", result)

    def test_a_resnet_18_has_the_known_number_of_parameters(self) -> None:
        # torchvision's 11,689,512 less its first convolution of 7 by 7 and 1,000 classes.
        model = ResNet18(3, 100)
        known = 11_689_512 - 64 * 3 * (49 - 9) - 513 * 900
        self.assertEqual(sum(p.numel() for p in model.parameters()), known)


if __name__ == "__main__":
    unittest.main()
