import pathlib
import tempfile
import unittest
from typing import Any, Sequence, Tuple

from lode_client import ArtifactError, FollowedSchedule, follow, load
from lode_client.artifact import MOST_BYTES, MOST_KNOTS
from tests.publishing import GROUP, document, publish

FIRST = [(0, 0.1), (1000, 0.001)]


class AcceptanceTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.store = pathlib.Path(folder.name) / "store"

    def follow(self, **more: Any) -> FollowedSchedule:
        return follow(
            str(self.store),
            model=GROUP.model,
            dataset=GROUP.dataset,
            optimizer=GROUP.optimizer,
            every=10,
            **more,
        )

    def stays(self, knots: Sequence[Tuple[float, float]], message: str, **more: Any) -> None:
        """The first version stays in force to the end, and one warning says why."""
        first = load(str(publish(self.store, FIRST)))
        followed = self.follow()
        publish(self.store, knots, version=2, **more)
        with self.assertLogs("lode_client", "WARNING") as logs:
            for step in range(1001):
                self.assertEqual(followed.learning_rate(step), first.learning_rate(step))
        self.assertEqual(len(logs.output), 1, logs.output)
        self.assertRegex(logs.output[0], message)
        self.assertIn("v000001.json stays in force at step 10", logs.output[0])

    def test_a_rate_far_over_its_own_bounds_is_adopted_by_nobody(self) -> None:
        wild = [(0, 0.1), (500, 1e30), (1000, 0.1)]
        path = publish(self.store, wild, bounds=(1e-4, 1.0))
        expected = (
            r"its learning rate of 1e\+30 at step 500 is over 100 times the largest that its "
            "bounds allow, 1$"
        )
        for adopted in (self.follow, lambda: load(str(path))):
            with self.assertRaisesRegex(ArtifactError, expected):
                adopted()
        self.stays(wild, expected[:-1], bounds=(1e-4, 1.0))

    def test_a_jump_after_the_step_of_adoption_is_one(self) -> None:
        self.stays(
            [(0, 0.1), (1000, 0.09), (1001, 50)],
            r"the learning rate would jump from 0.001 to 50 at step 1001, expected .* at most 1;",
        )

    def test_a_collapse_after_the_step_of_adoption_is_one(self) -> None:
        self.stays(
            [(0, 0.1), (995, 0.09), (996, 1e-12), (1000, 1e-12)],
            r"would jump from 0.0010\d+ to 1e-12 at step 996, expected at least 1e-06",
        )

    def test_bounds_are_held_against_those_in_force(self) -> None:
        self.stays(
            [(0, 0.1), (1000, 0.01)],
            r"its bounds allow a learning rate of 1e\+300, expected at most 1000 times the 1 of",
            bounds=(1e-6, 1e300),
        )
        self.stays(
            [(0, 0.1), (1000, 4.5)],
            "would jump from 0.001 to 4.5 at step 1000, expected at least 1e-06 and at most 4;",
            bounds=(1e-6, 100.0),
        )

    def test_a_version_may_go_so_much_beyond_the_bounds_that_the_last_one_was_held_to(self) -> None:
        high = [(0, 0.1), (1000, 0.39)]
        higher = [(0, 0.1), (1000, 0.41)]
        publish(self.store, FIRST, bounds=(1e-6, 0.1))
        followed = self.follow()
        second = publish(self.store, high, version=2, bounds=(1e-6, 90.0))
        followed.learning_rate(10)
        self.assertEqual(followed.in_force.artifact, load(str(second)).artifact)
        resumed = self.follow(state=followed.state_dict())
        self.assertEqual(resumed.state_dict()["limits"], [1e-6, 0.4])
        publish(self.store, FIRST, bounds=(1e-6, 0.1))
        fresh = self.follow()
        publish(self.store, higher, version=3, bounds=(1e-6, 90.0))
        with self.assertLogs("lode_client", "WARNING") as logs:
            fresh.learning_rate(10)
        self.assertIn("at step 1000, expected at least 1e-06 and at most 0.4;", logs.output[0])
        resumed.learning_rate(20)
        self.assertEqual(resumed.in_force.artifact.version, 3)

    def test_a_stretched_version_is_held_in_the_steps_of_the_job(self) -> None:
        publish(self.store, FIRST)
        with self.assertLogs("lode_client", "WARNING") as logs:
            followed = self.follow(total_steps=100)
            publish(self.store, [(0, 0.1), (500, 0.1), (501, 50)], version=2)
            followed.learning_rate(10)
            # From step 51 on nothing is left but the high rate, and before it was refused once.
            followed.learning_rate(60)
        self.assertEqual(len(logs.output), 2, logs.output)
        self.assertIn("to 50 at step 50.1, expected", logs.output[1])

    def test_what_is_past_does_not_count(self) -> None:
        publish(self.store, FIRST)
        followed = self.follow()
        followed.learning_rate(299)
        second = load(str(publish(self.store, [(0, 50), (200, 0.02), (1000, 0.01)], version=2)))
        self.assertEqual(followed.learning_rate(300), second.learning_rate(300))

    def test_too_many_knots_and_too_long_a_file_are_refused_at_once(self) -> None:
        many = [(step, 0.1) for step in range(MOST_KNOTS + 1)]
        self.stays(many, "expected at most 20000 knots, found 20001; a schedule needs a few")
        path = self.store / "long.json"
        path.write_bytes(document(FIRST) + b" " * MOST_BYTES)
        with self.assertRaisesRegex(ArtifactError, "is longer than 8388608 bytes"):
            load(str(path))
