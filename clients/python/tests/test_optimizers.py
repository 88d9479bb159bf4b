"""The optimizers against their papers' equations, written out in plain numbers."""

import math
import unittest
from typing import Callable, List

from tests import optional

optional.require("torch")

import torch

from examples.optimizers import HypergradientAdam, HypergradientSGD, ScheduleFreeAdamW

CURVATURES = [0.5, 2.0]


def gradient(weights: List[float]) -> List[float]:
    """Of the sum of curvature w^2 / 2 - w."""
    return [c * w - 1 for c, w in zip(CURVATURES, weights)]


def trained(
    optimizer: Callable[[List[torch.nn.Parameter]], torch.optim.Optimizer], steps: int
) -> torch.optim.Optimizer:
    """Each weight is a parameter of its own, so that groups are summed over tensors."""
    weights = [torch.nn.Parameter(torch.tensor([0.3], dtype=torch.float64)) for _ in CURVATURES]
    made = optimizer(weights)
    for _ in range(steps):
        made.zero_grad()
        sum((c * w * w / 2 - w).sum() for c, w in zip(CURVATURES, weights)).backward()
        made.step()
    return made


def weights_of(optimizer: torch.optim.Optimizer) -> List[float]:
    return [float(p) for p in optimizer.param_groups[0]["params"]]


class HypergradientTest(unittest.TestCase):
    def test_sgd_follows_algorithm_4(self) -> None:
        alpha, beta = 0.1, 0.02
        weights, before = [0.3, 0.3], [0.0, 0.0]
        for _ in range(7):
            g = gradient(weights)
            alpha += beta * sum(a * b for a, b in zip(g, before))
            weights = [w - alpha * a for w, a in zip(weights, g)]
            before = g
        found = trained(lambda p: HypergradientSGD(p, lr=0.1, hypergradient_lr=0.02), 7)
        self.assertAlmostEqual(found.param_groups[0]["lr"], alpha, delta=1e-14)
        for ours, theirs in zip(weights_of(found), weights):
            self.assertAlmostEqual(ours, theirs, delta=1e-14)

    def test_adam_follows_algorithm_6(self) -> None:
        alpha, beta, b1, b2, eps = 0.1, 0.01, 0.9, 0.999, 1e-8
        weights, m, v, u = [0.3, 0.3], [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]
        for t in range(1, 8):
            g = gradient(weights)
            alpha -= beta * sum(a * b for a, b in zip(g, u))
            m = [b1 * x + (1 - b1) * y for x, y in zip(m, g)]
            v = [b2 * x + (1 - b2) * y * y for x, y in zip(v, g)]
            u = [-(x / (1 - b1**t)) / (math.sqrt(y / (1 - b2**t)) + eps) for x, y in zip(m, v)]
            weights = [w + alpha * a for w, a in zip(weights, u)]
        found = trained(lambda p: HypergradientAdam(p, lr=0.1, hypergradient_lr=0.01), 7)
        self.assertAlmostEqual(found.param_groups[0]["lr"], alpha, delta=1e-14)
        for ours, theirs in zip(weights_of(found), weights):
            self.assertAlmostEqual(ours, theirs, delta=1e-13)

    def test_adam_without_hypergradient_is_that_of_pytorch(self) -> None:
        ours = trained(lambda p: HypergradientAdam(p, lr=0.05, hypergradient_lr=0), 9)
        theirs = trained(lambda p: torch.optim.Adam(p, lr=0.05), 9)
        for a, b in zip(weights_of(ours), weights_of(theirs)):
            self.assertAlmostEqual(a, b, delta=1e-12)

    def test_the_learning_rate_never_falls_below_zero(self) -> None:
        found = trained(lambda p: HypergradientSGD(p, lr=0.9, hypergradient_lr=100.0), 4)
        self.assertGreaterEqual(found.param_groups[0]["lr"], 0.0)

    def test_refuses_a_negative_rate(self) -> None:
        with self.assertRaisesRegex(ValueError, "lr must be at least 0, found -1"):
            HypergradientSGD([torch.zeros(1)], lr=-1, hypergradient_lr=0)


class ScheduleFreeTest(unittest.TestCase):
    def test_follows_algorithm_1(self) -> None:
        gamma, b1, b2, eps, decay, warmup = 0.05, 0.9, 0.99, 1e-8, 0.01, 4
        z, x, v, total = [0.3, 0.3], [0.3, 0.3], [0.0, 0.0], 0.0
        for t in range(1, 10):
            y = [(1 - b1) * a + b1 * b for a, b in zip(z, x)]
            g = gradient(y)
            v = [b2 * a + (1 - b2) * b * b for a, b in zip(v, g)]
            rate = gamma * math.sqrt(1 - b2**t) * min(1.0, t / warmup)
            z = [
                a - rate * b / (math.sqrt(c) + eps) - rate * decay * d
                for a, b, c, d in zip(z, g, v, y)
            ]
            total += rate**2
            share = rate**2 / total
            x = [(1 - share) * a + share * b for a, b in zip(x, z)]
        found = trained(
            lambda p: ScheduleFreeAdamW(
                p, lr=gamma, betas=(b1, b2), eps=eps, weight_decay=decay, warmup_steps=warmup
            ),
            9,
        )
        y = [(1 - b1) * a + b1 * b for a, b in zip(z, x)]
        for ours, theirs in zip(weights_of(found), y):
            self.assertAlmostEqual(ours, theirs, delta=1e-14)
        found.eval()
        for ours, theirs in zip(weights_of(found), x):
            self.assertAlmostEqual(ours, theirs, delta=1e-14)
        with self.assertRaisesRegex(RuntimeError, "call train\\(\\) first"):
            found.step()
        found.train()
        for ours, theirs in zip(weights_of(found), y):
            self.assertAlmostEqual(ours, theirs, delta=1e-14)

    def test_a_resumed_optimizer_goes_on_exactly(self) -> None:
        whole = trained(lambda p: ScheduleFreeAdamW(p, lr=0.05), 8)
        half = trained(lambda p: ScheduleFreeAdamW(p, lr=0.05), 4)
        weights = [torch.nn.Parameter(p.detach().clone()) for p in half.param_groups[0]["params"]]
        resumed = ScheduleFreeAdamW(weights, lr=0.05)
        resumed.load_state_dict(half.state_dict())
        for _ in range(4):
            resumed.zero_grad()
            sum((c * w * w / 2 - w).sum() for c, w in zip(CURVATURES, weights)).backward()
            resumed.step()
        self.assertEqual(weights_of(resumed), weights_of(whole))


if __name__ == "__main__":
    unittest.main()
