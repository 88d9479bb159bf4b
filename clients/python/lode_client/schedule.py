"""An artifact's learning rate for a job of so many steps."""

import logging
from dataclasses import dataclass
from typing import Any, List, Mapping, Optional

from lode_client.artifact import MOST_BYTES, ScheduleArtifact, parse_artifact
from lode_client.errors import ArtifactError, StoreError, first_line
from lode_client.files import read_uri
from lode_client.knots import PiecewiseLogLinear

__all__ = ["PiecewiseLogLinear", "Schedule", "load", "load_csv"]

_CSV_HEADER = "step,learning_rate"

_OVER_BOUNDS = 100.0
"""How many times over an artifact's bounds one of its rates may lie. Ratio.

LODE keeps the best run's own short peaks, which older artifacts have above their bounds. Rates
farther off are damage.
"""

LOG = logging.getLogger("lode_client")


@dataclass(frozen=True)
class Schedule:
    """A learning rate for every step: a pure function, stretched in time to the job's own length.

    Attributes:
        artifact: what was published.
        path: where it was read, for messages and logs.
        total_steps: optimiser steps of the job; the artifact's time is stretched to them. The
            artifact's own where its steps are not stretched.
    """

    artifact: ScheduleArtifact
    path: str
    total_steps: float

    def __post_init__(self) -> None:
        require_total_steps(self.total_steps)

    def learning_rate(self, step: float) -> float:
        """The learning rate in force after so many optimiser steps."""
        if self.is_stretched:
            step = step * self.artifact.total_steps / self.total_steps
        return self.artifact.knots.learning_rate(step)

    @property
    def is_stretched(self) -> bool:
        """Whether the job has another number of steps than the artifact."""
        return self.total_steps != self.artifact.total_steps

    def stretching(self) -> str:
        """How its time was stretched, in words."""
        return (
            f"{self.path}: the schedule of {self.artifact.total_steps:g} steps is stretched to "
            f"{self.total_steps:g} steps"
        )

    def state_dict(self) -> Mapping[str, Any]:
        """All that is needed to go on without the store."""
        return {
            "path": self.path,
            "document": self.artifact.document.decode("utf-8"),
            "total_steps": self.total_steps,
        }

    @staticmethod
    def from_state(state: Mapping[str, Any]) -> "Schedule":
        """The schedule of a ``state_dict``, checked as a file is.

        Raises:
            ValueError: it is no such state.
            ArtifactError: the artifact in it is damaged.
        """
        checked_state(state, {"path": str, "document": str, "total_steps": (int, float)})
        path = f"{state['path']} in the checkpoint"
        artifact = parse_artifact(state["document"].encode("utf-8"), path)
        return Schedule(artifact, state["path"], state["total_steps"])


def checked_state(state: Any, kinds: Mapping[str, Any]) -> Mapping[str, Any]:
    """A state out of a checkpoint, where it has every key, each of its kind.

    Raises:
        ValueError: it has not; the text says what was found.
    """
    if not isinstance(state, Mapping):
        raise ValueError(
            f"a state must be what state_dict() gave, found {type(state).__name__}"
        )
    missing = [key for key in kinds if key not in state]
    if missing:
        found = ", ".join(str(key) for key in state) or "nothing"
        raise ValueError(
            f"a state must be what state_dict() gave; expected {', '.join(missing)} in it, "
            f"found {found}"[:400]
        )
    for key, kind in kinds.items():
        if not isinstance(state[key], kind) or isinstance(state[key], bool):
            raise ValueError(
                f"a state must be what state_dict() gave; found {str(state[key])[:80]!r} as {key}"
            )
    return state


def require_total_steps(total_steps: float) -> float:
    """The number of steps, where it is one."""
    if isinstance(total_steps, (str, bytes)) or not 0 < total_steps < float("inf"):
        raise ValueError(f"total_steps must be over 0, found {total_steps!r}")
    return float(total_steps)


def schedule_of(document: bytes, path: str, total_steps: Optional[float]) -> Schedule:
    """The schedule of an artifact's bytes; ``total_steps`` None stands for the artifact's own."""
    artifact = parse_artifact(document, path)
    _require_within_bounds(artifact, path)
    asked = artifact.total_steps if total_steps is None else require_total_steps(total_steps)
    return Schedule(artifact, path, artifact.total_steps if artifact.own_steps else asked)


def _require_within_bounds(artifact: ScheduleArtifact, path: str) -> None:
    """Refuses a rate far over the bounds; low ones are warm-ups and decays, and do no harm."""
    for step, rate in zip(artifact.knots.steps, artifact.knots.learning_rates):
        if rate > artifact.maximum * _OVER_BOUNDS:
            raise ArtifactError(
                f"{path}: its learning rate of {rate:g} at step {step:g} is over "
                f"{_OVER_BOUNDS:g} times the largest that its bounds allow, {artifact.maximum:g}"
            )


def load(uri: str, total_steps: Optional[float] = None) -> Schedule:
    """Reads one artifact and stays with it.

    Args:
        uri: a path, or a URI of a remote file.
        total_steps: optimiser steps of the job; where they differ from the artifact's, its time is
            stretched, and a warning says so.

    Raises:
        StoreError: there is no such file, or it cannot be read.
        ArtifactError: it is not a whole artifact.
    """
    document = read_uri(uri, MOST_BYTES + 1)
    if document is None:
        raise StoreError(f"{uri} does not exist; expected a schedule artifact")
    schedule = schedule_of(document, uri, total_steps)
    if schedule.is_stretched:
        LOG.warning("%s", schedule.stretching())
    return schedule


def load_csv(uri: str) -> PiecewiseLogLinear:
    """Reads the knots of a proposal, lines of ``step,learning_rate`` below that header.

    Raises:
        StoreError: there is no such file, or it cannot be read.
        ArtifactError: the header, a line or the knots are not as expected; it names the line.
    """
    content = read_uri(uri)
    if content is None:
        raise StoreError(f"{uri} does not exist; expected lines of step,learning_rate")
    lines = content.decode("utf-8", "replace").splitlines()
    if not lines or lines[0].strip() != _CSV_HEADER:
        found = repr(lines[0]) if lines else "nothing"
        raise ArtifactError(f"{uri} line 1: expected {_CSV_HEADER}, found {found}")
    knots: List[List[float]] = []
    for number, line in enumerate(lines[1:], start=2):
        if line.strip():
            try:
                step, rate = (float(cell) for cell in line.split(","))
            except ValueError as e:
                raise ArtifactError(
                    f"{uri} line {number}: expected two numbers, found {line!r}"
                ) from e
            knots.append([step, rate])
    try:
        return PiecewiseLogLinear([knot[0] for knot in knots], [knot[1] for knot in knots])
    except ValueError as e:
        raise ArtifactError(f"{uri}: {first_line(e)}") from e
