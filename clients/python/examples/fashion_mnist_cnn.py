#!/usr/bin/env python3
"""Trains a small convolutional network on Fashion-MNIST under any learning-rate schedule.

    examples/fetch_fashion_mnist.sh data
    python3 -m examples.fashion_mnist_cnn --data data/fashion-mnist.npz --store lode-store \\
        --run cosine-1e-3-s1 --schedule cosine --peak 1e-3 --epochs 3 --train-size 6000 --seed 1

``--schedule lode`` follows what LODE has published for the model, dataset and optimizer. The last
line of output is one JSON object with the test accuracy at the epoch of the best validation loss.
"""

import torch

from examples.fashion_mnist import train


def network() -> torch.nn.Module:
    """About 61,000 parameters."""
    return torch.nn.Sequential(
        torch.nn.Conv2d(1, 16, 3),
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(2),
        torch.nn.Conv2d(16, 32, 3),
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(2),
        torch.nn.Flatten(),
        torch.nn.Linear(32 * 5 * 5, 64),
        torch.nn.ReLU(),
        torch.nn.Linear(64, 10),
    )


if __name__ == "__main__":
    train(__doc__.splitlines()[0], "cnn-small", network)
