package io.lode.evaluation;

import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Trajectory;
import java.util.Arrays;

/**
 * The points of a run at which its objective was observed.
 *
 * @param step optimiser steps, increasing, (time)
 * @param value transformed objective, finite, (time)
 */
record ObservedCurve(double[] step, double[] value) {

  static ObservedCurve of(Trajectory trajectory, MetricTransform transform) {
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
  ObservedCurve afterStart() {
    int first = step.length > 0 && step[0] == 0 ? 1 : 0;
    return new ObservedCurve(
        Arrays.copyOfRange(step, first, step.length),
        Arrays.copyOfRange(value, first, value.length));
  }

  int length() {
    return step.length;
  }

  /** The last value; there must be one. */
  double lastValue() {
    return value[value.length - 1];
  }

  /** The value at a step, linear between observations and constant outside them. */
  double at(double wanted) {
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
