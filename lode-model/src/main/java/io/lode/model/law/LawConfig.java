package io.lode.model.law;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Settings of the fit of a Multi-Power Law.
 *
 * <p>conf/lode.conf lists every setting but the seed in its section {@code law}, under the same
 * name.
 *
 * @param members size of the ensemble where there are enough runs, a count, at least 1
 * @param resampledRuns fewest runs that are resampled: with fewer the ensemble has one member
 * @param iterations most Levenberg-Marquardt iterations of a fit, a count
 * @param briefIterations the same for a fit that only measures held-out error
 * @param runPoints most observations of a run; denser logs are averaged, a count
 * @param outlierScale standard deviations of the noise beyond which a value counts linearly
 * @param largestAutocorrelation largest correlation of neighbouring residuals that is believed, 0
 *     or more and below 1
 * @param autocorrelationClip standard deviations at which residuals are clipped before they are
 *     correlated
 * @param smallestHead smallest part of a full run before which the law says nothing
 * @param prior where a fit starts
 * @param seed of the bootstrap
 */
public record LawConfig(
    int members,
    int resampledRuns,
    int iterations,
    int briefIterations,
    int runPoints,
    double outlierScale,
    double largestAutocorrelation,
    double autocorrelationClip,
    double smallestHead,
    LawPriorConfig prior,
    long seed)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public LawConfig {
    Ranges.atLeast(1, "members", members);
    Ranges.atLeast(2, "resampled-runs", resampledRuns);
    Ranges.atLeast(1, "iterations", iterations);
    Ranges.atLeast(1, "brief-iterations", briefIterations);
    Ranges.atLeast(1, "run-points", runPoints);
    Ranges.over(0, "outlier-scale", outlierScale);
    Ranges.fraction("largest-autocorrelation", largestAutocorrelation);
    Ranges.over(0, "autocorrelation-clip", autocorrelationClip);
    Ranges.over(0, "smallest-head", smallestHead);
  }

  /** The settings with which the benchmarks were measured; conf/lode.conf holds the same. */
  public static LawConfig standard(long seed) {
    int members = 8;
    int resampledRuns = 5;
    int iterations = 60;
    int briefIterations = 25;
    int runPoints = 120;
    double outlierScale = 1.345;
    double largestAutocorrelation = 0.98;
    double autocorrelationClip = 3;
    double smallestHead = 0.005;
    return new LawConfig(
        members,
        resampledRuns,
        iterations,
        briefIterations,
        runPoints,
        outlierScale,
        largestAutocorrelation,
        autocorrelationClip,
        smallestHead,
        LawPriorConfig.standard(),
        seed);
  }

  /** The same fit with other numbers of members and another seed. */
  public LawConfig with(int otherMembers, long otherSeed) {
    return new LawConfig(
        otherMembers,
        resampledRuns,
        iterations,
        briefIterations,
        runPoints,
        outlierScale,
        largestAutocorrelation,
        autocorrelationClip,
        smallestHead,
        prior,
        otherSeed);
  }
}
