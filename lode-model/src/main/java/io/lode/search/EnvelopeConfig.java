package io.lode.search;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Settings of the envelope: the rates that good runs allow at each part of training.
 *
 * @param goodWidth runs within this distance of the best one are good, in log loss
 * @param envelopeMargin how far above the good runs' rates a proposal may go, as a part of the
 *     radius
 * @param envelopeRuns most good runs that shape the envelope
 * @param envelopeIntervals a good run allows its rate this many sixtieths of the horizon earlier
 *     and later, too: forecasts say little about such small shifts in time
 * @param riseTolerance smaller rises of a good run's rate do not count as rises, in log learning
 *     rate: logs are not exact
 */
public record EnvelopeConfig(
    double goodWidth,
    double envelopeMargin,
    int envelopeRuns,
    int envelopeIntervals,
    double riseTolerance)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public EnvelopeConfig {
    Ranges.atLeast(0, "good-width", goodWidth);
    Ranges.atLeast(0, "envelope-margin", envelopeMargin);
    Ranges.atLeast(0, "envelope-intervals", envelopeIntervals);
    Ranges.atLeast(0, "rise-tolerance", riseTolerance);
    Ranges.atLeast(1, "envelope-runs", envelopeRuns);
  }

  /** The settings with which the benchmarks were measured. */
  public static EnvelopeConfig standard() {
    double goodWidth = 0.4;
    double envelopeMargin = 0.375;
    int envelopeRuns = 12;
    int envelopeIntervals = 3;
    double riseTolerance = 0.02;
    return new EnvelopeConfig(
        goodWidth, envelopeMargin, envelopeRuns, envelopeIntervals, riseTolerance);
  }
}
