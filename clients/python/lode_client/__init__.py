"""Training jobs follow a learning-rate schedule that LODE publishes, and log their metrics for it.

``load`` reads one schedule artifact, ``follow`` the newest of a group or of one run while it
trains, ``RunLogger`` writes a run's metrics into the store, and ``lode_client.open`` reads a store.
``lode_client.pytorch``, ``optuna``, ``huggingface``, ``lightning`` and ``keras`` need what they are
named after; nothing else here needs more than the standard library.
"""

from lode_client.artifact import Objective, ScheduleArtifact
from lode_client.errors import ArtifactError, LodeError, StoreError
from lode_client.following import FollowedSchedule, follow
from lode_client.names import GroupKey
from lode_client.reading import Forecast, Store, StoredRun, StoredSchedule
from lode_client.reading import open as open  # not in __all__, as it would hide Python's own
from lode_client.run_logger import RunLogger
from lode_client.schedule import PiecewiseLogLinear, Schedule, load, load_csv

__all__ = [
    "ArtifactError",
    "FollowedSchedule",
    "Forecast",
    "GroupKey",
    "LodeError",
    "Objective",
    "PiecewiseLogLinear",
    "RunLogger",
    "Schedule",
    "ScheduleArtifact",
    "Store",
    "StoreError",
    "StoredRun",
    "StoredSchedule",
    "follow",
    "load",
    "load_csv",
]
