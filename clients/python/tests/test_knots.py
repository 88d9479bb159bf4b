import math
import unittest

from lode_client import PiecewiseLogLinear


class PiecewiseLogLinearTest(unittest.TestCase):
    def test_halfway_is_the_geometric_mean(self) -> None:
        knots = PiecewiseLogLinear([0, 10], [1e-2, 1e-4])
        self.assertAlmostEqual(knots.learning_rate(5), 1e-3, delta=1e-15)

    def test_stays_before_the_first_and_after_the_last_knot(self) -> None:
        knots = PiecewiseLogLinear([10, 20], [0.3, 0.1])
        self.assertEqual(knots.learning_rate(0), 0.3)
        self.assertEqual(knots.learning_rate(20), 0.1)
        self.assertEqual(knots.learning_rate(math.inf), 0.1)

    def test_a_step_that_is_no_number_is_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "step must be a number, found nan"):
            PiecewiseLogLinear([0], [0.1]).learning_rate(math.nan)
