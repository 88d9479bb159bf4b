"""A callback for the Trainer of PyTorch Lightning that follows LODE and logs for it.

    schedule = follow(store, **run, total_steps=total_steps)
    logger = RunLogger(store, **run, total_steps=total_steps, schedule=schedule)
    Trainer(max_steps=total_steps, callbacks=[LodeCallback(logger, schedule)])

Tested with a stand-in that calls the hooks as the Trainer of Lightning 2.0 to 2.4 does; never with
Lightning itself.
"""

from typing import Any, Dict, Optional, Sequence

from lode_client.framework import AnySchedule, Follower
from lode_client.run_logger import RunLogger

try:
    from lightning.pytorch.callbacks import Callback as _Callback
except ImportError:
    try:
        from pytorch_lightning.callbacks import Callback as _Callback
    except ImportError:  # without Lightning, for tests
        _Callback = object


class LodeCallback(_Callback):  # type: ignore[misc]
    """Sets the learning rate before each batch, and logs losses and metrics."""

    def __init__(
        self,
        logger: Optional[RunLogger] = None,
        schedule: Optional[AnySchedule] = None,
        scales: Optional[Sequence[float]] = None,
        every: int = 50,
    ) -> None:
        """Follows, logs, or both.

        Args:
            logger: where the run is logged; None logs nothing.
            schedule: from ``follow``, ``load`` or ``load_csv``; None leaves the module's own.
            scales: factor of each parameter group of the optimizer, 1 without.
            every: log the metrics of the training every so many optimiser steps.

        Raises:
            ValueError: there is neither a logger nor a schedule, or a value is not positive.
        """
        if every < 1:
            raise ValueError(f"every must be at least 1 step, found {every}")
        self._follower = Follower(logger, schedule, scales)
        self._every = every
        self._logged = 0

    def on_train_batch_start(
        self, trainer: Any, pl_module: Any, batch: Any, batch_idx: int
    ) -> None:
        """Sets the rate after the module's scheduler has set its own."""
        for optimizer in trainer.optimizers:
            self._follower.set_rates(trainer.global_step, optimizer.param_groups)

    def on_train_batch_end(
        self, trainer: Any, pl_module: Any, outputs: Any, batch: Any, batch_idx: int
    ) -> None:
        """Logs the training's metrics, once for an optimiser step."""
        step = trainer.global_step
        if step // self._every > self._logged // self._every and trainer.is_global_zero:
            self._logged = step
            metrics = dict(trainer.callback_metrics)
            loss = outputs.get("loss") if isinstance(outputs, dict) else outputs
            metrics.setdefault("train_loss", loss)
            self._log(trainer, {k: v for k, v in metrics.items() if not _of_validation(k)})

    def on_validation_end(self, trainer: Any, pl_module: Any) -> None:
        """Logs the validation's metrics, but those of the check before the training."""
        if trainer.is_global_zero and not trainer.sanity_checking:
            self._log(trainer, trainer.callback_metrics)

    def on_train_end(self, trainer: Any, pl_module: Any) -> None:
        """Closes the run."""
        if trainer.is_global_zero:
            self._follower.close()

    def on_exception(self, trainer: Any, pl_module: Any, exception: BaseException) -> None:
        """Marks the run as failed; an interrupted one goes on being one."""
        if trainer.is_global_zero:
            self._follower.close("failed" if isinstance(exception, Exception) else "running")

    def state_dict(self) -> Dict[str, Any]:
        """The schedule, which Lightning keeps in its checkpoint."""
        return self._follower.state()

    def load_state_dict(self, state_dict: Dict[str, Any]) -> None:
        """Goes on with the schedule of a checkpoint."""
        self._follower.restore(state_dict)

    def _log(self, trainer: Any, metrics: Dict[str, Any]) -> None:
        rate = float(trainer.optimizers[0].param_groups[0]["lr"]) if trainer.optimizers else None
        self._follower.log(trainer.global_step, metrics, rate)


def _of_validation(name: str) -> bool:
    return name.startswith(("val", "eval", "test"))
