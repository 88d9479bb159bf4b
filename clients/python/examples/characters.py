"""What the programs share that train a network to predict the next character of a text."""

import argparse
import pathlib
from typing import Callable

import torch

from examples.brown import divide
from examples.options import parser
from examples.training import main
from examples.workload import Workload


def character_options(
    description: str, context: int, validation: int, test: int
) -> argparse.ArgumentParser:
    """The options of every training and the sizes of the text's parts, with these defaults."""
    options = parser(description)
    options.add_argument("--context", type=int, default=context, help="characters of a sequence")
    options.add_argument("--width", type=int, default=64)
    options.add_argument("--train-size", type=int, default=4_096, help="sequences to train on")
    options.add_argument("--validation-size", type=int, default=validation)
    options.add_argument("--test-size", type=int, default=test)
    return options


def train_on_characters(
    options: argparse.Namespace, model: str, network: Callable[[int], torch.nn.Module]
) -> None:
    """Trains a network, made for the size of an alphabet; the data's file names the dataset."""
    *parts, letters = divide(
        options.data,
        options.context,
        options.train_size,
        options.validation_size,
        options.test_size,
    )
    dataset = pathlib.Path(options.data).stem
    main(options, Workload(model, dataset, lambda: network(letters), *parts))
