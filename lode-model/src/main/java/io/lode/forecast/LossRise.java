package io.lode.forecast;

/**
 * How far a loss has risen: its last values above the smallest one before them.
 *
 * <p>Losses rise in healthy runs, too, with noise, with the rate, with over-fitting. So a rise
 * counts only beyond the largest one that runs showed which came to their end.
 */
public final class LossRise {

  /** All of the last values must lie above: one may be an outlier. */
  private static final int LAST = 2;

  private LossRise() {}

  /**
   * The rise at the end of some values.
   *
   * @param value log losses, finite, (time)
   * @return at least 0, in log; 0 where there are fewer than three values
   */
  public static double last(double[] value) {
    return value.length <= LAST ? 0 : at(value, value.length - 1, smallest(value, value.length));
  }

  /** The largest rise that the values ever showed. */
  public static double largest(double[] value) {
    double largest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = LAST; i < value.length; i++) {
      smallest = Math.min(smallest, value[i - LAST]);
      largest = Math.max(largest, at(value, i, smallest));
    }
    return largest;
  }

  private static double smallest(double[] value, int length) {
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < length - LAST; i++) {
      smallest = Math.min(smallest, value[i]);
    }
    return smallest;
  }

  private static double at(double[] value, int end, double smallestBefore) {
    double lowest = Double.POSITIVE_INFINITY;
    for (int i = end - LAST + 1; i <= end; i++) {
      lowest = Math.min(lowest, value[i]);
    }
    return Math.max(0, lowest - smallestBefore);
  }
}
