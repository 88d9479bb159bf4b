import math
import random
import unittest

from tests import optional

optional.require("torch")

from examples.learned_controller import ControlledRate, Policy, learn

STEPS = 20


def quadratic(rate: ControlledRate, seed: int = 0) -> float:
    """A noisy quadratic: a large rate first and a small one in the end is best."""
    noise = random.Random(seed)
    weight = 10.0
    for step in range(1, STEPS + 1):
        weight -= rate.learning_rate(step - 1) * (weight + noise.gauss(0, 1))
        rate.observe(step, weight * weight / 2 + 0.01)
    return weight * weight / 2 + 0.01


class LearnedControllerTest(unittest.TestCase):
    def test_the_gradient_is_that_of_the_log_probability(self) -> None:
        weights, features, action = [0.1, -0.2, 0.3, 0.05], [1.0, 0.4, -0.7, 0.2], 0.25
        found = Policy(weights, 0.15).gradient(action, features)
        for i, slope in enumerate(found):
            moved = []
            for sign in (1, -1):
                other = list(weights)
                other[i] += sign * 1e-6
                moved.append(Policy(other, 0.15).log_probability(action, features))
            self.assertAlmostEqual(slope, (moved[0] - moved[1]) / 2e-6, delta=1e-5)

    def test_without_exploring_the_same_losses_give_the_same_rates(self) -> None:
        policy = Policy([-0.1, 0.0, 0.0, 0.5], 0.15)
        rates = [ControlledRate(policy, 0.1, STEPS) for _ in range(2)]
        self.assertEqual(quadratic(rates[0]), quadratic(rates[1]))
        self.assertEqual(rates[0].actions[0], (-0.1, [1.0, 0.05, 0.0, 0.0]))

    def test_an_action_at_most_doubles_the_rate(self) -> None:
        rate = ControlledRate(Policy([9.0, 0.0, 0.0, 0.0], 0.1), 0.1, STEPS)
        rate.observe(1, 2.0)
        self.assertAlmostEqual(rate.learning_rate(1), 0.1 * math.exp(0.7), delta=1e-15)
        rate.observe(2, math.nan)
        self.assertAlmostEqual(rate.learning_rate(2), 0.1 * math.exp(0.7), delta=1e-15)

    def test_learns_to_do_better_than_a_constant_rate(self) -> None:
        seeds = iter(range(10**6))
        policy = learn(lambda rate: quadratic(rate, next(seeds)), 0.3, STEPS, 300, seed=1)

        def mean_log_loss(weights: Policy) -> float:
            losses = [
                math.log(quadratic(ControlledRate(weights, 0.3, STEPS), 10**7 + seed))
                for seed in range(200)
            ]
            return sum(losses) / len(losses)

        constant = mean_log_loss(Policy([0.0] * 4, 0.15))
        self.assertLess(mean_log_loss(policy), constant - 0.2)

    def test_goes_on_after_a_training_that_diverged(self) -> None:
        losses = iter([1.0, math.inf, 0.5, math.nan, 0.4])

        def train(rate: ControlledRate) -> float:
            rate.observe(1, 1.0)
            return next(losses)

        policy = learn(train, 0.1, STEPS, 5, seed=1)
        self.assertTrue(all(math.isfinite(weight) for weight in policy.weights))


if __name__ == "__main__":
    unittest.main()
