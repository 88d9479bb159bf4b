package io.lode.evaluation;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Settings of what is learned from held-out runs.
 *
 * @param verdictReach how far behind the best run a held-out run may end to decide whether
 *     forecasts are relied on, in log loss
 * @param outcomePriorRuns for how many held-out runs the belief counts that standard deviations of
 *     outcomes are right as they are
 */
public record HeldOutConfig(double verdictReach, int outcomePriorRuns) implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public HeldOutConfig {
    Ranges.over(0, "verdict-reach", verdictReach);
    Ranges.atLeast(1, "outcome-prior-runs", outcomePriorRuns);
  }

  /** The default settings, the same as in conf/lode.conf. */
  public static HeldOutConfig standard() {
    double verdictReach = 0.7;
    int outcomePriorRuns = 6;
    return new HeldOutConfig(verdictReach, outcomePriorRuns);
  }
}
