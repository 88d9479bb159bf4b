#!/usr/bin/env python3
"""Trains a perceptron of two hidden layers to recognize letters under any learning-rate schedule.

    examples/fetch_letters.sh data
    python3 -m examples.letters_mlp --data data/letters.npz --store lode-store \\
        --run cosine-3e-3-s1 --schedule cosine --peak 3e-3 --epochs 10 --optimizer adamw --seed 1
"""

import torch

from examples.letters import FEATURES, LETTERS, divide
from examples.options import parser
from examples.training import main
from examples.workload import Workload


def network(width: int) -> torch.nn.Module:
    """Two hidden layers of a width."""
    return torch.nn.Sequential(
        torch.nn.Linear(FEATURES, width),
        torch.nn.ReLU(),
        torch.nn.Linear(width, width),
        torch.nn.ReLU(),
        torch.nn.Linear(width, LETTERS),
    )


if __name__ == "__main__":
    options_of = parser(__doc__.splitlines()[0])
    options_of.add_argument("--width", type=int, default=128)
    options_of.add_argument("--train-size", type=int, default=8_000)
    options_of.add_argument("--validation-size", type=int, default=4_000)
    options_of.add_argument("--test-size", type=int, default=8_000)
    options = options_of.parse_args()
    parts = divide(
        options.data, options.train_size, options.validation_size, options.test_size
    )
    main(options, Workload("mlp-small", "letters", lambda: network(options.width), *parts))
