package io.lode.statistics;

import java.util.Arrays;

/** Medians of a sample. A NaN ranks above every number. */
public final class Median {

  private Median() {}

  /**
   * The middle value, or the mean of the two middle values where their count is even.
   *
   * @param values (value), in any order; left as they are
   * @throws IllegalArgumentException if there are none
   */
  public static double of(double[] values) {
    double[] sorted = sorted(values);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
  }

  /**
   * The middle value, or the larger of the two middle values where their count is even: always one
   * of the values.
   *
   * @param values (value), in any order; left as they are
   * @throws IllegalArgumentException if there are none
   */
  public static double upperMedian(double[] values) {
    return sorted(values)[values.length / 2];
  }

  private static double[] sorted(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values, expected at least one to take the median of");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
