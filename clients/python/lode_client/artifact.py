"""Schedule artifacts, ``lode-schedule/1``: read strictly, never written.

The id is the SHA-256 of the file's bytes with the id's own 64 digits replaced by zeros, so that a
file is checked without writing JSON. Keys that are not read are ignored, and covered by the id.
"""

import hashlib
import json
import math
import re
from dataclasses import dataclass
from typing import Any, Dict, Optional, Tuple

from lode_client.cooldown import Cooldowns, Extension, Stop
from lode_client.errors import ArtifactError, first_line
from lode_client.knots import PiecewiseLogLinear
from lode_client.names import GroupKey

FORMAT = "lode-schedule/1"
INTERPOLATION = "log-linear"

MOST_BYTES = 8 * 1024 * 1024
"""Longest file that is read. LODE's are a few kilobytes; a longer one is not read to its end."""

MOST_KNOTS = 20_000
"""Most knots that are read, some twenty times what LODE writes: a job waits while it reads them."""

_NO_ID = b"0" * 64
_ID = re.compile("[0-9a-f]{64}")
_KINDS: Dict[type, str] = {dict: "an object", list: "a list", str: "a text"}


@dataclass(frozen=True)
class Objective:
    """What runs are judged by.

    Attributes:
        metric: such as ``validation_loss``.
        direction: ``minimize`` or ``maximize``.
        ceiling: what a maximized metric cannot exceed; None where it is minimized.
    """

    metric: str
    direction: str
    ceiling: Optional[float] = None


@dataclass(frozen=True)
class ScheduleArtifact:
    """A published schedule.

    Attributes:
        id: 64 hexadecimal digits by which the content is known.
        version: counted up within its folder, from 1.
        group: whose runs it was learnt from.
        run: the run whose own plan it is; None where it is for any run of the group.
        horizon: part of training after which the objective counts.
        total_steps: optimiser steps of a full run.
        objective: what it was chosen by.
        knots: the learning rate.
        decision: ``revised`` or ``kept``.
        reason: of the decision.
        policy: ``proven``, ``planned`` or ``proposed``.
        minimum: smallest learning rate that the search allowed.
        maximum: largest learning rate that the search allowed.
        document: the file's bytes.
        extension: the training that goes on; None where it is for no such training.
        cooldowns: how to stop at any step; None where the end is known.
        long_run: whether it says that it is the plan of a run longer than any; those of earlier
            builds do not say so.
    """

    id: str
    version: int
    group: GroupKey
    run: Optional[str]
    horizon: float
    total_steps: float
    objective: Objective
    knots: PiecewiseLogLinear
    decision: str
    reason: str
    policy: str
    minimum: float
    maximum: float
    document: bytes
    extension: Optional[Extension] = None
    cooldowns: Optional[Cooldowns] = None
    long_run: bool = False

    @property
    def own_steps(self) -> bool:
        """Whether the knots are at the job's own steps, whatever its length: not stretched."""
        return self.extension is not None or self.cooldowns is not None


def parse_artifact(document: bytes, file: str) -> ScheduleArtifact:
    """Reads an artifact and checks its id.

    Args:
        document: the file's bytes.
        file: its name, for messages.

    Raises:
        ArtifactError: the bytes are not a whole artifact of this format, or not those that the id
            was made of.
    """
    if len(document) > MOST_BYTES:
        raise ArtifactError(f"{file} is no schedule artifact: it is longer than {MOST_BYTES} bytes")
    try:
        json_object = json.loads(document.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as e:
        raise ArtifactError(f"{file} is not JSON: it may be cut off or damaged") from e
    if not isinstance(json_object, dict):
        raise ArtifactError(f"{file} is not a JSON object")
    fields = _Fields(json_object, file)
    found_format = fields.text("format")
    if found_format != FORMAT:
        raise ArtifactError(f"{file}: format must be {FORMAT}, found {found_format}")
    _check_id(fields.text("id"), document, file)
    interpolation = fields.text("interpolation")
    if interpolation != INTERPOLATION:
        raise ArtifactError(f"{file}: interpolation must be {INTERPOLATION}, found {interpolation}")
    listed = fields.value("knots", list)
    if len(listed) > MOST_KNOTS:
        raise ArtifactError(
            f"{file}: expected at most {MOST_KNOTS} knots, found {len(listed)}; "
            "a schedule needs a few hundred"
        )
    knots = [_Fields(knot, file) for knot in listed]
    objective = _Fields(fields.value("objective", dict), file)
    minimum, maximum = _bounds(_Fields(fields.value("bounds", dict), file), file)
    try:
        return ScheduleArtifact(
            id=fields.text("id"),
            version=fields.count("version"),
            group=GroupKey(fields.text("model"), fields.text("dataset"), fields.text("optimizer")),
            run=fields.optional_text("run"),
            horizon=fields.number("horizon", above=0, at_most=1),
            total_steps=fields.number("totalSteps", above=0),
            objective=_objective(objective, file),
            knots=PiecewiseLogLinear(
                [knot.number("step") for knot in knots],
                [knot.number("learningRate") for knot in knots],
            ),
            decision=fields.text("decision"),
            reason=fields.text("reason"),
            policy=fields.text("policy"),
            minimum=minimum,
            maximum=maximum,
            document=bytes(document),
            extension=_extension(fields, file),
            cooldowns=_cooldowns(fields, file),
            long_run=fields.optional("lengths", list) is not None,
        )
    except ArtifactError:
        raise
    except ValueError as e:
        raise ArtifactError(f"{file}: {first_line(e)}") from e


def _objective(fields: "_Fields", file: str) -> Objective:
    direction = fields.text("direction")
    if direction not in ("minimize", "maximize"):
        raise ArtifactError(f"{file}: direction must be minimize or maximize, found {direction}")
    ceiling = fields.number("ceiling") if direction == "maximize" else None
    return Objective(fields.text("metric"), direction, ceiling)


def _extension(fields: "_Fields", file: str) -> Optional[Extension]:
    values = fields.optional("extension", dict)
    if values is None:
        return None
    extension = _Fields(values, file, "extension.")
    return Extension(extension.number("fromStep"), extension.number("formerSteps"))


def _cooldowns(fields: "_Fields", file: str) -> Optional[Cooldowns]:
    values = fields.optional("anytime", dict)
    if values is None:
        return None
    anytime = _Fields(values, file, "anytime.")
    stops = [
        _Fields(stop, file, "anytime.cooldowns.") for stop in anytime.value("cooldowns", list)
    ]
    return Cooldowns(
        anytime.text("shape"),
        anytime.number("lastPart"),
        [
            Stop(
                stop.number("fromStep"),
                stop.number("steps"),
                stop.number("objective"),
                stop.number("standardDeviation"),
            )
            for stop in stops
        ],
    )


def _bounds(fields: "_Fields", file: str) -> Tuple[float, float]:
    minimum, maximum = fields.number("minimum"), fields.number("maximum")
    if not 0 < minimum <= maximum:
        raise ArtifactError(
            f"{file}: bounds must be 0 < minimum <= maximum, found {minimum} and {maximum}"
        )
    return minimum, maximum


def _refuse_constant(name: str) -> None:
    raise ValueError(f"JSON has no {name}")


def _check_id(expected: str, document: bytes, file: str) -> None:
    if not _ID.fullmatch(expected):
        raise ArtifactError(f"{file}: id must be 64 hexadecimal digits, found {expected}")
    blank = document.replace(expected.encode("ascii"), _NO_ID, 1)
    found = hashlib.sha256(blank).hexdigest()
    if found != expected:
        raise ArtifactError(
            f"{file}: its content does not match its id; expected {expected}, found {found}"
        )


class _Fields:
    """The values of a JSON object, each with its type checked."""

    def __init__(self, values: Any, file: str, prefix: str = "") -> None:
        if not isinstance(values, dict):
            raise ArtifactError(f"{file}: expected a JSON object, found {json.dumps(values)[:80]}")
        self._values: Dict[str, Any] = values
        self._file = file
        self._prefix = prefix

    def optional(self, key: str, kind: type) -> Any:
        return None if self._values.get(key) is None else self.value(key, kind)

    def value(self, key: str, kind: type) -> Any:
        value = self._values.get(key)
        if value is None:
            if self._prefix:
                raise ArtifactError(
                    f"{self._file}: {self._prefix}{key} must be {self._said(kind)}, found nothing"
                )
            raise ArtifactError(f"{self._file}: {key} is missing")
        if not isinstance(value, kind):
            raise self._wrong(key, _KINDS[kind], value)
        return value

    @staticmethod
    def _said(kind: type) -> str:
        return _KINDS.get(kind, "a number")

    def text(self, key: str) -> str:
        return str(self.value(key, str))

    def optional_text(self, key: str) -> Optional[str]:
        return None if self._values.get(key) is None else self.text(key)

    def number(self, key: str, above: float = -math.inf, at_most: float = math.inf) -> float:
        value = self.value(key, object)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self._wrong(key, "a number", value)
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not (math.isfinite(number) and above < number <= at_most):
            limits = "finite" if above == -math.inf else f"over {above:g}"
            limits += "" if at_most == math.inf else f" and at most {at_most:g}"
            raise self._wrong(key, limits, value)
        return number

    def count(self, key: str) -> int:
        number = self.number(key)
        if number != int(number) or number < 0:
            raise self._wrong(key, "a whole number", self._values[key])
        return int(number)

    def _wrong(self, key: str, expected: str, value: Any) -> ArtifactError:
        return ArtifactError(
            f"{self._file}: {self._prefix}{key} must be {expected}, "
            f"found {json.dumps(value)[:80]}"
        )
