import pathlib
import tempfile
import unittest
from typing import Any

from lode_client import GroupKey, RunLogger, StoreError, follow
from tests.publishing import publish


class NearbyTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.store = pathlib.Path(folder.name) / "store"
        for group in (
            GroupKey("resnet 18", "cifar10", "adamw"),
            GroupKey("resnet 18", "cifar10", "sgd"),
            GroupKey("vit", "imagenet", "adamw"),
        ):
            publish(self.store, [(0, 0.1), (100, 0.01)], 100, group=group, horizon=0.5)

    def refused(self, expected: str, **whose: Any) -> None:
        with self.assertRaisesRegex(StoreError, expected):
            follow(str(self.store), **whose)

    def test_a_name_that_was_meant_is_named(self) -> None:
        resnet = {"dataset": "cifar10", "horizon": 0.5}
        self.refused(
            r"--horizon 0.5; did you mean optimizer='adamw'\?$",
            model="resnet 18", optimizer="AdamW", **resnet
        )
        self.refused(
            r"; did you mean model='resnet 18', dataset='cifar10'\?$",
            model="ResNet18", dataset="CIFAR-10", optimizer="sgd", horizon=0.5,
        )
        self.refused("; found horizon 0.5$", model="vit", dataset="imagenet", optimizer="adamw")
        self.refused("--horizon 0.5$", model="lstm", optimizer="adamw", **resnet)

    def logger(self, **whose: Any) -> RunLogger:
        return RunLogger(str(self.store), run="r", total_steps=100, **whose)

    def test_a_run_that_starts_a_group_written_otherwise_is_told(self) -> None:
        with self.assertLogs("lode_client", "WARNING") as logs:
            self.logger(model="resnet18", dataset="cifar10", optimizer="AdamW").close()
            self.logger(model="lstm", dataset="text", optimizer="lion").close()
            self.logger(model="vit", dataset="imagenet", optimizer="adam").close()
            self.logger(model="LSTM", dataset="text", optimizer="lion").close()
        self.assertEqual(len(logs.output), 2, logs.output)
        self.assertIn("did you mean model='resnet 18', optimizer='adamw', which", logs.output[0])
        self.assertIn("starts a new group, model=LSTM/", logs.output[1])
        self.assertIn("did you mean model='lstm', which the store has?", logs.output[1])
