package io.lode.prior;

import io.lode.settings.Ranges;
import java.io.Serializable;
import java.util.List;

/**
 * Settings of how a prior is estimated and used; conf/lode.conf says what each means.
 *
 * @param kinds of groups that are told apart, a count
 * @param startMeans what is expected of each unknown of a group that is like none, ({@link
 *     Unknown})
 * @param startWidths standard deviations of the same, each over 0
 * @param kindWidths standard deviations that are expected within a kind, each over 0
 * @param startGroups how many groups that expectation counts as, over 0
 * @param unlikeShare part of groups that is expected to be like none, over 0 and below 1
 * @param smoothness standard deviation of the second differences of log weights around a parabola
 * @param iterations of the estimate, a count
 * @param familyPart part of the variance between groups that is left between groups of one family,
 *     over 0 and below 1
 * @param poorFit standard deviation of a value around a group's fit at which the group counts half,
 *     in log loss, over 0
 * @param rateError relative error that each e-fold of the learning rate adds where a group has one
 *     run, at least 0
 * @param strength factor of the prior's precision in a fit: values of one run repeat each other
 */
public record PriorConfig(
    int kinds,
    List<Double> startMeans,
    List<Double> startWidths,
    List<Double> kindWidths,
    double startGroups,
    double unlikeShare,
    double smoothness,
    int iterations,
    double familyPart,
    double poorFit,
    double rateError,
    double strength)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public PriorConfig {
    Ranges.atLeast(1, "kinds", kinds);
    startMeans = Ranges.exactly(Unknown.COUNT, "start-means", startMeans);
    startWidths =
        Ranges.positive("start-widths", Ranges.exactly(Unknown.COUNT, "start-widths", startWidths));
    kindWidths =
        Ranges.positive("kind-widths", Ranges.exactly(Unknown.COUNT, "kind-widths", kindWidths));
    Ranges.over(0, "start-groups", startGroups);
    Ranges.over(0, "unlike-share", unlikeShare);
    Ranges.fraction("unlike-share", unlikeShare);
    Ranges.over(0, "smoothness", smoothness);
    Ranges.atLeast(1, "iterations", iterations);
    Ranges.over(0, "family-part", familyPart);
    Ranges.fraction("family-part", familyPart);
    Ranges.over(0, "poor-fit", poorFit);
    Ranges.atLeast(0, "rate-error", rateError);
    Ranges.over(0, "strength", strength);
  }

  /** The settings with which the benchmarks were measured. */
  public static PriorConfig standard() {
    int kinds = 1;
    List<Double> startMeans =
        List.of(-0.15, -1.5, 2.2, 0.0, -4.0, 0.0, 0.0, 1.0, 0.8, 1.0, 0.0, 0.0);
    List<Double> startWidths = List.of(0.2, 1.0, 1.0, 1.0, 1.5, 1.5, 1.0, 0.1, 0.1, 0.1, 1.0, 1.0);
    List<Double> kindWidths = List.of(0.1, 0.5, 0.5, 0.7, 1.0, 1.0, 1.0, 0.1, 0.1, 0.1, 1.0, 0.5);
    double startGroups = 1;
    double unlikeShare = 0.05;
    double smoothness = 0.1;
    int iterations = 30;
    double familyPart = 0.2;
    double poorFit = 0.01;
    double rateError = 0.15;
    double strength = 3;
    return new PriorConfig(
        kinds,
        startMeans,
        startWidths,
        kindWidths,
        startGroups,
        unlikeShare,
        smoothness,
        iterations,
        familyPart,
        poorFit,
        rateError,
        strength);
  }

  /** The same with another strength. */
  public PriorConfig withStrength(double other) {
    return with(kinds, other);
  }

  /** The same with another number of kinds and another strength. */
  public PriorConfig with(int otherKinds, double otherStrength) {
    return new PriorConfig(
        otherKinds,
        startMeans,
        startWidths,
        kindWidths,
        startGroups,
        unlikeShare,
        smoothness,
        iterations,
        familyPart,
        poorFit,
        rateError,
        otherStrength);
  }
}
