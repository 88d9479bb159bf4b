import json
import pathlib
import tempfile
import unittest

from lode_client import ArtifactError, GroupKey, follow
from lode_client.artifact import parse_artifact
from lode_client.cooldown import Cooldown
from lode_client.names import anytime_folder
from lode_client.schedule import schedule_of
from tests.publishing import VECTORS, generate


class VectorsTest(unittest.TestCase):
    def test_learning_rates_are_those_of_the_definition(self) -> None:
        compared = 0
        for vector in json.loads((VECTORS / "vectors.json").read_text("utf-8")):
            file = VECTORS / "artifacts" / vector["artifact"]
            schedule = schedule_of(file.read_bytes(), file.name, vector["totalSteps"])
            for step, expected in zip(vector["steps"], vector["learningRates"]):
                found = schedule.learning_rate(step)
                self.assertLessEqual(
                    abs(found / expected - 1),
                    1e-12,
                    f"{vector['artifact']}, total {vector['totalSteps']}, step {step}",
                )
                compared += 1
        self.assertGreater(compared, 1000)

    def test_cooldowns_are_those_of_the_definition(self) -> None:
        vectors = json.loads((VECTORS / "cooldowns.json").read_text("utf-8"))
        self.assertGreater(len(vectors), 10)
        for vector in vectors:
            with tempfile.TemporaryDirectory() as name:
                store = pathlib.Path(name)
                artifact = (VECTORS / "artifacts" / vector["artifact"]).read_bytes()
                folder = store / anytime_folder(GroupKey("m", "d", "adamw"))
                folder.mkdir(parents=True)
                (folder / "latest.json").write_bytes(artifact)
                followed = follow(
                    name, model="m", dataset="d", optimizer="adamw", anytime=True
                )
            cooldowns = followed.in_force.artifact.cooldowns
            assert cooldowns is not None
            recommended = cooldowns.steps(vector["fromStep"])
            self.assertAlmostEqual(recommended / vector["recommendedSteps"], 1, delta=1e-12)
            cooldown = Cooldown(
                vector["fromStep"],
                recommended,
                followed.learning_rate(vector["fromStep"]),
                cooldowns.shape,
                cooldowns.last_part,
            )
            for step, expected in zip(vector["steps"], vector["learningRates"]):
                trunk = step < vector["fromStep"]
                found = (followed if trunk else cooldown).learning_rate(step)
                self.assertAlmostEqual(found / expected, 1, delta=1e-12, msg=f"{vector}, {step}")

    def test_damaged_files_are_refused_with_what_was_found_and_expected(self) -> None:
        refused = json.loads((VECTORS / "refused.json").read_text("utf-8"))
        self.assertGreater(len(refused), 20)
        for case in refused:
            with self.subTest(case["name"]):
                with self.assertRaises(ArtifactError) as caught:
                    parse_artifact(case["content"].encode("utf-8"), "f.json")
                message = str(caught.exception)
                self.assertTrue(message.startswith("f.json" + case["message"]), message)
                self.assertEqual(len(message.splitlines()), 1)

    def test_the_committed_vectors_are_what_the_generator_writes(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            made = pathlib.Path(folder)
            generate.main(made)
            for file in sorted(made.rglob("*.json")):
                committed = VECTORS / file.relative_to(made)
                self.assertEqual(file.read_bytes(), committed.read_bytes(), committed.name)
