#!/usr/bin/env python3
"""Trains a ResNet-18 on Fashion-MNIST under any learning-rate schedule; meant for a GPU.

    python3 -m examples.fashion_mnist_resnet18 --data data/fashion-mnist.npz --store lode-store \\
        --run cosine-1e-3-s1 --schedule cosine --peak 1e-3 --epochs 20 --seed 1
"""

from examples.fashion_mnist import CLASSES, divide
from examples.resnet import ResNet18
from examples.training import main, parser
from examples.workload import Workload

if __name__ == "__main__":
    options_of = parser(__doc__.splitlines()[0])
    options_of.add_argument("--train-size", type=int, default=50_000, help="images to train on")
    options_of.add_argument("--validation-size", type=int, default=5_000)
    options_of.add_argument("--test-size", type=int, default=10_000)
    options = options_of.parse_args()
    parts = divide(options.data, options.train_size, options.validation_size, options.test_size)
    main(options, Workload("resnet18", "fashion-mnist", lambda: ResNet18(1, CLASSES), *parts))
