"""Trainers that call their callbacks as frameworks do, which cannot be installed here.

Each follows the order of hooks, and what is handed to them, of the framework's own source: the
Trainer of transformers 4.46 (``trainer.py``, ``_inner_training_loop``), the Trainer of Lightning 2.4
(``training_epoch_loop.py``), and ``Model.fit`` of Keras 3.6 (``trainer.py``). They train nothing.
"""

import os
from types import SimpleNamespace
from typing import Any, Callable, Dict, List, Optional


class TorchLikeOptimizer:
    """An optimizer's parameter groups, and the rates in force at each step."""

    def __init__(self, groups: int = 1, rate: float = 1e-3) -> None:
        self.param_groups: List[Dict[str, Any]] = [{"lr": rate} for _ in range(groups)]
        self.rates: List[List[float]] = []

    def step(self) -> None:
        self.rates.append([group["lr"] for group in self.param_groups])


def hugging_face(
    callback: Any,
    optimizer: TorchLikeOptimizer,
    folder: str,
    max_steps: int,
    *,
    accumulation: int = 2,
    logging_steps: int = 5,
    eval_steps: int = 10,
    save_steps: int = 10,
    resume_from: int = 0,
    stop_at: Optional[int] = None,
) -> None:
    """Steps of the Trainer: its own scheduler sets a rate of 0 after every optimiser step."""
    args = SimpleNamespace(output_dir=folder, max_steps=max_steps)
    state = SimpleNamespace(global_step=resume_from, epoch=0.0, is_world_process_zero=True)
    control = SimpleNamespace(should_log=False)
    handed = {"model": object(), "optimizer": optimizer, "lr_scheduler": object()}
    callback.on_train_begin(args, state, control, **handed)
    while state.global_step < max_steps:
        callback.on_step_begin(args, state, control, **handed)
        for _ in range(accumulation - 1):
            pass  # on_substep_end, which the callback does not have
        optimizer.step()
        for group in optimizer.param_groups:
            group["lr"] = 0.0
        state.global_step += 1
        state.epoch = state.global_step / max_steps
        if state.global_step % logging_steps == 0:
            logs = {"loss": 1 / state.global_step, "grad_norm": 2.0, "learning_rate": 0.0}
            callback.on_log(args, state, control, logs={**logs, "epoch": state.epoch}, **handed)
        if state.global_step % eval_steps == 0:
            logs = {"eval_loss": 2 / state.global_step, "eval_runtime": 0.5, "epoch": state.epoch}
            callback.on_log(args, state, control, logs=logs, **handed)
        if state.global_step % save_steps == 0:
            os.makedirs(os.path.join(folder, f"checkpoint-{state.global_step}"), exist_ok=True)
            callback.on_save(args, state, control, **handed)
        if state.global_step == stop_at:
            return  # killed
    summary = {"train_runtime": 1.0, "train_loss": 0.3, "epoch": 1.0}
    callback.on_log(args, state, control, logs=summary, **handed)
    callback.on_train_end(args, state, control, **handed)


def lightning(
    callback: Any,
    optimizer: TorchLikeOptimizer,
    max_steps: int,
    *,
    accumulation: int = 2,
    val_check: int = 20,
    checkpoint: Optional[Dict[str, Any]] = None,
    first_step: int = 0,
    fails_at: Optional[int] = None,
) -> None:
    """Batches of the Trainer: ``global_step`` counts optimiser steps, not batches."""
    trainer = SimpleNamespace(
        optimizers=[optimizer],
        global_step=first_step,
        callback_metrics={},
        sanity_checking=True,
        is_global_zero=True,
    )
    module = object()
    trainer.callback_metrics = {"val_loss": 99.0}
    callback.on_validation_end(trainer, module)
    trainer.sanity_checking = False
    trainer.callback_metrics = {}
    if checkpoint is not None:
        callback.load_state_dict(checkpoint)
    batch = first_step * accumulation
    while trainer.global_step < max_steps:
        callback.on_train_batch_start(trainer, module, object(), batch)
        batch += 1
        if batch % accumulation == 0:
            optimizer.step()
            for group in optimizer.param_groups:
                group["lr"] = 0.0
            trainer.global_step += 1
        if trainer.global_step == fails_at:
            callback.on_exception(trainer, module, RuntimeError("of the training"))
            return
        outputs = {"loss": 1 / batch}
        callback.on_train_batch_end(trainer, module, outputs, object(), batch - 1)
        if batch % val_check == 0:
            trainer.callback_metrics["val_loss"] = 2 / batch
            trainer.callback_metrics["val_acc"] = 0.5
            callback.on_validation_end(trainer, module)
    callback.on_train_end(trainer, module)


class KerasVariable:
    """What the learning rate of an optimizer of Keras is."""

    def __init__(self, value: float) -> None:
        self._value = value

    def assign(self, value: float) -> None:
        self._value = value

    def numpy(self) -> float:
        return self._value

    def __float__(self) -> float:
        return float(self._value)


def keras(
    callback: Any, epochs: int, batches: int, rate: Callable[[], Any] = lambda: KerasVariable(1e-3)
) -> List[float]:
    """Epochs of ``Model.fit``; returns the rate of each optimiser step."""
    optimizer = SimpleNamespace(learning_rate=rate(), iterations=KerasVariable(0))
    callback.model = SimpleNamespace(optimizer=optimizer)
    rates: List[float] = []
    for epoch in range(epochs):
        for batch in range(batches):
            callback.on_train_batch_begin(batch, {})
            rates.append(float(optimizer.learning_rate))
            optimizer.iterations.assign(optimizer.iterations.numpy() + 1)
            callback.on_train_batch_end(batch, {"loss": 1 / len(rates), "accuracy": 0.1})
        logs = {"loss": 1 / len(rates), "accuracy": 0.2, "val_loss": 2.0, "val_accuracy": 0.3}
        callback.on_epoch_end(epoch, logs)
    callback.on_train_end({})
    return rates
