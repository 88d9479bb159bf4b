package io.lode.model.modal;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Settings of how the pace of a run in flight is estimated. A log pace is the natural logarithm of
 * the factor on the rates of all modes; an offset is a shift of the log of the reducible loss.
 *
 * @param largestPace largest size of a log pace
 * @param paceWidth how much runs are expected to differ, standard deviation of the log pace
 * @param paceOffsetWidth standard deviation of a run's offset
 * @param paceSmallestNoise smallest noise, in log loss
 * @param paceSettling part of a full run, from its start, in which values count less: at its end
 *     half, before it as the square of the step
 * @param paceOutlierScale standard deviations of the noise beyond which a value counts less
 * @param paceCorrelatedPoints observations that count as one, at least 1
 * @param fewestPacePoints fewest observations of a run of the sweep whose pace is compared, a count
 * @param fewestPaceRuns fewest runs of the sweep whose paces are compared, a count
 * @param paceParts parts of the horizon at which paces of the sweep's runs are kept, a count
 */
public record PaceConfig(
    double largestPace,
    double paceWidth,
    double paceOffsetWidth,
    double paceSmallestNoise,
    double paceSettling,
    double paceOutlierScale,
    double paceCorrelatedPoints,
    int fewestPacePoints,
    int fewestPaceRuns,
    int paceParts)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public PaceConfig {
    Ranges.over(0, "largest-pace", largestPace);
    Ranges.over(0, "pace-width", paceWidth);
    Ranges.over(0, "pace-offset-width", paceOffsetWidth);
    Ranges.over(0, "pace-smallest-noise", paceSmallestNoise);
    Ranges.atLeast(0, "pace-settling", paceSettling);
    Ranges.over(0, "pace-outlier-scale", paceOutlierScale);
    Ranges.atLeast(1, "pace-correlated-points", paceCorrelatedPoints);
    Ranges.atLeast(1, "fewest-pace-points", fewestPacePoints);
    Ranges.atLeast(1, "fewest-pace-runs", fewestPaceRuns);
    Ranges.atLeast(1, "pace-parts", paceParts);
  }

  /** The settings with which the benchmarks were measured; conf/lode.conf holds the same. */
  public static PaceConfig standard() {
    double largestPace = 0.8;
    double paceWidth = 0.25;
    double paceOffsetWidth = 0.05;
    double paceSmallestNoise = 0.004;
    double paceSettling = 0.1;
    double paceOutlierScale = 4;
    double paceCorrelatedPoints = 3;
    int fewestPacePoints = 3;
    int fewestPaceRuns = 4;
    int paceParts = 20;
    return new PaceConfig(
        largestPace,
        paceWidth,
        paceOffsetWidth,
        paceSmallestNoise,
        paceSettling,
        paceOutlierScale,
        paceCorrelatedPoints,
        fewestPacePoints,
        fewestPaceRuns,
        paceParts);
  }
}
