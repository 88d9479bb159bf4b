package io.lode.lab.world;

import io.lode.statistics.Spread;

/**
 * The true objective that a schedule reaches.
 *
 * @param mean over the repeats; NaN if any of them diverged
 * @param standardError of the mean; 0 where it is exact, NaN where the mean is or where one repeat
 *     says nothing of its spread
 * @param diverged repeats that diverged
 * @param repeats runs that it was found from, 1 where it is exact
 */
public record TrueOutcome(double mean, double standardError, int diverged, int repeats) {

  /** An exact value; a NaN stands for divergence. */
  static TrueOutcome exact(double value) {
    return Double.isNaN(value)
        ? new TrueOutcome(Double.NaN, Double.NaN, 1, 1)
        : new TrueOutcome(value, 0, 0, 1);
  }

  /** The mean of several runs' values, (repeat), NaN for those that diverged. */
  static TrueOutcome ofRepeats(double[] values) {
    int diverged = 0;
    double sum = 0;
    for (double value : values) {
      diverged += Double.isNaN(value) ? 1 : 0;
      sum += value;
    }
    return new TrueOutcome(
        sum / values.length, Spread.standardError(values), diverged, values.length);
  }
}
