"""Logs runs for the ingest's test: python3 -m tests.runs_for_ingest STORE"""

import math
import sys

from lode_client import RunLogger

STORE = sys.argv[1]


def logger(run: str, **more) -> RunLogger:
    return RunLogger(
        STORE,
        run=run,
        model='m/1 "*~\n',
        dataset="d",
        optimizer="sgd",
        sweep="tonight",
        seed=5,
        total_steps=100,
        rows_per_part=4,
        hyperparameters={"batch_size": 32},
        **more,
    )


def train(run: str, until: int, logged: RunLogger) -> None:
    for step in range(10, until + 1, 10):
        logged.log(
            step,
            learning_rate=0.1 / step,
            epoch=step / 20,
            time=float(step),
            train_loss=2.0 - step / 100,
            validation_loss=2.5 - step / 100 if step % 20 == 0 else None,
            gradient_norm=0.5,
        )


with logger("../completed *") as completed:
    train("completed", 100, completed)

running = logger("running")
train("running", 70, running)
running.flush()
train("running", 70, logger("running"))

with logger("diverged") as diverged:
    train("diverged", 50, diverged)
    diverged.log(60, learning_rate=0.1, train_loss=math.inf)

with logger("infinite objective") as infinite:
    train("infinite", 50, infinite)
    infinite.log(60, learning_rate=0.1, train_loss=1.0, validation_loss=math.nan)

try:
    with logger("failed") as failed:
        train("failed", 30, failed)
        raise RuntimeError("out of memory")
except RuntimeError:
    pass
