"""Logs until it is killed; each line of output follows a logged step."""

import sys

from lode_client import RunLogger
from tests.publishing import GROUP

logger = RunLogger(
    sys.argv[1],
    run="r/1",
    model=GROUP.model,
    dataset=GROUP.dataset,
    optimizer=GROUP.optimizer,
    total_steps=1_000_000,
    rows_per_part=1,
)
step = int(logger.last_step or 0)
while True:
    step += 1
    logger.log(step, train_loss=1 / step)
    print(step, flush=True)
