package io.lode.search;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Settings of when a schedule is published.
 *
 * @param pessimism standard deviations by which an untried plan must be expected to beat the proven
 *     schedule
 * @param hysteresis smallest gain that replaces the proven schedule, in standard deviations of the
 *     difference between the repeats' means
 * @param fewestRuns runs that must have reached the horizon before an untried plan is published
 * @param provenRuns runs that prove a schedule: the best of many single runs is often a lucky one
 * @param wriggles how much worse at its pessimistic end a plan may get by being drawn with fewer
 *     straight lines, in standard deviations of its gain
 */
public record PublicationConfig(
    double pessimism, double hysteresis, int fewestRuns, int provenRuns, double wriggles)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public PublicationConfig {
    Ranges.atLeast(0, "pessimism", pessimism);
    Ranges.atLeast(0, "hysteresis", hysteresis);
    Ranges.atLeast(1, "fewest-runs", fewestRuns);
    Ranges.atLeast(1, "proven-runs", provenRuns);
    Ranges.atLeast(0, "wriggles", wriggles);
  }

  /** The settings with which the benchmarks were measured. */
  public static PublicationConfig standard() {
    double pessimism = 1.0;
    double hysteresis = 0.25;
    int fewestRuns = 8;
    int provenRuns = 2;
    double wriggles = 0.1;
    return new PublicationConfig(pessimism, hysteresis, fewestRuns, provenRuns, wriggles);
  }
}
