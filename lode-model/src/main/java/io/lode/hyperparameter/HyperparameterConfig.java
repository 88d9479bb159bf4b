package io.lode.hyperparameter;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Settings of what hyperparameters are taken for, and of the fit of what they do.
 *
 * @param fewestVariedRuns finished runs from which the effects of hyperparameters are told from
 *     that of the rate
 * @param mostCategories different texts of one hyperparameter
 * @param fewestPresent runs in which a hyperparameter must have a value
 * @param confounded rank correlation with the peak rate from which a hyperparameter cannot be told
 *     from the rate, a fraction
 * @param smallestEvidence gain of the log marginal likelihood that a hyperparameter must bring
 * @param mostVariedRuns runs that are compared
 * @param smallestGain part of the held-out error that another kind of effect must take away
 */
public record HyperparameterConfig(
    int fewestVariedRuns,
    int mostCategories,
    int fewestPresent,
    double confounded,
    double smallestEvidence,
    int mostVariedRuns,
    double smallestGain)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public HyperparameterConfig {
    Ranges.atLeast(4, "fewest-varied-runs", fewestVariedRuns);
    Ranges.atLeast(2, "most-categories", mostCategories);
    Ranges.atLeast(2, "fewest-present", fewestPresent);
    Ranges.fraction("confounded", confounded);
    Ranges.atLeast(0, "smallest-evidence", smallestEvidence);
    Ranges.atLeast(fewestVariedRuns, "most-varied-runs", mostVariedRuns);
    Ranges.fraction("smallest-gain", smallestGain);
  }

  /** The settings with which the benchmarks were measured; conf/lode.conf holds the same. */
  public static HyperparameterConfig standard() {
    int fewestVariedRuns = 8;
    int mostCategories = 10;
    int fewestPresent = 4;
    double confounded = 0.9;
    double smallestEvidence = 2.5;
    int mostVariedRuns = 120;
    double smallestGain = 0.02;
    return new HyperparameterConfig(
        fewestVariedRuns,
        mostCategories,
        fewestPresent,
        confounded,
        smallestEvidence,
        mostVariedRuns,
        smallestGain);
  }
}
