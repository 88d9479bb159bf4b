"""Where things lie in a store: names made of what logs say, encoded as LODE's jobs encode them."""

from dataclasses import dataclass
from typing import Optional
from urllib.parse import quote_plus

MOST_BYTES = 255
"""Longest name of a folder, in bytes, that file systems take."""

UNKNOWN = "unknown"
"""Stands for an optimizer that nothing names."""


@dataclass(frozen=True)
class GroupKey:
    """What one family of schedules belongs to: a model trained on a dataset by an optimizer."""

    model: str
    dataset: str
    optimizer: str = UNKNOWN

    def __post_init__(self) -> None:
        for what in ("model", "dataset", "optimizer"):
            require_name(what, getattr(self, what))

    def path(self) -> str:
        """The group's folder, ``model=M/dataset=D/optimizer=O``, each value URL-encoded."""
        parts = (("model", self.model), ("dataset", self.dataset), ("optimizer", self.optimizer))
        return "/".join(f"{what}={encode(value)}" for what, value in parts)


def require_name(what: str, value: object) -> str:
    """The value, where it is a text that can name a folder of a store.

    Raises:
        ValueError: it is no text, blank, has characters that UTF-8 cannot hold, so that another
            name could be taken for it, or makes too long a name of a folder.
    """
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{what} must be a name, found {value!r}")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as e:
        raise ValueError(f"{what} must be text that UTF-8 can hold, found {value!r}"[:300]) from e
    length = len(f"{what}={encode(value)}")
    if length > MOST_BYTES:
        raise ValueError(
            f"{what} makes a folder's name of {length} bytes, expected at most {MOST_BYTES}: "
            f"{value[:60]!r}... is too long a name"
        )
    return value


def encode(value: str) -> str:
    """URL-encodes as Java's ``URLEncoder`` does, the asterisk too, so that no name is a pattern."""
    return quote_plus(value, safe="", errors="replace").replace("~", "%7E")


def schedule_folder(group: GroupKey, horizon: float, run: Optional[str] = None) -> str:
    """The folder of a group's schedules for a horizon, or of one run's own plans."""
    own = "" if run is None else f"/run={encode(run)}"
    return f"schedules/{group.path()}{own}/horizon={decimal(horizon)}"


def long_run_folder(group: GroupKey, steps: int) -> str:
    """The folder of a group's schedules for runs of so many steps, which no run had."""
    return f"schedules/{group.path()}/steps={steps}"


def anytime_folder(group: GroupKey) -> str:
    """The folder of a group's schedules for trainings whose end is not known."""
    return f"schedules/{group.path()}/anytime"


def run_folder(group: GroupKey, run: str) -> str:
    """The folder of what a run logs."""
    return f"runs/{group.path()}/run={encode(run)}"


def version_name(version: int) -> str:
    """The file name of a version."""
    return f"v{version:06d}.json"


def decimal(value: float) -> str:
    """A fraction as Java writes it, which differs from Python below a thousandth: ``1.0E-4``."""
    if value >= 1e-3:
        return repr(float(value))
    digits, exponent = f"{value:e}".split("e")
    for precision in range(17):
        digits, exponent = f"{value:.{precision}e}".split("e")
        if float(f"{digits}e{exponent}") == value:
            break
    return f"{digits if '.' in digits else digits + '.0'}E{int(exponent)}"
