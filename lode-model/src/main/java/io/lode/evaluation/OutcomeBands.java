package io.lode.evaluation;

import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * How a group's own held-out runs correct the standard deviations of outcomes that a search
 * expects: {@code factor} times the forecasters' own, so that 68% of the held-out outcomes lie
 * within one standard deviation of what a run may end with.
 *
 * @param factor of a standard deviation, over 0
 * @param tail half the width of a band that holds 95%, in corrected standard deviations, at least 1
 * @param runs held-out runs that this rests on
 */
public record OutcomeBands(double factor, double tail, int runs) {

  /** Fewest held-out runs that correct anything. */
  static final int FEWEST_RUNS = 4;

  /** Stands in for a factor of 0, where every run was forecast exactly. */
  private static final double LEAST_FACTOR = 1e-3;

  private static final double PERCENT = 100;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not finite or out of its range
   */
  public OutcomeBands {
    if (!(factor > 0 && Double.isFinite(factor)) || !(tail >= 1 && Double.isFinite(tail))) {
      throw new IllegalArgumentException(
          "bands of outcomes need a factor over 0 and a tail of at least 1, found "
              + factor
              + " and "
              + tail);
    }
  }

  /**
   * Learns from held-out runs. What they say is shrunk to bands that are right as they are, as if
   * further runs had shown the errors of a Gaussian.
   *
   * @param priorRuns number of these further runs, at least 1
   * @return empty where fewer than four runs were held out
   */
  public static Optional<OutcomeBands> of(List<HeldOutOutcome> outcomes, int priorRuns) {
    if (outcomes.size() < FEWEST_RUNS) {
      return Optional.empty();
    }
    NormalDistribution gaussian = new NormalDistribution();
    double[] sizes = new double[outcomes.size() + priorRuns];
    for (int i = 0; i < outcomes.size(); i++) {
      sizes[i] = outcomes.get(i).standardized();
    }
    for (int i = 0; i < priorRuns; i++) {
      // The quantiles of a Gaussian's absolute value.
      sizes[outcomes.size() + i] =
          gaussian.inverseCumulativeProbability(0.5 + 0.5 * (i + 0.5) / priorRuns);
    }
    Percentile percentile = new Percentile().withEstimationType(Percentile.EstimationType.R_5);
    percentile.setData(sizes);
    double factor = Math.max(LEAST_FACTOR, percentile.evaluate(PERCENT * BandCalibration.ONE));
    double two = percentile.evaluate(PERCENT * BandCalibration.TWO);
    return Optional.of(new OutcomeBands(factor, Math.max(1, two / factor), outcomes.size()));
  }
}
