"""What may come into force in a job: which rates, and which bounds.

A whole artifact with a valid id may still hold rates that no search allowed. A job follows
schedules while nobody looks on, so every rate that is still to come is held against bounds.
"""

from typing import Iterator, NamedTuple, Tuple

from lode_client.errors import ArtifactError
from lode_client.schedule import Schedule

_NO_JUMP = 0.01
"""Relative change of the learning rate that is none: a plan repeats the past from a log."""

_WIDER = 4.0
"""How many times beyond the bounds in force a new version may go. Ratio, over 1.

A night's search raises a rate less than fourfold (``search.largest-radius``). Larger lets more of a
damaged search through to a job in mid-training.
"""

_DAMAGED = 1000.0
"""How many times beyond the bounds in force a version's own bounds are damage. Ratio."""


class Limits(NamedTuple):
    """The smallest and the largest learning rate that a job may be given."""

    minimum: float
    maximum: float


class Jump(ArtifactError):
    """A version that would move the learning rate too far; at a later step it may be none."""


def first_limits(schedule: Schedule) -> Limits:
    """The limits of a job that starts with a schedule: its bounds and its own rates."""
    artifact = schedule.artifact
    rates = artifact.knots.learning_rates
    return Limits(min(artifact.minimum, *rates), max(artifact.maximum, *rates))


def limits_of(step: float, in_force: Schedule, limits: Limits, schedule: Schedule) -> Limits:
    """The limits under a new version: its bounds, as far as they are near those in force.

    Args:
        step: from which the version would be in force.
        in_force: what the job follows up to then.
        limits: of what is in force.
        schedule: the version.

    Raises:
        ArtifactError: the version's largest rate allowed is damage.
        Jump: a rate from the step on lies outside of the limits, widened to the rates that the
            schedule in force would still have.
    """
    bounds = schedule.artifact
    if bounds.maximum > limits.maximum * _DAMAGED:
        raise ArtifactError(
            f"{schedule.path}: its bounds allow a learning rate of {bounds.maximum:g}, expected "
            f"at most {_DAMAGED:g} times the {limits.maximum:g} of the version in force"
        )
    near = Limits(
        max(bounds.minimum, limits.minimum / _WIDER), min(bounds.maximum, limits.maximum * _WIDER)
    )
    rest = [rate for _, rate in _rest(step, in_force)]
    low = min(near.minimum, *rest)
    high = max(near.maximum, *rest)
    for at, after in _rest(step, schedule):
        near = Limits(min(near.minimum, after), max(near.maximum, after))
        if not low * (1 - _NO_JUMP) <= after <= high * (1 + _NO_JUMP):
            raise Jump(
                f"{schedule.path}: the learning rate would jump from "
                f"{in_force.learning_rate(at):g} to {after:g} at step {at:g}, expected at least "
                f"{low:g} and at most {high:g}"
            )
    return near


def _rest(step: float, schedule: Schedule) -> Iterator[Tuple[float, float]]:
    """The steps from one on at which a rate can be lowest or highest, with their rates."""
    yield step, schedule.learning_rate(step)
    stretch = schedule.total_steps / schedule.artifact.total_steps
    knots = schedule.artifact.knots
    for at, rate in zip(knots.steps, knots.learning_rates):
        if at * stretch > step:
            yield at * stretch, rate
