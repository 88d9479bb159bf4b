package io.lode.lab.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RateRuleTest {

  @Test
  void appliesTheRunningMinimumAfterTheWarmup() {
    double[] rates = {1, 2, 3, 4, 5, 9, 7, 8, 6, 7};

    RateRule.NOT_RISING_AFTER_WARMUP.apply(rates);

    assertThat(rates).containsExactly(1, 2, 3, 4, 5, 9, 7, 7, 6, 6);
  }

  @Test
  void leavesFreeRatesAlone() {
    double[] rates = {1, 2, 1, 5, 1, 9, 1, 8};

    RateRule.FREE.apply(rates);
    RateRule.FREE.project(rates);

    assertThat(rates).containsExactly(1, 2, 1, 5, 1, 9, 1, 8);
  }

  /** The projection p of x on a convex set is the point with (x - p)(z - p) <= 0 for all z. */
  @Test
  void projectsToTheNearestAllowedRates() {
    SplittableRandom random = new SplittableRandom(1);
    for (int trial = 0; trial < 200; trial++) {
      double[] x = normal(random, 14);
      double[] projected = x.clone();
      RateRule.NOT_RISING_AFTER_WARMUP.project(projected);
      double[] applied = projected.clone();
      RateRule.NOT_RISING_AFTER_WARMUP.apply(applied);
      assertThat(applied).containsExactly(projected);
      double[] allowed = normal(random, 14);
      RateRule.NOT_RISING_AFTER_WARMUP.apply(allowed);
      double product = 0;
      for (int k = 0; k < x.length; k++) {
        product += (x[k] - projected[k]) * (allowed[k] - projected[k]);
      }
      assertThat(product).isLessThanOrEqualTo(1e-12);
    }
  }

  private static double[] normal(SplittableRandom random, int size) {
    double[] values = new double[size];
    for (int k = 0; k < size; k++) {
      values[k] = random.nextGaussian();
    }
    return values;
  }
}
