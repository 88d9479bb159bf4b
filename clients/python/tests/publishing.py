"""Publishes artifacts into a folder, as LODE's jobs do."""

import importlib.util
import json
import logging
import pathlib
from typing import Any, Optional, Sequence, Tuple

from lode_client.names import (
    GroupKey,
    anytime_folder,
    long_run_folder,
    schedule_folder,
    version_name,
)

VECTORS = pathlib.Path(__file__).resolve().parents[2] / "vectors"
GROUP = GroupKey("cnn", "toy/images", "sgd")

_SPEC = importlib.util.spec_from_file_location("generate", VECTORS / "generate.py")
assert _SPEC is not None and _SPEC.loader is not None
generate = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(generate)


def document(
    knots: Sequence[Tuple[float, float]],
    total_steps: float = 1000,
    *,
    version: int = 1,
    group: GroupKey = GROUP,
    horizon: float = 1.0,
    run: Optional[str] = None,
    bounds: Tuple[float, float] = (1e-6, 1.0),
    extension: Optional[Tuple[float, float]] = None,
    anytime: Any = None,
    lengths: Any = None,
) -> bytes:
    """An artifact's bytes."""
    more: Any = {
        "version": version,
        "model": group.model,
        "dataset": group.dataset,
        "optimizer": group.optimizer,
    }
    if run is not None:
        more["run"] = run
    if extension is not None:
        more["extension"] = {"fromStep": extension[0], "formerSteps": extension[1]}
    if anytime is not None:
        more["anytime"] = anytime
    if lengths is not None:
        more["lengths"] = lengths
    values = generate.artifact(knots, total_steps, horizon=horizon, bounds=bounds, more=more)
    return generate.written(values, indent=2).encode("utf-8")


def publish(
    store: pathlib.Path,
    knots: Sequence[Tuple[float, float]],
    total_steps: float = 1000,
    **more: Any,
) -> pathlib.Path:
    """Writes a version and makes it the latest; its path."""
    planned_steps = more.pop("planned_steps", None)
    content = document(knots, total_steps, **more)
    version = json.loads(content)["version"]
    group = more.get("group", GROUP)
    if planned_steps is not None:
        name = long_run_folder(group, planned_steps)
    elif "anytime" in more:
        name = anytime_folder(group)
    else:
        name = schedule_folder(group, more.get("horizon", 1.0), more.get("run"))
    folder = store / name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / version_name(version)
    path.write_bytes(content)
    temporary = folder / ".latest"
    temporary.write_bytes(content)
    temporary.replace(folder / "latest.json")
    return path


def quiet() -> None:
    """Keeps warnings that a test does not look at out of the output."""
    logging.getLogger("lode_client").addHandler(logging.NullHandler())
    logging.getLogger("lode_client").propagate = False
