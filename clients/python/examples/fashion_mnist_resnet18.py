#!/usr/bin/env python3
"""Trains a ResNet-18 on Fashion-MNIST under any learning-rate schedule; meant for a GPU.

    python3 -m examples.fashion_mnist_resnet18 --data data/fashion-mnist.npz --store lode-store \\
        --run cosine-1e-3-s1 --schedule cosine --peak 1e-3 --epochs 20 --seed 1
"""

from examples.fashion_mnist import CLASSES, train
from examples.resnet import ResNet18

if __name__ == "__main__":
    train(__doc__.splitlines()[0], "resnet18", lambda: ResNet18(1, CLASSES))
