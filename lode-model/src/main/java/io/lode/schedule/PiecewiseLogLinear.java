package io.lode.schedule;

import java.util.Arrays;

/**
 * Knots between which the logarithm of the learning rate is linear in the step; before the first
 * and after the last knot the rate stays.
 *
 * @param step knot positions in optimiser steps, increasing, at least one
 * @param learningRate rate at each knot, positive and finite
 */
public record PiecewiseLogLinear(double[] step, double[] learningRate) implements Schedule {

  /**
   * Checks the knots.
   *
   * @throws IllegalArgumentException if there are no knots, the lengths differ, the steps do not
   *     increase or a rate is not positive
   */
  public PiecewiseLogLinear {
    if (step.length == 0 || step.length != learningRate.length) {
      throw new IllegalArgumentException(
          "knots need as many steps as learning rates and at least one, found "
              + step.length
              + " and "
              + learningRate.length);
    }
    for (int i = 0; i < step.length; i++) {
      if (!Double.isFinite(step[i]) || step[i] < 0) {
        throw new IllegalArgumentException(
            "knot steps must be finite and not negative, found " + step[i] + " at index " + i);
      }
      if (i > 0 && step[i] <= step[i - 1]) {
        throw new IllegalArgumentException(
            "knot steps must increase, found "
                + step[i]
                + " after "
                + step[i - 1]
                + " at index "
                + i);
      }
      if (!(learningRate[i] > 0) || Double.isInfinite(learningRate[i])) {
        throw new IllegalArgumentException(
            "knot learning rates must be positive and finite, found "
                + learningRate[i]
                + " at step "
                + step[i]);
      }
    }
  }

  @Override
  public double learningRate(double at) {
    int last = step.length - 1;
    if (at <= step[0]) {
      return learningRate[0];
    }
    if (at >= step[last]) {
      return learningRate[last];
    }
    int found = Arrays.binarySearch(step, at);
    if (found >= 0) {
      return learningRate[found];
    }
    int right = -found - 1;
    double fraction = (at - step[right - 1]) / (step[right] - step[right - 1]);
    double from = Math.log(learningRate[right - 1]);
    double to = Math.log(learningRate[right]);
    return Math.exp(from + fraction * (to - from));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PiecewiseLogLinear that
        && Arrays.equals(step, that.step)
        && Arrays.equals(learningRate, that.learningRate);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(step) + Arrays.hashCode(learningRate);
  }

  @Override
  public String toString() {
    return "PiecewiseLogLinear[step="
        + Arrays.toString(step)
        + ", learningRate="
        + Arrays.toString(learningRate)
        + "]";
  }
}
