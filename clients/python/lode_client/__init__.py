"""Training jobs follow a learning-rate schedule that LODE publishes, and log their metrics for it.

``load`` reads one schedule artifact, ``follow`` the newest of a group or of one run while it
trains, ``RunLogger`` writes a run's metrics into the store. ``lode_client.pytorch.LodeLR`` is a
PyTorch scheduler; nothing else here needs more than the standard library.
"""

from lode_client.artifact import Objective, ScheduleArtifact
from lode_client.errors import ArtifactError, LodeError, StoreError
from lode_client.following import FollowedSchedule, follow
from lode_client.names import GroupKey
from lode_client.run_logger import RunLogger
from lode_client.schedule import PiecewiseLogLinear, Schedule, load

__all__ = [
    "ArtifactError",
    "FollowedSchedule",
    "GroupKey",
    "LodeError",
    "Objective",
    "PiecewiseLogLinear",
    "RunLogger",
    "Schedule",
    "ScheduleArtifact",
    "StoreError",
    "follow",
    "load",
]
