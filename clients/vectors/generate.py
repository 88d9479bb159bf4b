#!/usr/bin/env python3
"""Writes the vectors that every reader of schedule artifacts is tested against.

    python3 clients/vectors/generate.py [FOLDER]

``artifacts/published-*.json`` came from ``submit-scripts/lode demo`` and are left as they are; the
other artifacts, ``vectors.json``, ``cooldowns.json`` and ``refused.json`` are made here. Learning rates are computed in
decimal arithmetic of 60 digits, by none of the readers under test.
"""

import hashlib
import json
import pathlib
import shutil
import sys
from decimal import Decimal, localcontext

HERE = pathlib.Path(__file__).resolve().parent
NO_ID = "0" * 64


def artifact(knots, total_steps, *, horizon=1.0, bounds=(1e-12, 1e3), more=None):
    """The values of an artifact, without an id."""
    values = {
        "format": "lode-schedule/1",
        "id": NO_ID,
        "version": 1,
        "model": "m",
        "dataset": "d",
        "optimizer": "adamw",
        "horizon": horizon,
        "totalSteps": total_steps,
        "objective": {"metric": "validation_loss", "direction": "minimize"},
        "knots": [{"step": step, "learningRate": rate} for step, rate in knots],
        "interpolation": "log-linear",
        "decision": "revised",
        "reason": "made for a test",
        "policy": "planned",
        "risk": "none",
        "predicted": {"step": [total_steps], "mean": [1.0], "standardDeviation": [0.1]},
        "outcome": {"objective": 1.0, "standardDeviation": 0.1},
        "bestRun": {"run": "r", "objective": 1.1},
        "compared": [],
        "bounds": {"minimum": bounds[0], "maximum": bounds[1]},
        "provenance": {
            "ensemble": "e",
            "snapshot": "s",
            "code": "0",
            "seed": 7,
            "created": "2026-01-01T00:00:00Z",
        },
    }
    values.update(more or {})
    return values


def written(values, **layout):
    """The file of an artifact, with the id of its bytes."""
    text = json.dumps(values, **layout) + "\n"
    assert text.count(NO_ID) >= 1
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return text.replace(NO_ID, digest, 1)


def artifacts():
    """File content by name."""
    warm_up = [(0, 1e-7), (100, 1e-3), (800, 1e-3), (1000, 1e-5)]
    many = [(7 * i, 1e-3 * (1 + (i * 7919) % 101) / 50) for i in range(300)]
    return {
        "one-knot.json": written(artifact([(0, 3e-4)], 1000), indent=2),
        "one-knot-later.json": written(artifact([(500.5, 0.1)], 1000), indent=2),
        "warm-up.json": written(artifact(warm_up, 1000), indent=2),
        "starts-late.json": written(artifact([(2160, 3e-4), (23920, 3e-5)], 24000), indent=2),
        "half-horizon.json": written(
            artifact([(0, 0.1), (60, 0.01)], 120, horizon=0.5), indent=2
        ),
        "tiny-rates.json": written(
            artifact([(0, 1e-300), (10, 3e-297), (20, 1e-12)], 20, bounds=(1e-300, 1e-12))
        ),
        "large-rates.json": written(
            artifact([(0, 1e-3), (10, 1e150), (20, 1e300)], 20, bounds=(1e-3, 1e300))
        ),
        "steep.json": written(artifact([(0, 1.0), (4, 1.0), (5, 1e-9), (9, 1e-9)], 10), indent=1),
        "fractional-steps.json": written(
            artifact([(0.25, 1 / 3), (0.75, 1 / 7), (1234567.875, 2 / 3)], 1234567.875), indent=2
        ),
        "many-knots.json": written(artifact(many, 2093), indent=2),
        "long-training.json": written(artifact([(0, 6e-4), (10**9, 6e-5)], 10**9), indent=2),
        "own-plan.json": written(
            artifact(
                warm_up,
                1000,
                more={
                    "run": "../run 1*~é\"\\\n\u2028",
                    "model": "a/b=c",
                    "dataset": "é\u2028 \U0001f600",
                    "version": 12,
                },
            ),
            ensure_ascii=False,
        ),
        "more-keys-in-another-order.json": written(
            {
                "later": {"id": "not this one", "knots": [1]},
                **artifact(warm_up, 1000),
                "note": NO_ID,
            },
            separators=(",", ":"),
        ),
        "extended-run.json": written(
            artifact(
                [(0, 1e-7), (100, 1e-3), (900, 1e-3), (1000, 1e-5), (1050, 5e-4), (2000, 1e-5)],
                2000,
                more={"run": "r1", "extension": {"fromStep": 1000, "formerSteps": 1000.0}},
            ),
            indent=2,
        ),
        **{
            f"anytime-{shape}.json": written(
                artifact(
                    [(0, 1e-6), (100, 1e-3), (4000, 4e-4)],
                    4000,
                    more={
                        "anytime": {
                            "shape": shape,
                            "lastPart": last_part,
                            "cooldowns": [
                                {
                                    "fromStep": step,
                                    "steps": steps,
                                    "objective": 3.0,
                                    "standardDeviation": 0.01,
                                }
                                for step, steps in ((500, 125), (1000, 200.5), (4000, 1000))
                            ],
                        }
                    },
                ),
                indent=2,
            )
            for shape, last_part in (("linear", 0.01), ("1-sqrt", 0.25))
        },
        "maximized.json": written(
            artifact(
                [(0, 0.5), (100, 0.005)],
                100,
                more={
                    "objective": {
                        "metric": "validation_accuracy",
                        "direction": "maximize",
                        "ceiling": 100,
                    }
                },
            ),
            indent=2,
        ),
    }


def refused():
    """Damaged files, each with what the error must say after the file's name."""
    good = artifact([(0, 1e-3), (10, 1e-4)], 10)
    text = written(good, indent=2)

    def changed(**more):
        return written({**good, **more}, indent=2)

    def knots(*pairs):
        return changed(knots=[{"step": step, "learningRate": rate} for step, rate in pairs])

    broken = {
        "empty": ("", " is not JSON"),
        "cut off": (text[: len(text) // 2], " is not JSON: it may be cut off or damaged"),
        "only the last byte cut": (text[:-1], ": its content does not match its id; expected "),
        "a digit changed": (text.replace("0.0001", "0.0002"), ": its content does not match its"),
        "a byte more": (text + " ", ": its content does not match its id; expected "),
        "no object": ("[]", " is not a JSON object"),
        "another format": (
            changed(format="lode-schedule/2"),
            ": format must be lode-schedule/1, found lode-schedule/2",
        ),
        "no format": (json.dumps({"id": NO_ID}), ": format is missing"),
        "format is no text": (json.dumps({"format": 1}), ": format must be a text, found 1"),
        "no id": (json.dumps({"format": "lode-schedule/1"}), ": id is missing"),
        "id is a pattern": (
            json.dumps({"format": "lode-schedule/1", "id": "(.*"}),
            ": id must be 64 hexadecimal digits, found (.*",
        ),
        "id in capitals": (
            text.replace(json.loads(text)["id"], json.loads(text)["id"].upper()),
            ": id must be 64 hexadecimal digits, found ",
        ),
        "another interpolation": (
            changed(interpolation="linear"),
            ": interpolation must be log-linear, found linear",
        ),
        "no knots": (knots(), ": knots need as many steps as learning rates and at least one"),
        "knots missing": (changed(knots=None), ": knots is missing"),
        "steps go back": (knots((5, 1e-3), (5, 1e-4)), ": knot steps must increase, found 5.0"),
        "step negative": (knots((-1, 1e-3)), ": knot steps must be finite and not negative"),
        "rate zero": (knots((0, 1e-3), (1, 0)), ": knot learning rates must be positive"),
        "rate negative": (knots((0, -1e-3)), ": knot learning rates must be positive and finite"),
        "rate is a text": (knots((0, "0.1")), ': learningRate must be a number, found "0.1"'),
        "rate is not JSON": (changed(knots=[]).replace("[]", "NaN", 1), " is not JSON"),
        "no total": (changed(totalSteps=0), ": totalSteps must be over 0, found 0"),
        "horizon over 1": (changed(horizon=2), ": horizon must be over 0 and at most 1, found 2"),
        "version in parts": (changed(version=1.5), ": version must be a whole number, found 1.5"),
        "direction unknown": (
            changed(objective={"metric": "loss", "direction": "down"}),
            ": direction must be minimize or maximize, found ",
        ),
        "blank model": (changed(model=" "), ": model must be a name, found ' '"),
        "run is a number": (changed(run=7), ": run must be a text, found 7"),
        "extension without its step": (
            changed(extension={"formerSteps": 10}),
            ": extension.fromStep must be a number, found nothing",
        ),
        "cooldown of another shape": (
            changed(anytime={"shape": "cosine", "lastPart": 0.1, "cooldowns": []}),
            ": anytime.shape must be linear or 1-sqrt, found cosine",
        ),
        "cooldown to zero": (
            changed(anytime={"shape": "linear", "lastPart": 0, "cooldowns": []}),
            ": anytime.lastPart must be over 0 and at most 1, found 0",
        ),
        "no cooldowns": (
            changed(anytime={"shape": "linear", "lastPart": 0.1, "cooldowns": []}),
            ": anytime.cooldowns must hold one or more, found none",
        ),
        "cooldowns go back": (
            changed(
                anytime={
                    "shape": "linear",
                    "lastPart": 0.1,
                    "cooldowns": [
                        {"fromStep": step, "steps": 5, "objective": 1, "standardDeviation": 1}
                        for step in (10, 10)
                    ],
                }
            ),
            ": anytime.cooldowns must begin at increasing steps over 0 and take steps over 0, found"
            " one from step 10.0 over 5.0",
        ),
        "bounds crossed": (
            changed(bounds={"minimum": 1, "maximum": 0.1}),
            ": bounds must be 0 < minimum <= maximum, found 1.0 and 0.1",
        ),
    }
    return [
        {"name": name, "content": content, "message": message}
        for name, (content, message) in broken.items()
    ]


def learning_rate(knots, planned, total, step):
    """The schedule's definition, in 60 digits."""
    with localcontext() as context:
        context.prec = 60
        at = Decimal(step) * Decimal(planned) / Decimal(total)
        knots = [(Decimal(s), Decimal(rate)) for s, rate in knots]
        if at <= knots[0][0]:
            return float(knots[0][1])
        if at >= knots[-1][0]:
            return float(knots[-1][1])
        for (left, before), (right, after) in zip(knots, knots[1:]):
            if left <= at < right:
                share = (at - left) / (right - left)
                return float((before.ln() * (1 - share) + after.ln() * share).exp())
    raise AssertionError("between no knots")


def steps(knots, stretch):
    """Steps of a job at, between, before and after the knots."""
    at = {0.0, 1.0, 2.0, 3.5}
    chosen = knots if len(knots) < 20 else knots[:3] + knots[140:145] + knots[-3:]
    for left, right in zip(chosen, chosen[1:]):
        at.update((left + (right - left) * part) * stretch for part in (0.0, 0.125, 0.5, 0.999))
    at.update((chosen[-1] * stretch, chosen[-1] * stretch + 1, chosen[-1] * stretch * 10 + 1e6))
    return sorted(at)


def vectors(contents):
    """What each artifact's learning rate is, for jobs of its own length and of others."""
    made = []
    for name in sorted(contents):
        values = json.loads(contents[name])
        knots = [(float(k["step"]), float(k["learningRate"])) for k in values["knots"]]
        planned = float(values["totalSteps"])
        for total in (None, 2 * planned, 0.37 * planned, 7.0):
            own_steps = "extension" in values or "anytime" in values
            length = planned if total is None or own_steps else total
            asked = steps([knot[0] for knot in knots], length / planned)
            made.append(
                {
                    "artifact": name,
                    "totalSteps": total,
                    "steps": asked,
                    "learningRates": [
                        learning_rate(knots, planned, length, step) for step in asked
                    ],
                }
            )
    return made


def stopped(values, from_step, steps, step):
    """The rate at a step of a training that holds the trunk and cools down, in 60 digits."""
    knots = [(float(k["step"]), float(k["learningRate"])) for k in values["knots"]]
    with localcontext() as context:
        context.prec = 60
        if step <= from_step:
            return learning_rate(knots, 1, 1, step)
        planned = values["anytime"]
        done = min(Decimal(1), (Decimal(step) - Decimal(from_step)) / Decimal(steps))
        fallen = done if planned["shape"] == "linear" else done.sqrt()
        first = Decimal(learning_rate(knots, 1, 1, from_step))
        return float(first * (1 - (1 - Decimal(planned["lastPart"])) * fallen))


def recommended(cooldowns, from_step):
    """The recommended steps of a cooldown."""
    first, last = cooldowns[0], cooldowns[-1]
    if from_step <= first["fromStep"]:
        return first["steps"] * from_step / first["fromStep"]
    if from_step >= last["fromStep"]:
        return last["steps"] * from_step / last["fromStep"]
    for before, after in zip(cooldowns, cooldowns[1:]):
        if from_step <= after["fromStep"]:
            part = (from_step - before["fromStep"]) / (after["fromStep"] - before["fromStep"])
            return before["steps"] + part * (after["steps"] - before["steps"])
    raise AssertionError("between no stops")


def cooldowns(contents):
    """What cooldowns of a training without an end are, begun at several steps."""
    made = []
    for name in sorted(contents):
        values = json.loads(contents[name])
        if "anytime" not in values:
            continue
        for from_step in (50, 500, 777, 1000, 4000, 6000):
            length = recommended(values["anytime"]["cooldowns"], from_step)
            asked = [0, from_step - 1, from_step, from_step + 1.5, from_step + length / 3]
            asked += [from_step + length, from_step + length + 1000]
            made.append(
                {
                    "artifact": name,
                    "fromStep": from_step,
                    "recommendedSteps": length,
                    "steps": asked,
                    "learningRates": [stopped(values, from_step, length, at) for at in asked],
                }
            )
    return made


def main(folder):
    """Writes everything below a folder."""
    target = folder / "artifacts"
    target.mkdir(parents=True, exist_ok=True)
    contents = artifacts()
    for name, text in contents.items():
        (target / name).write_bytes(text.encode("utf-8"))
    for published in sorted((HERE / "artifacts").glob("published-*.json")):
        contents[published.name] = published.read_text("utf-8")
        if target != published.parent:
            shutil.copy(published, target)
    for name, values in (
        ("vectors.json", vectors(contents)),
        ("cooldowns.json", cooldowns(contents)),
        ("refused.json", refused()),
    ):
        lines = ",\n".join(json.dumps(value) for value in values)
        (folder / name).write_text(f"[\n{lines}\n]\n", "utf-8")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
