import math
import random
import unittest
from typing import List

from tests import optional

optional.require("torch")

from examples.auto_lrs import DIVERGED, StagedRate, exponential_forecast, next_candidate


class NoisyQuadratic:
    """Gradient descent on x^2 / 2 whose gradients are noisy: first a large rate, then a small one."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.x = 30.0

    def step(self, rate: float) -> float:
        self.x -= rate * (self.x + self.random.gauss(0, 1))
        return self.x * self.x / 2

    def train(self, rate: StagedRate, steps: int) -> List[float]:
        rates = []
        for step in range(steps):
            if rate.starts_stage(step):
                rate.choose(lambda count: self.tried(rate.rate, count))
            rates.append(rate.learning_rate(step))
            self.step(rates[-1])
        return rates

    def tried(self, rate: float, steps: int) -> List[float]:
        state = (self.random.getstate(), self.x)
        losses = [self.step(rate) for _ in range(steps)]
        self.random.setstate(state[0])
        self.x = state[1]
        return losses


class AutoLrsTest(unittest.TestCase):
    def test_the_forecast_continues_an_exponential(self) -> None:
        def loss(step: float) -> float:
            return 0.7 + 2 * math.exp(-0.08 * step)

        forecast = exponential_forecast([loss(step) for step in range(1, 31)], 300)
        self.assertAlmostEqual(forecast, loss(300), delta=0.01)

    def test_few_losses_are_averaged_and_losses_that_are_no_numbers_count_as_diverged(self) -> None:
        self.assertEqual(exponential_forecast([3.0, 2.0], 300), 2.5)
        self.assertEqual(exponential_forecast([3.0, math.nan, 2.0], 300), DIVERGED)

    def test_candidates_are_where_least_is_known(self) -> None:
        self.assertEqual(next_candidate([0.1], [1.0]), 1.0)
        self.assertEqual(next_candidate([0.0, 1.0], [1.0, 2.0]), 0.5)
        tried = [0.3]
        for _ in range(9):
            tried.append(next_candidate(tried, [1.0 + place for place in tried]))
        self.assertEqual(len(set(tried)), 10)
        gaps = [b - a for a, b in zip(sorted(tried), sorted(tried)[1:])]
        self.assertLess(max(gaps), 0.2)

    def test_a_large_rate_is_followed_by_a_small_one(self) -> None:
        rates = NoisyQuadratic(1).train(StagedRate(1e-3, 1.0, 400, 4, seed=1), 400)
        self.assertEqual(len(set(rates)), 4)
        self.assertGreater(rates[0], 0.1)
        self.assertLess(rates[-1], rates[0])

    def test_it_tries_ten_rates_for_a_tenth_of_a_stage_each(self) -> None:
        asked: List[int] = []
        rate = StagedRate(1e-3, 1.0, 400, 4, seed=1)
        rate.choose(lambda steps: asked.append(steps) or [1.0 / rate.rate] * steps)  # type: ignore
        self.assertEqual(asked, [10] * 10)
        self.assertEqual(rate.rate, 1.0)

    def test_says_what_it_expects(self) -> None:
        with self.assertRaisesRegex(ValueError, "found 0.1, 0.01, 4 stages of 400 steps"):
            StagedRate(0.1, 0.01, 400, 4, seed=1)


if __name__ == "__main__":
    unittest.main()
