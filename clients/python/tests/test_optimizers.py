"""The optimizers against their papers' equations, written out in plain numbers."""

import math
import unittest
from typing import Callable, List

from tests import optional

optional.require("torch")

import torch

from examples.optimizers import HypergradientAdam, HypergradientSGD, ScheduleFreeAdamW
from examples.schedule_free_plus import ScheduleFreePlus

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


class ScheduleFreePlusTest(unittest.TestCase):
    def trained(self, optimizer: ScheduleFreePlus, steps: int) -> ScheduleFreePlus:
        weights = optimizer.param_groups[0]["params"]
        for _ in range(steps):
            optimizer.zero_grad()
            loss = sum((c * w * w / 2 - w + 0.5 / c).sum() for c, w in zip(CURVATURES, weights))
            loss.backward()
            optimizer.loss = float(loss)
            optimizer.step()
        return optimizer

    def weights(self) -> List[torch.nn.Parameter]:
        return [torch.nn.Parameter(torch.tensor([0.3], dtype=torch.float64)) for _ in CURVATURES]

    def test_follows_the_equations(self) -> None:
        n, b1, b2, eps, decay, warmup, averaged, anneal = 0.5, 0.9, 0.95, 1e-8, 3.0, 4, 2, 6
        norm_beta, power = 0.5, 1.0
        z, x, y = [0.3, 0.3], [0.3, 0.3], [0.3, 0.3]
        m, v, norm, largest, total = [0.0, 0.0], [0.0, 0.0], 0.0, eps, 0.0
        for t in range(1, 10):
            done = min(1.0, (t - 1) / anneal)
            between = 1 - 0.1 ** (1 - done) * 0.035**done
            loss = sum(c * w * w / 2 - w + 0.5 / c for c, w in zip(CURVATURES, y))
            g = gradient(y)
            ahead = between * sum(a * (b - c) for a, b, c in zip(g, z, x))
            norm = norm_beta * norm + (1 - norm_beta) * sum(map(abs, g)) * math.sqrt(math.pi / 2)
            corrected = norm / (1 - norm_beta**t)
            rate = n * min(1.0, t / warmup) * max(0.0, loss + ahead) / corrected
            m = [b1 * a + (1 - b1) * b for a, b in zip(m, g)]
            v = [b2 * a + (1 - b2) * b * b for a, b in zip(v, g)]
            z = [
                a
                - rate**2 * decay * d
                - rate * (b / (1 - b1**t)) / (math.sqrt(c / (1 - b2**t)) + eps)
                for a, b, c, d in zip(z, m, v, y)
            ]
            largest = max(largest, rate)
            weight = t**power * largest**2
            total += weight
            share = 1.0 if t <= averaged else weight / total
            x = [(1 - share) * a + share * b for a, b in zip(x, z)]
            y = [between * a + (1 - between) * b for a, b in zip(x, z)]
        found = self.trained(
            ScheduleFreePlus(
                self.weights(),
                lr=n,
                weight_decay=decay,
                warmup_steps=warmup,
                averaged_from=averaged,
                anneal_steps=anneal,
                norm_beta=norm_beta,
                power=power,
            ),
            9,
        )
        for ours, theirs in zip(weights_of(found), y):
            self.assertAlmostEqual(ours, theirs, delta=1e-12)
        with found.averaged():
            for ours, theirs in zip(weights_of(found), x):
                self.assertAlmostEqual(ours, theirs, delta=1e-12)
        for ours, theirs in zip(weights_of(found), y):
            self.assertAlmostEqual(ours, theirs, delta=1e-12)

    def test_learns_without_a_learning_rate(self) -> None:
        # The least loss is zero, as Polyak's step takes it for.
        found = self.trained(ScheduleFreePlus(self.weights()), 400)
        with found.averaged():
            for ours, curvature in zip(weights_of(found), CURVATURES):
                self.assertAlmostEqual(ours, 1 / curvature, delta=0.1)

    def test_a_resumed_optimizer_goes_on_exactly(self) -> None:
        whole = self.trained(ScheduleFreePlus(self.weights(), norm_beta=0.9), 8)
        half = self.trained(ScheduleFreePlus(self.weights(), norm_beta=0.9), 4)
        weights = [torch.nn.Parameter(p.detach().clone()) for p in half.param_groups[0]["params"]]
        resumed = ScheduleFreePlus(weights, norm_beta=0.9)
        resumed.load_state_dict(half.state_dict())
        self.assertEqual(weights_of(self.trained(resumed, 4)), weights_of(whole))

    def test_stands_still_without_a_gradient_and_shows_a_loss_that_is_no_number(self) -> None:
        still = ScheduleFreePlus([torch.nn.Parameter(torch.zeros(1))])
        still.param_groups[0]["params"][0].grad = torch.zeros(1)
        still.loss = 1.0
        still.step()
        self.assertEqual(weights_of(still), [0.0])
        lost = ScheduleFreePlus([torch.nn.Parameter(torch.zeros(1))])
        lost.param_groups[0]["params"][0].grad = torch.ones(1)
        lost.step()
        self.assertTrue(math.isnan(weights_of(lost)[0]))

    def test_says_what_is_wrong(self) -> None:
        with self.assertRaisesRegex(ValueError, "from 0 to below 1, found 1.0, 1, 0.965"):
            ScheduleFreePlus(self.weights(), interpolation=1)
        groups = [{"params": [weight]} for weight in self.weights()]
        with self.assertRaisesRegex(ValueError, "expected one group of parameters, found 2"):
            ScheduleFreePlus(groups)


if __name__ == "__main__":
    unittest.main()
