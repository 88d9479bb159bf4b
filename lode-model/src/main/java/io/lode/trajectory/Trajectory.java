package io.lode.trajectory;

import io.lode.schedule.LoggedSchedule;
import java.io.Serializable;
import java.util.Arrays;

/**
 * What one run logged over its steps.
 *
 * <p>All arrays have the same length, (time). A metric is NaN where it was not logged at that step.
 * After the point where a run diverged nothing is kept.
 *
 * @param step optimiser steps done, increasing, not negative
 * @param learningRate rate in force at that step, finite and not negative
 * @param trainLoss training loss, or NaN
 * @param objective the objective's own value (not transformed), or NaN
 */
public record Trajectory(
    double[] step, double[] learningRate, double[] trainLoss, double[] objective)
    implements Serializable {

  /**
   * Checks lengths, order and rates.
   *
   * @throws IllegalArgumentException if the lengths differ, the steps do not increase or a rate is
   *     negative or not finite
   */
  public Trajectory {
    if (learningRate.length != step.length
        || trainLoss.length != step.length
        || objective.length != step.length) {
      throw new IllegalArgumentException(
          "step, learning rate, training loss and objective must have one length, found "
              + step.length
              + ", "
              + learningRate.length
              + ", "
              + trainLoss.length
              + " and "
              + objective.length);
    }
    for (int i = 0; i < step.length; i++) {
      if (!(step[i] >= 0) || Double.isInfinite(step[i])) {
        throw new IllegalArgumentException(
            "steps must be finite and not negative, found " + step[i] + " at index " + i);
      }
      if (i > 0 && step[i] <= step[i - 1]) {
        throw new IllegalArgumentException(
            "steps must increase, found " + step[i] + " after " + step[i - 1] + " at index " + i);
      }
      if (!(learningRate[i] >= 0) || Double.isInfinite(learningRate[i])) {
        throw new IllegalArgumentException(
            "learning rates must be finite and not negative, found "
                + learningRate[i]
                + " at step "
                + step[i]);
      }
    }
  }

  /**
   * The logged rates as a schedule.
   *
   * @throws IllegalArgumentException if nothing was logged
   */
  public LoggedSchedule schedule() {
    return new LoggedSchedule(step, learningRate);
  }

  /** What was logged up to a step. */
  public Trajectory until(double lastStep) {
    int count = 0;
    while (count < step.length && step[count] <= lastStep) {
      count++;
    }
    return new Trajectory(
        Arrays.copyOf(step, count),
        Arrays.copyOf(learningRate, count),
        Arrays.copyOf(trainLoss, count),
        Arrays.copyOf(objective, count));
  }

  /** Number of logged steps. */
  public int length() {
    return step.length;
  }

  /** The last step logged, or 0 where nothing was. */
  public double lastStep() {
    return step.length == 0 ? 0 : step[step.length - 1];
  }

  /** Whether an objective was logged after step 0 that is finite once transformed. */
  public boolean observes(MetricTransform transform) {
    for (int i = 0; i < step.length; i++) {
      if (step[i] > 0 && Double.isFinite(transform.apply(objective[i]))) {
        return true;
      }
    }
    return false;
  }
}
