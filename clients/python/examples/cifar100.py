"""CIFAR-100 in its binary format, as its authors distribute it."""

import pathlib
from typing import Tuple

import numpy
import torch

from examples.workload import Part

CLASSES = 100
PIXELS = 3 * 32 * 32
RECORD = 2 + PIXELS
"""A byte of the coarse label, one of the fine label, then red, green and blue, row by row."""

MEAN = (0.507, 0.487, 0.441)
STANDARD_DEVIATION = (0.267, 0.256, 0.276)
"""Of each channel, as parts of 255."""


def read(path: "pathlib.Path") -> Part:
    """Images (image, channel, row, column), standardised, and their fine labels.

    Raises:
        ValueError: the file is no list of whole records, or a label is none of the 100.
    """
    content = path.read_bytes()
    if not content or len(content) % RECORD:
        raise ValueError(
            f"{path} must be records of {RECORD} bytes, found {len(content)} bytes, "
            f"{len(content) % RECORD} too many"
        )
    records = numpy.frombuffer(content, dtype=numpy.uint8).reshape(-1, RECORD)
    labels = records[:, 1]
    if labels.max() >= CLASSES:
        raise ValueError(
            f"{path}: fine labels must be below {CLASSES}, found {labels.max()} in record "
            f"{int(labels.argmax())}"
        )
    images = torch.from_numpy(records[:, 2:].copy()).view(-1, 3, 32, 32).float().div(255)
    mean = torch.tensor(MEAN).view(3, 1, 1)
    deviation = torch.tensor(STANDARD_DEVIATION).view(3, 1, 1)
    return Part((images - mean) / deviation, torch.from_numpy(labels.astype(numpy.int64)))


def divide(folder: str, train: int, validation: int) -> Tuple[Part, Part, Part]:
    """Parts of ``train.bin`` for training and validation, the same ones always, and ``test.bin``."""
    seen = read(pathlib.Path(folder) / "train.bin")
    if train + validation > len(seen.targets):
        raise ValueError(
            f"{folder}/train.bin has {len(seen.targets)} images, found {train} for training and "
            f"{validation} for validation"
        )
    order = torch.from_numpy(numpy.random.RandomState(0).permutation(len(seen.targets)))

    def part(chosen: torch.Tensor) -> Part:
        return Part(seen.inputs[chosen], seen.targets[chosen])

    return (
        part(order[validation : validation + train]),
        part(order[:validation]),
        read(pathlib.Path(folder) / "test.bin"),
    )
