#!/usr/bin/env python3
"""Trains a small residual network on Fashion-MNIST under any learning-rate schedule, on one core.

    examples/fetch_fashion_mnist.sh data
    python3 -m examples.fashion_mnist_resnet --data data/fashion-mnist.npz --store lode-store \\
        --run cosine-1e-1-s1 --schedule warmup-cosine --peak 1e-1 --optimizer sgd --epochs 6 \\
        --train-size 2048 --seed 1
"""

from examples.fashion_mnist import CLASSES, train
from examples.resnet import SmallResNet

WIDTH = 8
"""Channels of the first block; about 5,000 parameters in all."""

if __name__ == "__main__":
    train(__doc__.splitlines()[0], "resnet-small", lambda: SmallResNet(1, CLASSES, WIDTH))
