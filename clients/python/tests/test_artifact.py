import unittest

from lode_client import ArtifactError
from lode_client.artifact import parse_artifact
from tests.publishing import VECTORS


class ArtifactTest(unittest.TestCase):
    def setUp(self) -> None:
        self.published = sorted((VECTORS / "artifacts").glob("published-*.json"))
        self.assertGreaterEqual(len(self.published), 2)

    def test_reads_what_the_jobs_publish(self) -> None:
        for file in self.published:
            artifact = parse_artifact(file.read_bytes(), file.name)
            self.assertEqual(artifact.group.dataset, "c4")
            self.assertGreaterEqual(artifact.version, 1)
            self.assertIsNone(artifact.run)
            self.assertIn(artifact.decision, ("revised", "kept"))
            self.assertEqual(artifact.objective.metric, "train_loss")
            self.assertGreater(len(artifact.knots.steps), 2)
            self.assertLess(artifact.minimum, artifact.maximum)

    def test_a_file_cut_off_anywhere_is_refused(self) -> None:
        document = self.published[0].read_bytes()
        for length in range(len(document)):
            with self.assertRaises(ArtifactError):
                parse_artifact(document[:length], "latest.json")

    def test_any_flipped_bit_is_noticed(self) -> None:
        document = self.published[0].read_bytes()
        for i in range(len(document)):
            damaged = bytearray(document)
            damaged[i] ^= 1 << (i % 8)
            with self.assertRaises(ArtifactError):
                parse_artifact(bytes(damaged), "latest.json")

    def test_a_hostile_file_is_refused(self) -> None:
        for document in (b"[" * 100_000, b"\xff\xfe{}", b'{"format": ' + b"9" * 5000 + b"}"):
            with self.assertRaises(ArtifactError):
                parse_artifact(document, "latest.json")
