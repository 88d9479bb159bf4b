package io.lode.search;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Settings of the diagnosis of a sweep.
 *
 * @param standsStill a run whose objective changes by less than this over the last three quarters
 *     of the horizon learns nothing there, in log loss
 * @param stretch by what factor a grid is to be extended where its best run lies at the edge, a
 *     ratio
 * @param explained smallest part of the differences between runs that a setting must explain to be
 *     named, a fraction
 * @param comparedSchedules best schedules that seeds should tell apart
 */
public record DiagnosisConfig(
    double standsStill, double stretch, double explained, int comparedSchedules)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public DiagnosisConfig {
    Ranges.atLeast(0, "stands-still", standsStill);
    Ranges.over(1, "stretch", stretch);
    Ranges.fraction("explained", explained);
    Ranges.atLeast(2, "compared-schedules", comparedSchedules);
  }

  /** The settings with which the benchmarks were measured. */
  public static DiagnosisConfig standard() {
    double standsStill = 0.001;
    double stretch = 3;
    double explained = 0.3;
    int comparedSchedules = 5;
    return new DiagnosisConfig(standsStill, stretch, explained, comparedSchedules);
  }
}
