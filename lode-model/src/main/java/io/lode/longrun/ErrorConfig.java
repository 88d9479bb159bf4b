package io.lode.longrun;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Settings of how wrong forecasts of long runs are, in log loss; conf/lode.conf says what each
 * means.
 *
 * @param runError standard deviation of what one run does not tell of another one; n runs tell all
 *     but an n-th of that
 * @param lengthError what each e-fold of length beyond the runs adds
 * @param usualRuns how many runs {@code lengthError} counts as, and the most that a group's own
 *     count as: they share their error
 * @param rateError what each e-fold of the rate outside those survived adds
 */
public record ErrorConfig(double runError, double lengthError, double usualRuns, double rateError)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public ErrorConfig {
    Ranges.atLeast(0, "run-error", runError);
    Ranges.over(0, "length-error", lengthError);
    Ranges.over(0, "usual-runs", usualRuns);
    Ranges.over(0, "rate-error", rateError);
  }

  /** The settings with which the benchmarks were measured. */
  public static ErrorConfig standard() {
    double runError = 0.003;
    double lengthError = 0.0025;
    double usualRuns = 3;
    double rateError = 0.02;
    return new ErrorConfig(runError, lengthError, usualRuns, rateError);
  }
}
