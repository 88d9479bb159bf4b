package io.lode.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Compares a law's gradient with central differences. */
final class LawGradients {

  private LawGradients() {}

  static void assertMatchesDifferences(
      LossLaw law, double[] rates, Intervals intervals, double[] weights, double tolerance) {
    double[] gradient = law.gradient(rates, intervals, weights);
    double largest = 0;
    for (double slope : gradient) {
      largest = Math.max(largest, Math.abs(slope));
    }
    for (int k = 0; k < rates.length; k++) {
      double change = 1e-4 * rates[k];
      double[] up = rates.clone();
      double[] down = rates.clone();
      up[k] += change;
      down[k] -= change;
      double difference =
          (weighted(law, up, intervals, weights) - weighted(law, down, intervals, weights))
              / (2 * change);
      assertThat(gradient[k])
          .as("derivative with regard to rate %d", k)
          .isCloseTo(difference, within(tolerance * (Math.abs(difference) + 1e-3 * largest)));
    }
  }

  private static double weighted(
      LossLaw law, double[] rates, Intervals intervals, double[] weights) {
    double[] losses = law.losses(rates, intervals).validation();
    double sum = 0;
    for (int k = 0; k < losses.length; k++) {
      sum += weights[k] * losses[k];
    }
    return sum;
  }
}
