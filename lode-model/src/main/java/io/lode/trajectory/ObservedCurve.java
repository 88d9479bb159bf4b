package io.lode.trajectory;

import java.util.Arrays;

/**
 * The points of a run at which its objective was observed.
 *
 * @param step optimiser steps, increasing, (time)
 * @param value transformed objective, finite, (time)
 */
public record ObservedCurve(double[] step, double[] value) {

  /**
   * The points of a trajectory at which the objective was logged and is finite once transformed.
   */
  public static ObservedCurve of(Trajectory trajectory, MetricTransform transform) {
    double[] step = new double[trajectory.length()];
    double[] value = new double[trajectory.length()];
    int count = 0;
    for (int i = 0; i < trajectory.length(); i++) {
      double transformed = transform.apply(trajectory.objective()[i]);
      if (Double.isFinite(transformed)) {
        step[count] = trajectory.step()[i];
        value[count] = transformed;
        count++;
      }
    }
    return new ObservedCurve(Arrays.copyOf(step, count), Arrays.copyOf(value, count));
  }

  /** Without an observation at step 0, before any training. */
  public ObservedCurve afterStart() {
    return beyond(0);
  }

  /** The points after a step. */
  public ObservedCurve beyond(double from) {
    int first = 0;
    while (first < step.length && step[first] <= from) {
      first++;
    }
    return new ObservedCurve(
        Arrays.copyOfRange(step, first, step.length),
        Arrays.copyOfRange(value, first, value.length));
  }

  /** Number of points. */
  public int length() {
    return step.length;
  }

  /** The last value; there must be one. */
  public double lastValue() {
    return value[value.length - 1];
  }

  /** The value at a step, linear between observations and constant outside them. */
  public double at(double wanted) {
    int last = step.length - 1;
    if (wanted <= step[0]) {
      return value[0];
    }
    if (wanted >= step[last]) {
      return value[last];
    }
    int found = Arrays.binarySearch(step, wanted);
    if (found >= 0) {
      return value[found];
    }
    int right = -found - 1;
    double fraction = (wanted - step[right - 1]) / (step[right] - step[right - 1]);
    return value[right - 1] + fraction * (value[right] - value[right - 1]);
  }
}
