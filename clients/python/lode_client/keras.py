"""A callback for Keras that follows LODE and logs for it.

    schedule = follow(store, **run, total_steps=epochs * batches)
    logger = RunLogger(store, **run, total_steps=epochs * batches, schedule=schedule)
    model.fit(data, epochs=epochs, validation_data=validation,
              callbacks=[LodeCallback(logger, schedule)])

Tested with a stand-in that calls the hooks as Keras 2.11 to 3.6 does; never with Keras itself.
"""

from typing import Any, Mapping, Optional

from lode_client.framework import AnySchedule, Follower
from lode_client.run_logger import RunLogger

try:
    from keras.callbacks import Callback as _Callback
except ImportError:  # without Keras, for tests
    _Callback = object


class LodeCallback(_Callback):  # type: ignore[misc]
    """Sets the learning rate before each batch, and logs each epoch."""

    def __init__(
        self,
        logger: Optional[RunLogger] = None,
        schedule: Optional[AnySchedule] = None,
        every: Optional[int] = None,
    ) -> None:
        """Follows, logs, or both.

        Args:
            logger: where the run is logged; None logs nothing.
            schedule: from ``follow``, ``load`` or ``load_csv``; None leaves the optimizer's own.
            every: also log the training's loss every so many batches; None logs epochs only.

        Raises:
            ValueError: there is neither a logger nor a schedule, or ``every`` is not positive.
        """
        super().__init__()
        if every is not None and every < 1:
            raise ValueError(f"every must be at least 1 batch, found {every}")
        self._follower = Follower(logger, schedule)
        self._every = every
        self._epoch = 0

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        """Sets the rate in force after the steps that the optimizer has done."""
        schedule = self._follower.schedule
        if schedule is not None:
            optimizer = self.model.optimizer
            rate = schedule.learning_rate(_steps(optimizer))
            if hasattr(optimizer.learning_rate, "assign"):
                # A variable of the compiled step, which a new number would not replace.
                optimizer.learning_rate.assign(rate)
            else:
                optimizer.learning_rate = rate

    def on_train_batch_end(self, batch: int, logs: Optional[Mapping[str, Any]] = None) -> None:
        """Logs the running mean of the training's loss, where asked for."""
        if self._every is not None and (batch + 1) % self._every == 0:
            self._log({"loss": (logs or {}).get("loss")})

    def on_epoch_end(self, epoch: int, logs: Optional[Mapping[str, Any]] = None) -> None:
        """Logs the epoch's losses and metrics."""
        self._log({**(logs or {}), "epoch": epoch + 1})

    def on_train_end(self, logs: Any = None) -> None:
        """Closes the run."""
        self._follower.close()

    def _log(self, metrics: Mapping[str, Any]) -> None:
        optimizer = self.model.optimizer
        try:
            rate: Optional[float] = float(optimizer.learning_rate)
        except TypeError:  # a schedule of Keras' own
            rate = float(optimizer.learning_rate(optimizer.iterations))
        self._follower.log(_steps(optimizer), metrics, rate)


def _steps(optimizer: Any) -> int:
    iterations = optimizer.iterations
    return int(iterations.numpy() if hasattr(iterations, "numpy") else iterations)
