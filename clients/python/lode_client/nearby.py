"""What a store has beside what was asked for, and which of it may have been meant."""

import difflib
import re
from typing import List, Optional
from urllib.parse import unquote_plus

from lode_client.files import StoreFiles
from lode_client.names import GroupKey

_SIMILAR = 0.6
"""How similar a name must be to be what was meant: part of the letters, 0 to 1."""

_MOST_TRIED = 3
"""How many similar names of a level are followed to the next one: a store may have thousands."""


def names(files: StoreFiles, folder: str, key: str) -> List[str]:
    """The values of a key among a folder's names of the form ``key=value``, decoded, sorted."""
    found = (name for name in files.names(folder) if name.startswith(f"{key}="))
    return [unquote_plus(name[len(key) + 1 :]) for name in found]


def hint(files: StoreFiles, group: GroupKey) -> str:
    """What to look at where a store has no schedule of a group for a horizon; may be nothing."""
    folder = f"schedules/{group.path()}"
    horizons = names(files, folder, "horizon")
    if horizons:
        return f"; found horizon {', '.join(horizons)}"
    near = nearest(files, "schedules", group)
    return "" if near is None else f"; did you mean {difference(group, near)}?"


def nearest(files: StoreFiles, top: str, group: GroupKey) -> Optional[GroupKey]:
    """The group below a folder whose names are most like those of another; None without any."""
    found: List[GroupKey] = []
    for model in _similar(group.model, names(files, top, "model")):
        at = GroupKey(model, group.dataset, group.optimizer).path().split("/")[0]
        for dataset in _similar(group.dataset, names(files, f"{top}/{at}", "dataset")):
            below = "/".join(GroupKey(model, dataset, group.optimizer).path().split("/")[:2])
            for optimizer in _similar(group.optimizer, names(files, f"{top}/{below}", "optimizer")):
                found.append(GroupKey(model, dataset, optimizer))
    return max(found, key=lambda one: _alike(_words(one), _words(group)), default=None)


def only_written_otherwise(files: StoreFiles, group: GroupKey) -> Optional[GroupKey]:
    """A group with runs or schedules whose names differ in case and punctuation only."""
    for top in ("runs", "schedules"):
        near = nearest(files, top, group)
        if near is not None and near != group and _letters(near) == _letters(group):
            return near
    return None


def difference(group: GroupKey, near: GroupKey) -> str:
    """The names of a group that differ from those of another, as arguments."""
    return ", ".join(
        f"{key}={getattr(near, key)!r}"
        for key in ("model", "dataset", "optimizer")
        if getattr(near, key) != getattr(group, key)
    )


def _similar(name: str, known: List[str]) -> List[str]:
    if name in known:
        return [name]
    ranked = sorted(known, key=lambda one: -_alike(one.lower(), name.lower()))
    return [one for one in ranked if _alike(one.lower(), name.lower()) >= _SIMILAR][:_MOST_TRIED]


def _alike(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()


def _words(group: GroupKey) -> str:
    return f"{group.model} {group.dataset} {group.optimizer}".lower()


def _letters(group: GroupKey) -> List[str]:
    return [
        re.sub(r"[\W_]", "", name.lower())
        for name in (group.model, group.dataset, group.optimizer)
    ]
