#!/usr/bin/env python3
"""Trains a small convolutional network on Fashion-MNIST under any learning-rate schedule.

    examples/fetch_fashion_mnist.sh data
    python3 -m examples.fashion_mnist_cnn --data data/fashion-mnist.npz --store lode-store \\
        --run cosine-1e-3-s1 --schedule cosine --peak 1e-3 --epochs 3 --train-size 6000 --seed 1

``--schedule lode`` follows what LODE has published for the model, dataset and optimizer. The last
line of output is one JSON object with the test accuracy at the epoch of the best validation loss.
"""

import argparse
import json
import os
from typing import Any, Dict, Tuple

import torch
from torch.nn import functional

from examples.fashion_mnist import Part, divide
from examples.shapes import schedule as schedule_of
from lode_client import FollowedSchedule, RunLogger, Schedule, follow
from lode_client.pytorch import LodeLR

MODEL, DATASET = "cnn-small", "fashion-mnist"
LOGS_PER_EPOCH = 9


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="fashion-mnist.npz")
    parser.add_argument("--store", required=True, help="where the run is logged")
    parser.add_argument("--run", required=True, help="the run's name")
    parser.add_argument("--sweep", help="the sweep that it belongs to")
    parser.add_argument("--schedule", default="lode", help="lode, a shape, a .json or a .csv")
    parser.add_argument("--peak", type=float, default=1e-3, help="largest learning rate of a shape")
    parser.add_argument("--horizon", type=float, default=1.0, help="of a schedule of LODE")
    parser.add_argument("--every", type=int, default=50, help="steps between looks at the store")
    parser.add_argument("--optimizer", choices=("adam", "sgd"), default="adam")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--batch-size", type=int, default=128)
    parser.add_argument("--train-size", type=int, default=50_000, help="images to train on")
    parser.add_argument("--validation-size", type=int, default=5_000)
    parser.add_argument("--test-size", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--checkpoint", help="a file to resume from and to save to at every log")
    parser.add_argument("--stop-at", type=int, help="stop after so many steps, as if interrupted")
    return parser.parse_args()


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


class Training:
    """One run."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.train, self.validation, self.test = (
            Part(part.images.to(self.device), part.labels.to(self.device))
            for part in divide(
                options.data, options.train_size, options.validation_size, options.test_size
            )
        )
        self.epoch_steps = options.train_size // options.batch_size
        if self.epoch_steps < 1:
            raise ValueError(
                f"train-size must be at least batch-size, found {options.train_size} and "
                f"{options.batch_size}"
            )
        self.total_steps = self.epoch_steps * options.epochs
        torch.manual_seed(options.seed)
        self.model = network().to(self.device)
        parameters = self.model.parameters()
        self.optimizer: torch.optim.Optimizer = (
            torch.optim.Adam(parameters)
            if options.optimizer == "adam"
            else torch.optim.SGD(parameters, lr=options.peak, momentum=0.9)
        )
        saved = self._saved()
        self.schedule = self._schedule(saved)
        self.scheduler = LodeLR(self.optimizer, self.schedule)
        self.best: Dict[str, float] = {"validation_loss": float("inf")}
        self.losses: Tuple[float, int] = (0.0, 0)
        if saved:
            self.model.load_state_dict(saved["model"])
            self.optimizer.load_state_dict(saved["optimizer"])
            self.scheduler.load_state_dict(saved["scheduler"])
            self.schedule = self.scheduler.schedule
            self.best = saved["best"]

    def run(self) -> Dict[str, Any]:
        """Trains to the end, or to where it is to stop, and returns what came out."""
        options = self.options
        until = min(self.total_steps, options.stop_at or self.total_steps)
        followed = isinstance(self.schedule, (Schedule, FollowedSchedule))
        logger = RunLogger(
            options.store,
            run=options.run,
            model=MODEL,
            dataset=DATASET,
            optimizer=options.optimizer,
            sweep=options.sweep,
            seed=options.seed,
            total_steps=self.total_steps,
            horizon=options.horizon,
            schedule=self.schedule if followed else None,
            hyperparameters={
                "batch_size": options.batch_size,
                "train_size": options.train_size,
                "schedule": options.schedule,
                "peak": options.peak,
            },
        )
        while self.scheduler.last_epoch < until:
            self._step()
            step = self.scheduler.last_epoch
            in_epoch = (step - 1) % self.epoch_steps + 1
            logs = min(LOGS_PER_EPOCH, self.epoch_steps)
            if in_epoch * logs // self.epoch_steps > (in_epoch - 1) * logs // self.epoch_steps:
                self._log(logger, step, ends_epoch=in_epoch == self.epoch_steps)
        logger.close("completed" if until == self.total_steps else "running")
        return {"run": options.run, "steps": until, **self.best}

    def _step(self) -> None:
        step = self.scheduler.last_epoch
        epoch, batch = divmod(step, self.epoch_steps)
        # An epoch's order depends on nothing but the seed, so that a resumed job goes on in it.
        order = torch.Generator().manual_seed(self.options.seed * 1_000_003 + epoch)
        images = torch.randperm(len(self.train.labels), generator=order)
        size = self.options.batch_size
        chosen = images[batch * size : (batch + 1) * size].to(self.device)
        self.model.train()
        self.optimizer.zero_grad()
        loss = functional.cross_entropy(
            self.model(self.train.images[chosen]), self.train.labels[chosen]
        )
        loss.backward()
        self.optimizer.step()
        self.scheduler.step()
        self.losses = (self.losses[0] + float(loss.detach()), self.losses[1] + 1)

    def _log(self, logger: RunLogger, step: int, ends_epoch: bool) -> None:
        validation_loss, validation_accuracy = self._evaluate(self.validation)
        if ends_epoch and validation_loss < self.best["validation_loss"]:
            self.best = {
                "epoch": step // self.epoch_steps,
                "validation_loss": validation_loss,
                "validation_accuracy": validation_accuracy,
                "test_accuracy": self._evaluate(self.test)[1],
            }
        logger.log(
            step,
            # A rate of zero, where a shape ends, is none that LODE takes: the one before it.
            learning_rate=self.scheduler.get_last_lr()[0] or self.schedule.learning_rate(step - 1),
            epoch=step / self.epoch_steps,
            train_loss=self.losses[0] / self.losses[1],
            validation_loss=validation_loss,
            validation_accuracy=validation_accuracy,
        )
        self.losses = (0.0, 0)
        self._save()

    @torch.no_grad()
    def _evaluate(self, part: Part) -> Tuple[float, float]:
        self.model.eval()
        loss = right = 0.0
        for first in range(0, len(part.labels), 1000):
            labels = part.labels[first : first + 1000]
            scores = self.model(part.images[first : first + 1000])
            loss += float(functional.cross_entropy(scores, labels, reduction="sum"))
            right += float((scores.argmax(1) == labels).sum())
        return loss / len(part.labels), right / len(part.labels)

    def _schedule(self, saved: Dict[str, Any]) -> Any:
        options = self.options
        if options.schedule != "lode":
            return schedule_of(options.schedule, options.peak, self.total_steps)
        return follow(
            options.store,
            model=MODEL,
            dataset=DATASET,
            optimizer=options.optimizer,
            horizon=options.horizon,
            run=options.run,
            total_steps=self.total_steps,
            every=options.every,
            state=saved["scheduler"]["schedule"] if saved else None,
        )

    def _saved(self) -> Dict[str, Any]:
        path = self.options.checkpoint
        if not path or not os.path.exists(path):
            return {}
        state: Dict[str, Any] = torch.load(path, map_location=self.device)
        return state

    def _save(self) -> None:
        path = self.options.checkpoint
        if path:
            torch.save(
                {
                    "model": self.model.state_dict(),
                    "optimizer": self.optimizer.state_dict(),
                    "scheduler": self.scheduler.state_dict(),
                    "best": self.best,
                },
                path + ".tmp",
            )
            os.replace(path + ".tmp", path)


def main() -> None:
    """Trains and prints what came out."""
    options = arguments()
    torch.set_num_threads(options.threads)
    print(json.dumps(Training(options).run()))


if __name__ == "__main__":
    main()
