#!/usr/bin/env python3
"""Trains a ResNet-18 on CIFAR-100 under any learning-rate schedule; meant for a GPU.

    python3 -m examples.cifar100_resnet18 --data cifar-100-binary --store lode-store \\
        --run cosine-0.1-s1 --schedule cosine --peak 0.1 --optimizer sgd --epochs 100 --seed 1

``--data`` is the folder of ``train.bin`` and ``test.bin`` in CIFAR-100's binary format. Images are
not augmented.
"""

from examples.cifar100 import CLASSES, divide
from examples.resnet import ResNet18
from examples.options import parser
from examples.training import main
from examples.workload import Workload

if __name__ == "__main__":
    options_of = parser(__doc__.splitlines()[0])
    options_of.add_argument("--train-size", type=int, default=45_000, help="images to train on")
    options_of.add_argument("--validation-size", type=int, default=5_000)
    options = options_of.parse_args()
    parts = divide(options.data, options.train_size, options.validation_size)
    main(options, Workload("resnet18", "cifar-100", lambda: ResNet18(3, CLASSES), *parts))
