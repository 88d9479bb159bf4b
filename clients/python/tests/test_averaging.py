"""The average of weights against its equation, written out in plain numbers."""

import unittest

from tests import optional

optional.require("torch")

import torch

from examples.averaging import PolynomialDecayAverage

WEIGHTS = [0.7, -0.2, 1.5, 0.4, 0.1]


class PolynomialDecayAverageTest(unittest.TestCase):
    def averaged(self, eta: float, weights: list) -> tuple:
        network = torch.nn.Linear(1, 1, bias=False).double()
        average = PolynomialDecayAverage(network, eta)
        for weight in weights:
            with torch.no_grad():
                network.weight.fill_(weight)
            average.update()
        return network, average

    def value(self, network: torch.nn.Module, average: PolynomialDecayAverage) -> float:
        with average.applied():
            return float(network.weight)

    def test_follows_its_equation(self) -> None:
        eta, x = 3.0, 9.0
        for t, w in enumerate(WEIGHTS, start=1):
            share = (eta + 1) / (t + eta)
            x = (1 - share) * x + share * w
        self.assertAlmostEqual(self.value(*self.averaged(eta, WEIGHTS)), x, delta=1e-14)

    def test_is_the_plain_mean_where_eta_is_zero(self) -> None:
        mean = sum(WEIGHTS) / len(WEIGHTS)
        self.assertAlmostEqual(self.value(*self.averaged(0.0, WEIGHTS)), mean, delta=1e-14)

    def test_spans_the_same_part_of_any_training(self) -> None:
        # The mean of a weight that is its own step lies t / (eta + 2) before the end.
        for steps in (200, 800):
            found = self.value(*self.averaged(8.0, [float(t) for t in range(1, steps + 1)]))
            self.assertAlmostEqual((steps - found) / steps, 0.1, delta=0.01)

    def test_gives_the_weights_back(self) -> None:
        network, average = self.averaged(8.0, WEIGHTS)
        self.assertNotEqual(self.value(network, average), WEIGHTS[-1])
        self.assertEqual(float(network.weight), WEIGHTS[-1])

    def test_goes_on_from_its_state(self) -> None:
        network, average = self.averaged(8.0, WEIGHTS[:3])
        resumed = PolynomialDecayAverage(network, 8.0)
        resumed.load_state_dict(average.state_dict())
        for weight in WEIGHTS[3:]:
            with torch.no_grad():
                network.weight.fill_(weight)
            resumed.update()
        self.assertEqual(self.value(network, resumed), self.value(*self.averaged(8.0, WEIGHTS)))

    def test_refuses_running_statistics_and_a_negative_exponent(self) -> None:
        with self.assertRaisesRegex(ValueError, "without running statistics, found running_mean"):
            PolynomialDecayAverage(torch.nn.BatchNorm1d(2), 8.0)
        with self.assertRaisesRegex(ValueError, "must be at least 0, found -1"):
            PolynomialDecayAverage(torch.nn.Linear(1, 1), -1.0)


if __name__ == "__main__":
    unittest.main()
