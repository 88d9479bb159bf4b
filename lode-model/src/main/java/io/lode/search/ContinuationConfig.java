package io.lode.search;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Settings of the papers' scheduler, which continues good runs from moments of their past.
 *
 * @param continuedRuns best runs that are continued
 * @param continuationSpacing sixtieths of the horizon between the moments from which a run is
 *     continued
 * @param continuationSamples continuations drawn at each moment
 * @param continuationDeviation standard deviation of the noise on the window that is encoded,
 *     relative to its values
 * @param continuationsAveraged best continuations whose average is followed
 * @param continuationTolerance largest difference to the current loss at which a continuation
 *     starts, in standard deviations of that loss
 * @param continuationWindow part of training that the encoder looks back
 * @param continuationJoin sixtieths of the horizon in which a continuation may pass through the
 *     current loss, and over which its rates join the run's
 */
public record ContinuationConfig(
    int continuedRuns,
    int continuationSpacing,
    int continuationSamples,
    double continuationDeviation,
    int continuationsAveraged,
    double continuationTolerance,
    double continuationWindow,
    int continuationJoin)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public ContinuationConfig {
    Ranges.atLeast(1, "continued-runs", continuedRuns);
    Ranges.atLeast(1, "continuation-spacing", continuationSpacing);
    Ranges.atLeast(1, "continuation-samples", continuationSamples);
    Ranges.atLeast(1, "continuations-averaged", continuationsAveraged);
    Ranges.atLeast(1, "continuation-join", continuationJoin);
    Ranges.atLeast(0, "continuation-deviation", continuationDeviation);
    Ranges.over(0, "continuation-tolerance", continuationTolerance);
    Ranges.over(0, "continuation-window", continuationWindow);
  }

  /** The settings with which the benchmarks were measured. */
  public static ContinuationConfig standard() {
    int continuedRuns = 2;
    int continuationSpacing = 6;
    int continuationSamples = 50;
    double continuationDeviation = 0.15;
    int continuationsAveraged = 3;
    double continuationTolerance = 2.0;
    double continuationWindow = 0.1;
    int continuationJoin = 6;
    return new ContinuationConfig(
        continuedRuns,
        continuationSpacing,
        continuationSamples,
        continuationDeviation,
        continuationsAveraged,
        continuationTolerance,
        continuationWindow,
        continuationJoin);
  }
}
