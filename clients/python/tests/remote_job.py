"""Follows a schedule and logs, as far as each line of input says: python3 -m tests.remote_job STORE

Every line of output is an object: what is in force at that step, and what was warned of on the way.
"""

import json
import logging
import sys

from lode_client import RunLogger, follow

RUN = {"model": 'm/1 "*~', "dataset": "d%2F1", "optimizer": "sgd", "run": "in flight/1"}
STEPS = 1000
EVERY = 10


class Warnings(logging.Handler):
    """Keeps what was warned of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


warnings = Warnings()
logging.getLogger("lode_client").addHandler(warnings)
logging.getLogger("lode_client").propagate = False

schedule = follow(sys.argv[1], **RUN, total_steps=STEPS, every=EVERY)
with RunLogger(
    sys.argv[1], **RUN, total_steps=STEPS, schedule=schedule, rows_per_part=5
) as logger:
    step = 0
    for line in sys.stdin:
        while step < int(line):
            step += 1
            schedule.learning_rate(step)
            if step % EVERY == 0:
                logger.log(step, train_loss=2 - step / STEPS, validation_loss=1 - step / STEPS)
        logger.flush()
        answer = {
            "rate": schedule.learning_rate(step),
            "version": schedule.in_force.artifact.version,
            "warnings": warnings.messages,
        }
        print(json.dumps(answer), flush=True)
        warnings.messages = []
