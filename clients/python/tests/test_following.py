import pathlib
import shutil
import tempfile
import unittest
from typing import Any

from lode_client import (
    ArtifactError,
    FollowedSchedule,
    Schedule,
    StoreError,
    follow,
    load,
    load_csv,
)
from tests.publishing import GROUP, document, publish

FIRST = [(0, 0.1), (1000, 0.001)]
LOWER = [(0, 0.05), (1000, 0.0005)]


class FollowingTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.store = pathlib.Path(folder.name) / "store"

    def follow(self, **more: Any) -> FollowedSchedule:
        settings = {"every": 10, **more}
        return follow(
            str(self.store),
            model=GROUP.model,
            dataset=GROUP.dataset,
            optimizer=GROUP.optimizer,
            **settings,
        )

    def fixed(self, path: pathlib.Path) -> Schedule:
        return load(str(path))

    def test_a_new_version_is_in_force_from_the_next_look_on(self) -> None:
        first = self.fixed(publish(self.store, FIRST))
        followed = self.follow()
        self.assertEqual(followed.learning_rate(5), first.learning_rate(5))
        second = self.fixed(publish(self.store, LOWER, version=2))
        self.assertEqual(followed.learning_rate(9), first.learning_rate(9))
        self.assertEqual(followed.learning_rate(10), second.learning_rate(10))
        self.assertEqual(followed.learning_rate(9), first.learning_rate(9))
        self.assertEqual(
            [(entry["fromStep"], entry["version"]) for entry in followed.history],
            [(0, 1), (10, 2)],
        )

    def test_the_plan_of_a_long_run_is_followed_beside_that_of_a_horizon(self) -> None:
        publish(self.store, FIRST)
        long_run = self.fixed(
            publish(self.store, [(0, 0.1), (5000, 0.001)], 5000, planned_steps=5000)
        )
        followed = self.follow(planned_steps=5000)
        for step in range(0, 5001, 500):
            self.assertEqual(followed.learning_rate(step), long_run.learning_rate(step))
            resumed = self.follow(planned_steps=5000, state=followed.state_dict())
            self.assertEqual(
                resumed.learning_rate(step + 1), long_run.learning_rate(step + 1)
            )

    def test_a_long_run_that_was_not_planned_says_how_to_plan_it(self) -> None:
        publish(self.store, FIRST)
        with self.assertRaisesRegex(StoreError, "from lode generate --steps 5000"):
            self.follow(planned_steps=5000)
        with self.assertRaisesRegex(ValueError, "planned_steps must be a whole number over 0, found 0"):
            self.follow(planned_steps=0)

    def test_a_run_that_is_extended_while_it_trains_is_not_stretched(self) -> None:
        first = self.fixed(publish(self.store, FIRST))
        followed = self.follow(run="r", total_steps=1000)
        followed.learning_rate(505)
        rest = [(0, 0.1), (500, first.learning_rate(500)), (2000, 0.0005)]
        own = self.fixed(publish(self.store, rest, 2000, run="r", extension=(500, 1000)))
        with self.assertLogs("lode_client", "WARNING") as logs:
            self.assertEqual(followed.learning_rate(510), own.learning_rate(510))
        self.assertEqual(len(logs.output), 1)
        self.assertIn(
            "goes on to step 2000, this job ends at step 1000; resume it with total_steps=2000",
            logs.output[0],
        )
        self.assertEqual(followed.learning_rate(1000), own.learning_rate(1000))
        resumed = self.follow(run="r", total_steps=2000, state=followed.state_dict())
        self.assertEqual(resumed.learning_rate(1500), own.learning_rate(1500))

    def test_an_extension_from_before_the_checkpoint_says_from_where_to_resume(self) -> None:
        publish(self.store, FIRST)
        followed = self.follow(run="r")
        followed.learning_rate(1000)
        rest = [(0, 0.1), (500, 0.01), (2000, 0.0005)]
        publish(self.store, rest, 2000, run="r", extension=(500, 1000))
        with self.assertLogs("lode_client", "WARNING") as logs:
            self.follow(run="r", state=followed.state_dict()).learning_rate(1000)
        self.assertIn("resume from a checkpoint of step 500", logs.output[0])

    def test_a_training_without_an_end_is_followed_as_long_as_it_takes(self) -> None:
        stop = {"fromStep": 500, "steps": 100, "objective": 3.0, "standardDeviation": 0.1}
        anytime = {"shape": "linear", "lastPart": 0.1, "cooldowns": [stop]}
        publish(self.store, [(0, 0.1), (1000, 0.1)], 1000, anytime=anytime)
        followed = self.follow(anytime=True)
        self.assertEqual(followed.learning_rate(5000), 0.1)
        for wrong in (0, -3, 2.5, True):
            with self.assertRaisesRegex(ValueError, "steps must be a whole number over 0, found"):
                followed.begin_cooldown(5000, wrong)
        cooldown = followed.begin_cooldown(5000)
        self.assertEqual(cooldown.last_step, 6000)
        self.assertAlmostEqual(followed.learning_rate(5500), 0.055)
        self.assertAlmostEqual(followed.known_learning_rate(7000), 0.01)
        self.assertEqual(followed.known_learning_rate(4999), 0.1)
        state = followed.state_dict()
        self.assertEqual(self.follow(anytime=True, state=state).cooldown, cooldown)
        state["cooldown"] = {"shape": "linear"}
        with self.assertRaisesRegex(ValueError, r"a state must be what state_dict\(\) gave"):
            self.follow(anytime=True, state=state)
        with self.assertRaisesRegex(ValueError, "expected anytime or planned_steps, found both"):
            self.follow(anytime=True, planned_steps=5)
        with self.assertRaisesRegex(StoreError, "from lode generate --anytime"):
            follow(str(self.store), model="other", dataset="d", anytime=True)

    def test_the_store_is_asked_at_most_every_so_many_steps(self) -> None:
        publish(self.store, FIRST)
        reads = []

        def counted(read):
            reads.append(1)
            return read()

        followed = self.follow(share=counted, every=25)
        for step in range(101):
            followed.learning_rate(step)
        self.assertEqual(len(reads), 1 + 4)

    def test_a_rollback_is_followed_too(self) -> None:
        publish(self.store, FIRST, version=1)
        publish(self.store, LOWER, version=2)
        followed = self.follow()
        publish(self.store, FIRST, version=1)
        followed.learning_rate(10)
        self.assertEqual(followed.in_force.artifact.version, 1)

    def test_a_run_prefers_its_own_plan_as_soon_as_there_is_one(self) -> None:
        group = self.fixed(publish(self.store, FIRST))
        followed = self.follow(run="r/1")
        self.assertEqual(followed.learning_rate(15), group.learning_rate(15))
        rest = [(0, 0.1), (20, group.learning_rate(20)), (30, 0.01), (1000, 0.0001)]
        own = self.fixed(publish(self.store, rest, run="r/1"))
        publish(self.store, LOWER, version=2)
        rates = [followed.learning_rate(step) for step in range(1001)]
        for step in range(20):
            self.assertEqual(rates[step], group.learning_rate(step))
        for step in range(20, 1001):
            self.assertEqual(rates[step], own.learning_rate(step))

    def test_the_own_plan_stays_in_force_where_it_vanishes(self) -> None:
        publish(self.store, FIRST)
        own = publish(self.store, LOWER, run="r", version=4)
        followed = self.follow(run="r")
        expected = self.fixed(own).learning_rate(50)
        shutil.rmtree(own.parent)
        with self.assertLogs("lode_client", "WARNING") as logs:
            self.assertEqual(followed.learning_rate(50), expected)
        self.assertIn("run=r/horizon=1.0/latest.json", logs.output[0])

    def test_a_jump_beyond_the_bounds_is_refused_until_it_is_none(self) -> None:
        first = self.fixed(publish(self.store, FIRST))
        followed = self.follow()
        high = [(0, 0.3), (100, 0.3), (200, 0.02), (1000, 0.001)]
        second = self.fixed(publish(self.store, high, version=2, bounds=(1e-4, 0.1)))
        with self.assertLogs("lode_client", "WARNING") as logs:
            for step in range(100):
                self.assertEqual(followed.learning_rate(step), first.learning_rate(step))
        self.assertEqual(len(logs.output), 1)
        self.assertRegex(
            logs.output[0],
            r"v000002.json: the learning rate would jump from 0.095\d+ to 0.3 at step 10, "
            r"expected at least 0.0001 and at most 0.1; .*v000001.json stays in force",
        )
        self.assertEqual(followed.learning_rate(160), second.learning_rate(160))

    def test_the_way_down_and_a_low_warm_up_are_no_jumps(self) -> None:
        warm_up = [(0, 1e-7), (100, 0.1), (1000, 1e-8)]
        publish(self.store, warm_up)
        followed = self.follow(run="r")
        own = self.fixed(publish(self.store, warm_up, run="r", bounds=(1e-3, 0.1)))
        self.assertEqual(followed.learning_rate(10), own.learning_rate(10))
        self.assertEqual(followed.in_force.artifact.run, "r")

    def test_a_store_that_is_down_is_said_once_and_changes_nothing(self) -> None:
        first = self.fixed(publish(self.store, FIRST))
        followed = self.follow()
        away = self.store.with_name("away")
        self.store.rename(away)
        with self.assertLogs("lode_client", "WARNING") as logs:
            for step in range(300):
                self.assertEqual(followed.learning_rate(step), first.learning_rate(step))
        self.assertEqual(len(logs.output), 1)
        self.assertIn("v000001.json stays in force at step 10", logs.output[0])
        away.rename(self.store)
        second = self.fixed(publish(self.store, LOWER, version=2))
        self.assertEqual(followed.learning_rate(300), second.learning_rate(300))
        self.store.rename(away)
        with self.assertLogs("lode_client", "WARNING") as logs:
            followed.learning_rate(400)
        self.assertEqual(len(logs.output), 1)

    def test_an_unreadable_store_is_down(self) -> None:
        path = publish(self.store, FIRST)
        followed = self.follow()
        (path.parent / "latest.json").unlink()
        (path.parent / "latest.json").mkdir()
        with self.assertLogs("lode_client", "WARNING") as logs:
            followed.learning_rate(10)
        self.assertIn("latest.json cannot be read", logs.output[0])

    def test_torn_and_foreign_files_are_said_once_and_change_nothing(self) -> None:
        path = publish(self.store, FIRST)
        latest = path.parent / "latest.json"
        whole = document(LOWER, version=2)
        damages = (
            (whole[:500], "is not JSON"),
            (whole.replace(b"0.05", b"0.06"), "does not match its id"),
            (whole.replace(b"lode-schedule/1", b"lode-schedule/2"), "found lode-schedule/2"),
            (document(LOWER, version=2, horizon=0.5), "horizon must be 1.0, found 0.5"),
            (document(LOWER, version=2, run="r"), "run must be None, found r"),
        )
        for content, reason in damages:
            latest.write_bytes(path.read_bytes())
            followed = self.follow()
            latest.write_bytes(content)
            with self.assertLogs("lode_client", "WARNING") as logs:
                for step in range(100):
                    self.assertEqual(
                        followed.learning_rate(step), self.fixed(path).learning_rate(step)
                    )
            self.assertEqual(len(logs.output), 1)
            self.assertIn(reason, logs.output[0])
            self.assertEqual(len(logs.records[0].getMessage().splitlines()), 1)

    def test_a_job_does_not_start_without_a_schedule(self) -> None:
        with self.assertRaisesRegex(StoreError, "has no .*; expected one from lode generate"):
            self.follow()
        path = publish(self.store, FIRST)
        (path.parent / "latest.json").write_bytes(path.read_bytes()[:99])
        with self.assertRaisesRegex(ArtifactError, "latest.json is not JSON"):
            self.follow()
        with self.assertRaisesRegex(ValueError, "horizon must be over 0 and at most 1, found 2"):
            self.follow(horizon=2)

    def test_another_length_stretches_time_and_is_said_once(self) -> None:
        original = self.fixed(publish(self.store, FIRST))
        with self.assertLogs("lode_client", "WARNING") as logs:
            followed = self.follow(total_steps=500)
            publish(self.store, LOWER, version=2)
            followed.learning_rate(10)
        self.assertEqual(len(logs.output), 1)
        self.assertIn("schedule of 1000 steps is stretched to 500 steps", logs.output[0])
        self.assertEqual(followed.learning_rate(5), original.learning_rate(10))
        self.assertEqual(followed.learning_rate(500), 0.0005)

    def test_past_the_end_it_stays_and_says_so_once(self) -> None:
        publish(self.store, [(0, 0.1), (500, 0.01)], horizon=0.5)
        followed = self.follow(horizon=0.5)
        self.assertEqual(followed.learning_rate(500), 0.01)
        with self.assertLogs("lode_client", "WARNING") as logs:
            for step in range(501, 600):
                self.assertEqual(followed.learning_rate(step), 0.01)
        self.assertEqual(len(logs.output), 1)
        self.assertIn("step 501 is past the schedule's end at step 500", logs.output[0])

    def test_a_state_continues_exactly_with_the_store_down(self) -> None:
        publish(self.store, FIRST)
        followed = self.follow()
        second = self.fixed(publish(self.store, LOWER, version=2))
        followed.learning_rate(17)
        state = followed.state_dict()
        shutil.rmtree(self.store)
        resumed = self.follow(state=state)
        for step in range(17, 1200):
            self.assertEqual(resumed.learning_rate(step), second.learning_rate(step))
        self.assertEqual(resumed.history, followed.history)

    def test_a_resumed_job_looks_for_versions_at_the_steps_it_would_have(self) -> None:
        first = self.fixed(publish(self.store, FIRST))
        followed = self.follow()
        followed.learning_rate(17)
        second = self.fixed(publish(self.store, LOWER, version=2))
        resumed = self.follow(state=followed.state_dict())
        for job in (followed, resumed):
            self.assertEqual(
                [job.learning_rate(step) for step in (18, 19, 20, 21)],
                [
                    first.learning_rate(18),
                    first.learning_rate(19),
                    second.learning_rate(20),
                    second.learning_rate(21),
                ],
            )

    def test_a_state_of_another_run_or_a_damaged_one_is_refused(self) -> None:
        publish(self.store, FIRST)
        state = self.follow(run="a").state_dict()
        with self.assertRaisesRegex(ValueError, "the checkpoint's run must be b, found a"):
            self.follow(run="b", state=state)
        state["schedule"]["document"] = state["schedule"]["document"].replace("0.1", "0.2")
        with self.assertRaisesRegex(ArtifactError, "in the checkpoint: its content does not"):
            self.follow(run="a", state=state)


class LoadTest(unittest.TestCase):
    def test_says_what_it_lacks_and_that_it_stretches(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            path = publish(pathlib.Path(name), FIRST)
            with self.assertRaisesRegex(
                StoreError, "none.json does not exist; expected a schedule"
            ):
                load(f"{name}/none.json")
            with self.assertLogs("lode_client", "WARNING"):
                twice = load(str(path), total_steps=2000)
            self.assertEqual(twice.learning_rate(100), load(str(path)).learning_rate(50))
            with self.assertRaisesRegex(ValueError, "total_steps must be over 0, found 0"):
                load(str(path), total_steps=0)

    def test_reads_the_knots_of_a_proposal(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            file = pathlib.Path(name) / "p.csv"
            file.write_text("step,learning_rate\n0.0,1.0E-4\n10.0,0.01\n\n")
            self.assertAlmostEqual(load_csv(str(file)).learning_rate(5), 1e-3, delta=1e-15)
            for content, message in (
                ("", "p.csv line 1: expected step,learning_rate, found nothing"),
                ("step,lr\n", "p.csv line 1: expected step,learning_rate, found 'step,lr'"),
                ("step,learning_rate\n0,1\n1\n", "p.csv line 3: expected two numbers, found '1'"),
                ("step,learning_rate\n0,0\n", "p.csv: knot learning rates must be positive"),
            ):
                file.write_text(content)
                with self.assertRaisesRegex(ArtifactError, message):
                    load_csv(str(file))
