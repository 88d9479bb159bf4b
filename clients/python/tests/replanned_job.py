"""A small network that is really trained, for the end-to-end test of replanning.

python3 -m tests.replanned_job sweep STORE           a sweep of nine runs
python3 -m tests.replanned_job train STORE FOLDER    one run that follows what LODE publishes

The run waits at step 100 until it finds a plan of its own, writes a checkpoint every 20 steps, and
from step 190 on waits to be killed; started again, it resumes and trains to the end. Every step's
rate, and the version that it is from, is a line of FOLDER/applied.jsonl before the step is done.
"""

import json
import math
import os
import sys
import time
from typing import Callable, Optional

import torch

from lode_client import FollowedSchedule, RunLogger, follow
from lode_client.pytorch import LodeLR

GROUP = {"model": "mlp", "dataset": "waves", "optimizer": "sgd"}
RUN = "in flight/1"
STEPS = 300
WAITS_FOR_PLAN = 100
CHECKPOINT_EVERY = 20
WAITS_TO_BE_KILLED = 190


class Training:
    """The network, its data and its optimizer."""

    def __init__(self, seed: int) -> None:
        generator = torch.Generator().manual_seed(1)
        self.inputs = torch.randn(512, 8, generator=generator)
        self.targets = torch.sin(self.inputs @ torch.randn(8, 1, generator=generator))
        torch.manual_seed(seed)
        self.network = torch.nn.Sequential(
            torch.nn.Linear(8, 32), torch.nn.Tanh(), torch.nn.Linear(32, 1)
        )
        self.optimizer = torch.optim.SGD(self.network.parameters(), lr=1.0)

    def step(self) -> float:
        chosen = torch.randint(0, 384, (32,))
        self.optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(
            self.network(self.inputs[chosen]), self.targets[chosen]
        )
        loss.backward()
        self.optimizer.step()
        return float(loss)

    def validation_loss(self) -> float:
        with torch.no_grad():
            return float(
                torch.nn.functional.mse_loss(
                    self.network(self.inputs[384:]), self.targets[384:]
                )
            )


def logger(store: str, run: str, schedule: Optional[FollowedSchedule] = None) -> RunLogger:
    return RunLogger(
        store, run=run, total_steps=STEPS, schedule=schedule, rows_per_part=2, **GROUP
    )


def sweep(store: str) -> None:
    shapes: dict[str, Callable[[float], float]] = {
        "constant": lambda part: 1.0,
        "cosine": lambda part: 0.01 + 0.495 * (1 + math.cos(math.pi * part)),
        "linear": lambda part: 1 - 0.98 * part,
    }
    for shape, factor in shapes.items():
        for peak in (0.03, 0.1, 0.3):
            training = Training(seed=7)
            with logger(store, f"{shape} {peak}") as log:
                for step in range(1, STEPS + 1):
                    rate = peak * factor(step / STEPS)
                    training.optimizer.param_groups[0]["lr"] = rate
                    loss = training.step()
                    if step % 10 == 0:
                        log.log(
                            step,
                            learning_rate=rate,
                            train_loss=loss,
                            validation_loss=training.validation_loss(),
                        )


def train(store: str, folder: str) -> None:
    checkpoint = os.path.join(folder, "checkpoint.pt")
    resumed = os.path.exists(checkpoint)
    training = Training(seed=8)
    followed = follow(store, run=RUN, total_steps=STEPS, every=5, **GROUP)
    scheduler = LodeLR(training.optimizer, followed)
    if resumed:
        state = torch.load(checkpoint)
        training.network.load_state_dict(state["network"])
        training.optimizer.load_state_dict(state["optimizer"])
        scheduler.load_state_dict(state["scheduler"])
    with logger(store, RUN, followed) as log, open(
        os.path.join(folder, "applied.jsonl"), "a", encoding="utf-8"
    ) as applied:
        while scheduler.last_epoch < STEPS:
            step = scheduler.last_epoch
            rate = training.optimizer.param_groups[0]["lr"]
            row = {"step": step, "rate": rate, "path": followed.in_force.path, "resumed": resumed}
            applied.write(json.dumps(row) + "\n")
            applied.flush()
            loss = training.step()
            scheduler.step()
            done = scheduler.last_epoch
            if done % 10 == 0:
                log.log(done, train_loss=loss, validation_loss=training.validation_loss())
            if done % CHECKPOINT_EVERY == 0 and not WAITS_TO_BE_KILLED <= done <= 200:
                save(checkpoint, training, scheduler)
            if done == WAITS_FOR_PLAN:
                log.flush()
                wait_for_plan(store)
            if done == WAITS_TO_BE_KILLED and not resumed:
                log.flush()
                print("waiting to be killed", flush=True)
                time.sleep(600)


def save(checkpoint: str, training: Training, scheduler: LodeLR) -> None:
    state = {
        "network": training.network.state_dict(),
        "optimizer": training.optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
    }
    torch.save(state, checkpoint + ".new")
    os.replace(checkpoint + ".new", checkpoint)


def wait_for_plan(store: str) -> None:
    probe = follow(store, run=RUN, total_steps=STEPS, **GROUP)
    while probe.in_force.artifact.run is None:
        time.sleep(0.2)
        probe = follow(store, run=RUN, total_steps=STEPS, **GROUP)


if __name__ == "__main__":
    torch.set_num_threads(1)
    if sys.argv[1] == "sweep":
        sweep(sys.argv[2])
    else:
        train(sys.argv[2], sys.argv[3])
