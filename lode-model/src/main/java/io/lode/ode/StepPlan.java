package io.lode.ode;

import java.util.Arrays;

/**
 * Where a solver steps: ends of steps, common to all rows or one list a row.
 *
 * <p>A row that needs fewer steps than others ends with steps of length 0.
 *
 * @param ends increasing (a row's last ones may repeat), (1 or row, step + 1), the first is the
 *     start
 */
public record StepPlan(double[][] ends) {

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if there is no step, or times decrease
   */
  public StepPlan {
    for (double[] row : ends) {
      if (row.length < 2 || row.length != ends[0].length) {
        throw new IllegalArgumentException(
            "a plan needs one number of steps for all rows and at least one, found "
                + (row.length - 1)
                + " and "
                + (ends[0].length - 1));
      }
      for (int i = 1; i < row.length; i++) {
        if (!(row[i] >= row[i - 1])) {
          throw new IllegalArgumentException(
              "times must increase, found " + row[i] + " after " + row[i - 1] + " at index " + i);
        }
      }
    }
  }

  /**
   * Equal steps for all rows.
   *
   * @throws IllegalArgumentException if there are none or time runs backwards
   */
  public static StepPlan fixed(double from, double to, int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1, found " + steps);
    }
    double[] ends = new double[steps + 1];
    for (int i = 0; i <= steps; i++) {
      ends[i] = i == steps ? to : from + (to - from) * i / steps;
    }
    return new StepPlan(new double[][] {ends});
  }

  /** A step to each of some times, for all rows. */
  public static StepPlan through(double... times) {
    return new StepPlan(new double[][] {times.clone()});
  }

  /** Number of steps. */
  public int steps() {
    return ends[0].length - 1;
  }

  /** Whether all rows take the same steps. */
  public boolean common() {
    return ends.length == 1;
  }

  /** The steps of a part of the plan. */
  StepPlan part(int firstStep, int afterStep) {
    double[][] part = new double[ends.length][];
    for (int row = 0; row < part.length; row++) {
      part[row] = Arrays.copyOfRange(ends[row], firstStep, afterStep + 1);
    }
    return new StepPlan(part);
  }

  /** Starts of a step, (1 or row). */
  double[] starts(int step) {
    double[] starts = new double[ends.length];
    for (int row = 0; row < starts.length; row++) {
      starts[row] = ends[row][step];
    }
    return starts;
  }

  /** Lengths of a step, (1 or row). */
  double[] lengths(int step) {
    double[] lengths = new double[ends.length];
    for (int row = 0; row < lengths.length; row++) {
      lengths[row] = ends[row][step + 1] - ends[row][step];
    }
    return lengths;
  }

  /** The step of a row that a time lies in, the earlier of two that meet there. */
  int stepOf(int row, double time) {
    double[] of = ends[row];
    int found = Arrays.binarySearch(of, time);
    int end = found >= 0 ? found : -found - 1;
    while (end > 1 && of[end - 1] >= time) {
      end--;
    }
    return Math.min(of.length - 2, Math.max(0, end - 1));
  }
}
