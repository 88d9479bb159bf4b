package io.lode.search.replan;

import java.io.Serializable;

/**
 * Settings of replanning; lengths are in log learning rate, times are parts of the horizon.
 *
 * @param radius how far a revision may move any rate of the schedule in force
 * @param pessimism standard deviations by which a revision must be expected to be better
 * @param lead from the last logged step to the first that a revision may change: what a job needs
 *     to pick it up
 * @param ramp over which a revision fades in
 * @param urgentRamp over which a rate is lowered when the loss rises
 * @param smallestRest less than this of the horizon to go is left alone
 * @param fewestRuns finished runs below which only the safety cap revises
 */
public record ReplanConfig(
    double radius,
    double pessimism,
    double lead,
    double ramp,
    double urgentRamp,
    double smallestRest,
    int fewestRuns)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public ReplanConfig {
    if (!(radius >= 0) || !(pessimism >= 0) || !(lead >= 0) || fewestRuns < 1) {
      throw new IllegalArgumentException(
          "radius, pessimism and lead must be at least 0 and fewest runs at least 1, found "
              + radius
              + ", "
              + pessimism
              + ", "
              + lead
              + " and "
              + fewestRuns);
    }
    if (!(ramp > 0) || !(urgentRamp > 0) || !(smallestRest > lead + ramp) || smallestRest > 1) {
      throw new IllegalArgumentException(
          "ramps must be positive and the smallest rest longer than lead and ramp, found "
              + ramp
              + ", "
              + urgentRamp
              + " and "
              + smallestRest);
    }
  }

  /** The settings that bench replan was measured with. */
  public static ReplanConfig standard() {
    return new ReplanConfig(0.4, 1, 0.005, 0.02, 0.005, 0.05, 8);
  }
}
