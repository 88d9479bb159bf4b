package io.lode.model.modal;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Settings of what is expected of the weight norm before any log is read. Widths are standard
 * deviations of logarithms.
 *
 * @param initialWeight standard deviation that the weights of a network start with, positive
 * @param usualWeightDecay weight decay that is assumed where no run logged one, positive
 * @param normGrowthWidth width of log g where updates do not depend on the gradient's size
 * @param loggedDecayWidth width of log k where the weight decay was logged
 * @param assumedDecayWidth width of log k where it was not
 * @param otherNormConstant mean of log g and log k for other optimizers: so small that the norm
 *     hardly changes
 * @param otherNormWidth width of both for other optimizers
 */
public record WeightNormConfig(
    double initialWeight,
    double usualWeightDecay,
    double normGrowthWidth,
    double loggedDecayWidth,
    double assumedDecayWidth,
    double otherNormConstant,
    double otherNormWidth)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public WeightNormConfig {
    Ranges.over(0, "initial-weight", initialWeight);
    Ranges.over(0, "usual-weight-decay", usualWeightDecay);
    Ranges.over(0, "norm-growth-width", normGrowthWidth);
    Ranges.over(0, "logged-decay-width", loggedDecayWidth);
    Ranges.over(0, "assumed-decay-width", assumedDecayWidth);
    Ranges.over(0, "other-norm-width", otherNormWidth);
    if (!Double.isFinite(otherNormConstant)) {
      throw new IllegalArgumentException(
          "other-norm-constant must be finite, found " + otherNormConstant);
    }
  }

  /** The settings with which the benchmarks were measured. */
  public static WeightNormConfig standard() {
    double initialWeight = 0.02;
    double usualWeightDecay = 0.1;
    double normGrowthWidth = 1;
    double loggedDecayWidth = 0.5;
    double assumedDecayWidth = 1;
    double otherNormConstant = -6;
    double otherNormWidth = 0.5;
    return new WeightNormConfig(
        initialWeight,
        usualWeightDecay,
        normGrowthWidth,
        loggedDecayWidth,
        assumedDecayWidth,
        otherNormConstant,
        otherNormWidth);
  }
}
