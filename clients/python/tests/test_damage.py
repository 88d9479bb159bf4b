"""What a training job meets in a damaged store: its schedule stays, and one warning says why."""

import json
import logging
import os
import pathlib
import random
import shutil
import tempfile
import unittest
from typing import Any, Callable, List

from lode_client import ArtifactError, LodeError, follow, load
from tests.publishing import GROUP, VECTORS, document, generate, publish

FIRST = [(0, 0.1), (1000, 0.001)]
WHOSE = {"model": GROUP.model, "dataset": GROUP.dataset, "optimizer": GROUP.optimizer}
ODD: List[Any] = [
    None, True, -1, 0, 1e308, -1e308, 1e-320, 10**400, "", "1", "NaN", "\ud800", "x" * 5000,
    [], [[]], {}, {"step": 1}, [None], float("nan"), float("inf"),
]


class DamageTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.store = pathlib.Path(folder.name) / "store"

    def keeps_its_schedule(self, damage: Callable[[pathlib.Path], None]) -> None:
        shutil.rmtree(self.store, ignore_errors=True)
        path = publish(self.store, FIRST)
        first = load(str(path))
        followed = follow(str(self.store), every=10, **WHOSE)
        latest = path.parent / "latest.json"
        latest.unlink()
        damage(latest)
        with self.assertLogs("lode_client", "WARNING") as logs:
            for step in range(400):
                self.assertEqual(followed.learning_rate(step), first.learning_rate(step))
        self.assertEqual(len(logs.output), 1, logs.output)
        message = logs.records[0].getMessage()
        self.assertEqual(len(message.splitlines()), 1)
        self.assertIn("latest.json", message)
        self.assertIn("v000001.json stays in force at step 10", message)
        if latest.is_symlink() or not latest.is_dir():
            latest.unlink(missing_ok=True)
        else:
            latest.rmdir()
        publish(self.store, FIRST)
        followed.learning_rate(400)
        second = publish(self.store, [(0, 0.05), (1000, 0.0005)], version=2)
        self.assertEqual(followed.learning_rate(410), load(str(second)).learning_rate(410))

    def test_whatever_lies_there_instead_of_the_latest_version(self) -> None:
        whole = document(FIRST, version=2)
        contents = (
            b"", b"\x00" * 1000, b"\x1f\x8b\x08\x00" + b"x" * 50, whole[:-1], whole + whole,
            whole[: len(whole) // 2], b"{}", b"[]", b"null", b"7", b"{" * 100_000,
            b'{"format": "lode-ensemble/1"}', b'{"format": "lode-run/1", "run": "r"}',
            b'{"step": 1, "train_loss": 2}\n{"step": 2}\n', whole.replace(b"0.1", b"0.3"),
            whole.decode().encode("utf-16"), os.urandom(5000), b"<html>not found</html>",
        )
        for content in contents:
            with self.subTest(content[:40]):
                self.keeps_its_schedule(lambda latest, c=content: latest.write_bytes(c))

    def test_whatever_is_no_file(self) -> None:
        for name, damage in (
            ("absent", lambda latest: None),
            ("folder", lambda latest: latest.mkdir()),
            ("pipe", lambda latest: os.mkfifo(latest)),
            ("device", lambda latest: latest.symlink_to("/dev/zero")),
            ("link to itself", lambda latest: latest.symlink_to(latest)),
            ("link to nothing", lambda latest: latest.symlink_to("nothing")),
        ):
            with self.subTest(name):
                self.keeps_its_schedule(damage)

    def test_any_other_file_of_a_store(self) -> None:
        for file in sorted((VECTORS / "artifacts").glob("*.json")):
            with self.subTest(file.name):
                self.keeps_its_schedule(lambda latest, f=file: shutil.copy(f, latest))

    def test_a_schedule_of_another_kind_is_none_of_this_job(self) -> None:
        stop = {"fromStep": 500, "steps": 100, "objective": 3.0, "standardDeviation": 0.1}
        anytime = {"shape": "linear", "lastPart": 0.1, "cooldowns": [stop]}
        lengths = [{"steps": 2000, "objective": 2.0, "standardDeviation": 0.1}]
        of_kind = {
            "horizon": ({}, document(FIRST, version=2)),
            "anytime": ({"anytime": anytime}, document(FIRST, version=2, anytime=anytime)),
            "long run": (
                {"planned_steps": 1000, "lengths": lengths},
                document(FIRST, version=2, lengths=lengths),
            ),
            "longer run": (
                {"planned_steps": 3000},
                document([(0, 0.1), (3000, 0.001)], 3000, version=2, lengths=lengths),
            ),
        }
        asked = {"horizon": {}, "anytime": {"anytime": True}, "long run": {"planned_steps": 1000}}
        for kind, options in asked.items():
            for other, (_, there) in of_kind.items():
                # Plans of long runs that earlier builds published look like any other schedule.
                if other in (kind, "horizon") and kind != "anytime" or other == kind:
                    continue
                with self.subTest(kind, found=other):
                    shutil.rmtree(self.store, ignore_errors=True)
                    path = publish(self.store, FIRST, **of_kind[kind][0])
                    followed = follow(str(self.store), every=10, **WHOSE, **options)
                    (path.parent / "latest.json").write_bytes(there)
                    with self.assertLogs("lode_client", "WARNING") as logs:
                        for step in range(100):
                            followed.learning_rate(step)
                    self.assertEqual(len(logs.output), 1, logs.output)
                    self.assertIn("latest.json: expected one from lode generate --", logs.output[0])
                    self.assertIn("v000001.json stays in force at step 10", logs.output[0])
                    self.assertEqual(followed.in_force.artifact.version, 1)

    def test_a_thousand_changed_versions_of_valid_id(self) -> None:
        logging.getLogger("lode_client").setLevel(logging.CRITICAL)
        self.addCleanup(logging.getLogger("lode_client").setLevel, logging.NOTSET)
        chance = random.Random(7)
        path = publish(self.store, FIRST, bounds=(1e-4, 1.0))
        latest = path.parent / "latest.json"
        adopted = 0
        for _ in range(1000):
            latest.write_bytes(path.read_bytes())
            followed = follow(str(self.store), every=10, **WHOSE)
            latest.write_bytes(self.changed(chance))
            for step in range(0, 1001, 50):
                rate = followed.learning_rate(step)
                self.assertTrue(1e-5 * 0.98 <= rate <= 10 * 1.02, rate)
            adopted += followed.in_force.artifact.version != 1
            try:
                self.assertGreater(load(str(latest)).learning_rate(500), 0)
            except LodeError as e:
                self.assertEqual(len(str(e).splitlines()), 1)
        self.assertGreater(adopted, 50)

    def changed(self, chance: random.Random) -> bytes:
        """A version 2 with one to three values that are odd or many times off."""
        values = json.loads(document([(0, 0.1), (500, 0.05), (1000, 0.001)], version=2))
        values["id"] = generate.NO_ID
        for _ in range(chance.randint(1, 3)):
            place: Any = values
            while True:
                keys = list(place) if isinstance(place, dict) else list(range(len(place)))
                key = chance.choice(keys)
                if isinstance(place[key], (dict, list)) and place[key] and chance.random() < 0.8:
                    place = place[key]
                    continue
                if chance.random() < 0.5 and type(place[key]) in (int, float):
                    place[key] = float(str(place[key])) * 10 ** chance.uniform(-30, 30)
                elif key != "id":
                    place[key] = chance.choice(ODD)
                break
        text = json.dumps(values)
        if generate.NO_ID not in text:
            return text.encode("utf-8")
        return generate.written(values).encode("utf-8")

    def test_a_checkpoint_that_is_none_is_refused_by_what_was_found(self) -> None:
        publish(self.store, FIRST)
        state = follow(str(self.store), **WHOSE).state_dict()
        for broken, message in (
            ({}, "expected group, horizon, run, .* in it, found nothing"),
            ([], "a state must be what state_dict.. gave, found list"),
            ({**state, "checked_step": "10"}, "found '10' as checked_step"),
            ({**state, "schedule": {}}, "expected path, document, total_steps in it, found nothing"),
            ({**state, "schedule": {**state["schedule"], "document": 7}}, "found '7' as document"),
            ({**state, "limits": [1]}, r"found \[1\] as limits"),
        ):
            with self.assertRaisesRegex(ValueError, message):
                follow(str(self.store), state=broken, **WHOSE)
        del state["limits"]
        self.assertEqual(follow(str(self.store), state=state, **WHOSE).learning_rate(0), 0.1)
        state["schedule"]["document"] = state["schedule"]["document"][:99]
        with self.assertRaisesRegex(ArtifactError, "in the checkpoint is not JSON"):
            follow(str(self.store), state=state, **WHOSE)
