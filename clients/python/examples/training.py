"""Trains a workload under any schedule or optimizer, logs it, and says what came out."""

import argparse
import contextlib
import copy
import itertools
import json
import math
import os
import time
from typing import Any, ContextManager, Dict, List, Optional, Tuple, Union

import torch

from examples.auto_lrs import StagedRate
from examples.averaging import PolynomialDecayAverage
from examples.curvature import top_eigenvalue
from examples.learned_controller import ControlledRate, learn
from examples.optimizers import ScheduleFreeAdamW
from examples.options import SCHEDULED, UNSCHEDULED
from examples.schedule_free_plus import ScheduleFreePlus
from examples.shapes import Constant
from examples.shapes import schedule as schedule_of
from examples.workload import Workload, cross_entropy, evaluate
from lode_client import FollowedSchedule, RunLogger, Schedule, follow
from lode_client.pytorch import LodeLR

LOGS_PER_EPOCH = 9

AUTO_LRS = "auto-lrs"
"""The schedule that is searched while the network trains."""

SMALLEST_PART = 0.01
"""Of the peak, the smallest rate that AutoLRS tries."""

AVERAGING = (ScheduleFreeAdamW, ScheduleFreePlus)
"""Optimizers that average their weights themselves."""

EVALUATED_AT_ONCE = 250
"""Examples whose activations stay in the processor's caches."""


def main(options: argparse.Namespace, workload: Workload) -> None:
    """Trains and prints what came out, as one JSON object on the last line."""
    torch.set_num_threads(options.threads)
    training = Training(options, workload, own_rate(options, workload))
    outcome = training.run()
    print(json.dumps(outcome))
    if options.outcome:
        with open(options.outcome + ".tmp", "w", encoding="utf-8") as file:
            json.dump({**outcome, **training.costs()}, file, indent=2, allow_nan=False)
        os.replace(options.outcome + ".tmp", options.outcome)


def own_rate(
    options: argparse.Namespace, workload: Workload
) -> Optional[Union[ControlledRate, StagedRate]]:
    """The rate where the training finds it itself: by a controller, or stage by stage."""
    episodes, staged = options.controller_episodes, options.schedule == AUTO_LRS
    if not episodes and not staged:
        return None
    if (episodes and staged) or options.optimizer not in SCHEDULED or options.checkpoint:
        raise ValueError(
            "a controller or AutoLRS needs an optimizer that takes a rate, no checkpoint, and not "
            "the other"
        )
    total_steps = options.epochs * (len(workload.train.targets) // options.batch_size)
    if staged:
        smallest = SMALLEST_PART * options.peak
        stages = options.auto_lrs_stages
        return StagedRate(smallest, options.peak, total_steps, stages, options.seed)
    return controlled(options, workload, total_steps)


def controlled(options: argparse.Namespace, workload: Workload, total_steps: int) -> ControlledRate:
    """The rate under a controller that has learned from so many trainings, each with its seed."""
    seeds = itertools.count(1_000_003 * (options.seed + 1))

    def train(rate: ControlledRate) -> float:
        episode = argparse.Namespace(**vars(options))
        episode.seed = next(seeds)
        episode.run = f"{options.run}-episode-{episode.seed}"
        training = Training(episode, workload, rate)
        training.run()
        loss = training.last_validation_loss
        return math.inf if loss is None else loss

    episodes = options.controller_episodes
    policy = learn(train, options.peak, total_steps, episodes, options.seed)
    return ControlledRate(policy, options.peak, total_steps)


class _OwnRate:
    """Counts the steps of an optimizer that sets its own rate, as a scheduler does."""

    def __init__(self, optimizer: torch.optim.Optimizer) -> None:
        self.optimizer = optimizer
        self.last_epoch = 0

    def step(self) -> None:
        self.last_epoch += 1

    def get_last_lr(self) -> Tuple[float]:
        return (self.optimizer.param_groups[0]["lr"],)

    def state_dict(self) -> Dict[str, Any]:
        return {"last_epoch": self.last_epoch}

    def load_state_dict(self, state: Dict[str, Any]) -> None:
        self.last_epoch = state["last_epoch"]


class Training:
    """One run."""

    def __init__(
        self,
        options: argparse.Namespace,
        workload: Workload,
        own_rate: Optional[Union[ControlledRate, StagedRate]] = None,
    ) -> None:
        self.options = options
        self.own_rate = own_rate
        self.workload = workload
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.train = workload.train.to(self.device)
        self.validation = workload.validation.to(self.device)
        self.epoch_steps = len(self.train.targets) // options.batch_size
        if self.epoch_steps < 1:
            raise ValueError(
                f"there must be at least batch-size training examples, found "
                f"{len(self.train.targets)} and {options.batch_size}"
            )
        self.total_steps = self.epoch_steps * options.epochs
        torch.manual_seed(options.seed)
        self.model = workload.network().to(self.device)
        self.best: Dict[str, Any] = {"validation_loss": None}
        self.best_weights: Optional[Dict[str, torch.Tensor]] = None
        self.last_validation_loss: Optional[float] = None
        self.best_logged: Optional[Tuple[float, float]] = None
        self.losses: Tuple[float, int] = (0.0, 0)
        self.diverged = False
        self.step_seconds = 0.0
        saved = self._saved()
        self.schedule: Any = Constant(options.peak)
        self.scheduler: Any
        if options.optimizer in SCHEDULED:
            self.optimizer = SCHEDULED[options.optimizer](self.model.parameters(), options)
            self.schedule = own_rate or self._schedule(saved)
            self.scheduler = LodeLR(self.optimizer, self.schedule)
        else:
            self.optimizer = UNSCHEDULED[options.optimizer](self.model.parameters(), options)
            self.scheduler = _OwnRate(self.optimizer)
        self.average: Optional[PolynomialDecayAverage] = None
        if options.average_weights is not None:
            if isinstance(self.optimizer, AVERAGING):
                raise ValueError(
                    f"{options.optimizer} averages its weights itself, found --average-weights "
                    f"{options.average_weights}"
                )
            self.average = PolynomialDecayAverage(self.model, options.average_weights)
        if saved:
            self._restore(saved)

    def run(self) -> Dict[str, Any]:
        """Trains to the end, or to where it is to stop, and returns what came out."""
        until = min(self.total_steps, self.options.stop_at or self.total_steps)
        logger = self._logger()
        logs = min(LOGS_PER_EPOCH, self.epoch_steps)
        while self.scheduler.last_epoch < until and not self.diverged:
            start = time.process_time()
            self._choose_rate()
            self._step()
            self.step_seconds += time.process_time() - start
            step = self.scheduler.last_epoch
            in_epoch = (step - 1) % self.epoch_steps + 1
            if in_epoch * logs // self.epoch_steps > (in_epoch - 1) * logs // self.epoch_steps:
                self._log(logger, step, ends_epoch=in_epoch == self.epoch_steps)
        logger.close("completed" if until == self.total_steps else "running")
        outcome = {"run": self.options.run, "steps": self.scheduler.last_epoch, **self.best}
        if self.best_weights is not None:
            last = copy.deepcopy(self.model.state_dict())
            self.model.load_state_dict(self.best_weights)
            test = self.workload.test.to(self.device)
            outcome["test_loss"], outcome["test_accuracy"] = evaluate(
                self.model, test, EVALUATED_AT_ONCE
            )
            self.model.load_state_dict(last)
        return outcome

    def costs(self) -> Dict[str, Any]:
        """What is not the same at every repeat: time; and the eigenvalue, where it is asked for."""
        costs: Dict[str, Any] = {
            "diverged": self.diverged,
            "last_validation_loss": self.last_validation_loss,
            "step_seconds": self.step_seconds,
        }
        if self.options.curvature_batch and not self.diverged:
            self.model.eval()
            inputs = self.train.inputs[: self.options.curvature_batch]
            targets = self.train.targets[: self.options.curvature_batch]
            with self._evaluated():
                found = top_eigenvalue(
                    lambda: cross_entropy(self.model(inputs), targets, "mean"),
                    self.model.parameters(),
                )
            costs["top_eigenvalue"] = found.value if math.isfinite(found.value) else None
            costs["top_eigenvalue_converged"] = found.converged
        return costs

    def _evaluated(self) -> ContextManager[None]:
        """Puts the weights that are to be used into the network, and the training's own back."""
        if isinstance(self.optimizer, AVERAGING):
            return self.optimizer.averaged()
        return self.average.applied() if self.average else contextlib.nullcontext()

    def _logger(self) -> RunLogger:
        options = self.options
        followed = isinstance(self.schedule, (Schedule, FollowedSchedule))
        return RunLogger(
            options.store,
            run=options.run,
            model=self.workload.model,
            dataset=self.workload.dataset,
            optimizer=options.optimizer,
            sweep=options.sweep,
            seed=options.seed,
            total_steps=self.total_steps,
            horizon=options.horizon,
            schedule=self.schedule if followed else None,
            hyperparameters={
                "batch_size": options.batch_size,
                "train_size": len(self.train.targets),
                "schedule": os.path.basename(options.schedule),
                "peak": options.peak,
                **({"weight_decay": options.weight_decay} if options.weight_decay else {}),
                **({"average_weights": self.average.eta} if self.average else {}),
            },
        )

    def _choose_rate(self) -> None:
        rate = self.own_rate
        if isinstance(rate, StagedRate) and rate.starts_stage(self.scheduler.last_epoch):
            rate.choose(self._tried)
            self._put_rate_in_force()

    def _put_rate_in_force(self) -> None:
        self.scheduler.load_state_dict(self.scheduler.state_dict())

    def _tried(self, steps: int) -> List[float]:
        """The losses of so many steps, which are taken back."""
        parts = [self.model, self.optimizer, self.scheduler]
        if self.average:
            parts.append(self.average)
        before = [copy.deepcopy(part.state_dict()) for part in parts]
        losses_before = self.losses
        self._put_rate_in_force()
        losses = []
        for _ in range(steps):
            self.losses = (0.0, 0)
            self._step()
            losses.append(self.losses[0])
        for part, state in zip(parts, before):
            part.load_state_dict(state)
        self.losses = losses_before
        return losses

    def _step(self) -> None:
        step = self.scheduler.last_epoch
        epoch, batch = divmod(step, self.epoch_steps)
        # An epoch's order depends on nothing but the seed, so that a resumed job goes on in it.
        order = torch.Generator().manual_seed(self.options.seed * 1_000_003 + epoch)
        examples = torch.randperm(len(self.train.targets), generator=order)
        size = self.options.batch_size
        chosen = examples[batch * size : (batch + 1) * size].to(self.device)
        self.model.train()
        self.optimizer.zero_grad()
        scores = self.model(self.train.inputs[chosen])
        loss = cross_entropy(scores, self.train.targets[chosen], "mean")
        loss.backward()
        if isinstance(self.optimizer, ScheduleFreePlus):
            self.optimizer.loss = float(loss.detach())
        self.optimizer.step()
        self.scheduler.step()
        if self.average:
            self.average.update()
        self.losses = (self.losses[0] + float(loss.detach()), self.losses[1] + 1)

    def _log(self, logger: RunLogger, step: int, ends_epoch: bool) -> None:
        train_loss = self.losses[0] / self.losses[1]
        with self._evaluated():
            validation_loss, validation_accuracy = evaluate(
                self.model, self.validation, EVALUATED_AT_ONCE
            )
            # What comes after a loss that is no number is never better.
            self.diverged = not (math.isfinite(train_loss) and math.isfinite(validation_loss))
            self.last_validation_loss = None if self.diverged else validation_loss
            best = self.best["validation_loss"]
            if ends_epoch and not self.diverged and (best is None or validation_loss < best):
                self.best = {
                    "epoch": step // self.epoch_steps,
                    "validation_loss": validation_loss,
                    "validation_accuracy": validation_accuracy,
                }
                self.best_weights = copy.deepcopy(self.model.state_dict())
        if self.options.log_best and not self.diverged:
            validation = (validation_loss, validation_accuracy)
            self.best_logged = min(self.best_logged or validation, validation)
            validation_loss, validation_accuracy = self.best_logged
        logger.log(
            step,
            # A rate of zero, where a shape ends, is none that LODE takes: the one before it.
            learning_rate=self.scheduler.get_last_lr()[0] or self.schedule.learning_rate(step - 1),
            epoch=step / self.epoch_steps,
            train_loss=train_loss,
            validation_loss=validation_loss,
            validation_accuracy=validation_accuracy,
        )
        self.losses = (0.0, 0)
        if isinstance(self.own_rate, ControlledRate):
            self.own_rate.observe(step, train_loss)
        self._save()

    def _schedule(self, saved: Dict[str, Any]) -> Any:
        options = self.options
        if options.schedule != "lode":
            return schedule_of(
                options.schedule,
                options.peak,
                self.total_steps,
                warmup=options.warmup,
                hold=options.hold,
                last_part=options.last_part,
                decay=options.decay,
            )
        return follow(
            options.store,
            model=self.workload.model,
            dataset=self.workload.dataset,
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

    def _restore(self, saved: Dict[str, Any]) -> None:
        self.model.load_state_dict(saved["model"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.scheduler.load_state_dict(saved["scheduler"])
        self.schedule = getattr(self.scheduler, "schedule", self.schedule)
        self.best = saved["best"]
        self.best_weights = saved["best_weights"]
        self.best_logged = saved["best_logged"]
        if self.average:
            self.average.load_state_dict(saved["average"])

    def _save(self) -> None:
        path = self.options.checkpoint
        if path:
            torch.save(
                {
                    "model": self.model.state_dict(),
                    "optimizer": self.optimizer.state_dict(),
                    "scheduler": self.scheduler.state_dict(),
                    "best": self.best,
                    "best_weights": self.best_weights,
                    "best_logged": self.best_logged,
                    "average": self.average.state_dict() if self.average else None,
                },
                path + ".tmp",
            )
            os.replace(path + ".tmp", path)
