"""A callback for the Trainer of Hugging Face transformers that follows LODE and logs for it.

    schedule = follow(store, **run, total_steps=arguments.max_steps)
    logger = RunLogger(store, **run, total_steps=arguments.max_steps, schedule=schedule)
    Trainer(model=model, args=arguments, train_dataset=data,
            callbacks=[LodeCallback(logger, schedule)])

Tested with a stand-in that calls the hooks as the Trainer of transformers 4.30 to 4.46 does; never
with transformers itself.
"""

import json
import os
from typing import Any, Optional, Sequence

from lode_client.framework import AnySchedule, Follower
from lode_client.run_logger import RunLogger

try:
    from transformers import TrainerCallback as _TrainerCallback
except ImportError:  # without transformers, for tests
    _TrainerCallback = object

_STATE = "lode_schedule.json"


class LodeCallback(_TrainerCallback):  # type: ignore[misc]
    """Sets the learning rate before each optimiser step, and logs what the Trainer logs."""

    def __init__(
        self,
        logger: Optional[RunLogger] = None,
        schedule: Optional[AnySchedule] = None,
        scales: Optional[Sequence[float]] = None,
    ) -> None:
        """Follows, logs, or both.

        Args:
            logger: where the run is logged; None logs nothing.
            schedule: from ``follow``, ``load`` or ``load_csv``; None leaves the Trainer's own.
            scales: factor of each parameter group of the optimizer, 1 without. The Trainer makes
                two groups, with and without weight decay, of one learning rate.

        Raises:
            ValueError: there is neither a logger nor a schedule, or a scale is not positive.
        """
        self._follower = Follower(logger, schedule, scales)
        self._rate: Optional[float] = None

    def on_train_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Restores the schedule where the Trainer resumes from a checkpoint."""
        if state.global_step > 0:
            path = os.path.join(
                args.output_dir, f"checkpoint-{state.global_step}", _STATE
            )
            if os.path.isfile(path):
                with open(path, encoding="utf-8") as file:
                    self._follower.restore(json.load(file))

    def on_step_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Sets the rate after the Trainer's scheduler has set its own."""
        optimizer = kwargs.get("optimizer")
        if optimizer is not None:
            self._follower.set_rates(state.global_step, optimizer.param_groups)
            self._rate = float(optimizer.param_groups[0]["lr"])

    def on_log(
        self, args: Any, state: Any, control: Any, logs: Any = None, **kwargs: Any
    ) -> None:
        """Logs losses and metrics; the summary at the end of a training is none of a step."""
        if logs and state.is_world_process_zero and "train_runtime" not in logs:
            self._follower.log(state.global_step, logs, self._rate)

    def on_save(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Keeps the schedule beside the Trainer's checkpoint."""
        kept = self._follower.state()
        if kept and state.is_world_process_zero:
            folder = os.path.join(args.output_dir, f"checkpoint-{state.global_step}")
            os.makedirs(folder, exist_ok=True)
            with open(os.path.join(folder, _STATE), "w", encoding="utf-8") as file:
                json.dump(kept, file)

    def on_train_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Closes the run."""
        if state.is_world_process_zero:
            self._follower.close()
