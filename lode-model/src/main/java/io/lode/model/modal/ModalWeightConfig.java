package io.lode.model.modal;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Settings of how much each run and each logged value counts in a modal fit.
 *
 * @param focusWidth log distance from the best run at which a run counts half
 * @param focusPoints last observations of a run that say how good it is, a count, at least 1
 * @param runPoints most observations of a run; denser logs are averaged, a count, at least 1
 * @param settling part of a full run, from its start, in which logged values count less: at its end
 *     half, before it as the square of the step; 0 for none
 * @param leastTrust factor of a residual that none falls below, however early: without the first
 *     values a fit may say anything of them
 * @param outlierScale standard deviations of the noise beyond which a value counts less and less
 */
public record ModalWeightConfig(
    double focusWidth,
    int focusPoints,
    int runPoints,
    double outlierScale,
    double settling,
    double leastTrust)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public ModalWeightConfig {
    Ranges.over(0, "focus-width", focusWidth);
    Ranges.atLeast(1, "focus-points", focusPoints);
    Ranges.atLeast(1, "run-points", runPoints);
    Ranges.over(0, "outlier-scale", outlierScale);
    Ranges.atLeast(0, "settling", settling);
    Ranges.fraction("least-trust", leastTrust);
  }

  /** The settings with which the benchmarks were measured. */
  public static ModalWeightConfig standard() {
    double focusWidth = 0.5;
    int focusPoints = 3;
    int runPoints = 100;
    double outlierScale = 4;
    double settling = 0.4;
    double leastTrust = 0.2;
    return new ModalWeightConfig(
        focusWidth, focusPoints, runPoints, outlierScale, settling, leastTrust);
  }

  /** The same with another bound of how little a value counts. */
  public ModalWeightConfig withLeastTrust(double least) {
    return new ModalWeightConfig(focusWidth, focusPoints, runPoints, outlierScale, settling, least);
  }

  /** The same with values counting less in another part of a run. */
  public ModalWeightConfig withSettling(double part) {
    return new ModalWeightConfig(
        focusWidth, focusPoints, runPoints, outlierScale, part, leastTrust);
  }
}
