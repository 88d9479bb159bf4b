"""An artifact's learning rate for a job of so many steps."""

import logging
from dataclasses import dataclass
from typing import Any, Mapping, Optional

from lode_client.artifact import ScheduleArtifact, parse_artifact
from lode_client.errors import StoreError
from lode_client.files import read_uri
from lode_client.knots import PiecewiseLogLinear

__all__ = ["PiecewiseLogLinear", "Schedule", "load"]

LOG = logging.getLogger("lode_client")


@dataclass(frozen=True)
class Schedule:
    """A learning rate for every step: a pure function, stretched in time to the job's own length.

    Attributes:
        artifact: what was published.
        path: where it was read, for messages and logs.
        total_steps: optimiser steps of the job; the artifact's time is stretched to them.
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
        """The schedule of a ``state_dict``, checked as a file is."""
        path = f"{state['path']} in the checkpoint"
        artifact = parse_artifact(state["document"].encode("utf-8"), path)
        return Schedule(artifact, state["path"], state["total_steps"])


def require_total_steps(total_steps: float) -> float:
    """The number of steps, where it is one."""
    if not 0 < total_steps < float("inf"):
        raise ValueError(f"total_steps must be over 0, found {total_steps}")
    return float(total_steps)


def schedule_of(document: bytes, path: str, total_steps: Optional[float]) -> Schedule:
    """The schedule of an artifact's bytes; ``total_steps`` None stands for the artifact's own."""
    artifact = parse_artifact(document, path)
    return Schedule(
        artifact,
        path,
        artifact.total_steps if total_steps is None else require_total_steps(total_steps),
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
    document = read_uri(uri)
    if document is None:
        raise StoreError(f"{uri} does not exist; expected a schedule artifact")
    schedule = schedule_of(document, uri, total_steps)
    if schedule.is_stretched:
        LOG.warning("%s", schedule.stretching())
    return schedule
