"""The letter recognition data: from Debian's R package, and divided for training."""

import os
import sys
from typing import TYPE_CHECKING, Tuple

import numpy

if TYPE_CHECKING:
    from examples.workload import Part

LETTERS = 26
FEATURES = 16
ROWS = 20_000
LARGEST = 15
"""Every feature is a whole number from 0."""


def convert(table: str, target: str) -> None:
    """Writes the R table as arrays: 16 features of every letter's image, and the letter."""
    import rdata  # type: ignore[import-not-found]

    frame = rdata.conversion.convert(rdata.parser.parse_file(table))["LetterRecognition"]
    features = frame.drop(columns="lettr").to_numpy()
    letters = numpy.asarray([ord(letter) - ord("A") for letter in frame["lettr"]])
    if features.shape != (ROWS, FEATURES) or letters.max() != LETTERS - 1:
        raise ValueError(
            f"{table} must have {ROWS} rows of {FEATURES} features and {LETTERS} letters, found "
            f"{features.shape[0]} of {features.shape[1]} and {letters.max() + 1}"
        )
    temporary = target + ".tmp.npz"
    numpy.savez_compressed(
        temporary, features=features.astype(numpy.uint8), letters=letters.astype(numpy.uint8)
    )
    os.replace(temporary, target)


def divide(path: str, train: int, validation: int, test: int) -> Tuple["Part", "Part", "Part"]:
    """Three parts without a row in common, the same at every call."""
    import torch

    from examples.workload import Part

    with numpy.load(path) as arrays:
        features, letters = arrays["features"], arrays["letters"]
    if train + validation + test > len(letters):
        raise ValueError(
            f"{path} has {len(letters)} rows, found {train} + {validation} + {test} asked for"
        )
    order = numpy.random.RandomState(0).permutation(len(letters))
    scaled = (2.0 * features / LARGEST - 1).astype(numpy.float32)

    def part(first: int, size: int) -> Part:
        rows = order[first : first + size]
        return Part(
            torch.from_numpy(scaled[rows]), torch.from_numpy(letters[rows].astype(numpy.int64))
        )

    # The test comes first, so that it does not change with the other sizes.
    return part(test, train), part(test + train, validation), part(0, test)


if __name__ == "__main__":
    convert(sys.argv[1], sys.argv[2])
