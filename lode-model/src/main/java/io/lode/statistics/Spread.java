package io.lode.statistics;

import java.util.Arrays;

/**
 * How far the values of a sample lie apart.
 *
 * <p>In a robust spread a NaN ranks above every number; it makes a standard error NaN.
 */
public final class Spread {

  /** Standard deviations of a Gaussian per median absolute deviation. */
  private static final double DEVIATIONS_PER_MEDIAN = 1.4826;

  private Spread() {}

  /**
   * Robust standard deviation around zero: 1.4826 times the median absolute value.
   *
   * @param residuals (residual)
   * @throws IllegalArgumentException if there are none
   */
  public static double aroundZero(double[] residuals) {
    return DEVIATIONS_PER_MEDIAN * Median.of(absolute(residuals, 0));
  }

  /**
   * Robust standard deviation around zero: 1.4826 times the upper median of the absolute values,
   * which differs from {@link #aroundZero} where the count is even.
   *
   * @param residuals (residual)
   * @throws IllegalArgumentException if there are none
   */
  public static double upperAroundZero(double[] residuals) {
    return DEVIATIONS_PER_MEDIAN * Median.upperMedian(absolute(residuals, 0));
  }

  /**
   * Robust standard deviation around the median: 1.4826 times the median absolute deviation.
   *
   * @param values (value)
   * @throws IllegalArgumentException if there are none
   */
  public static double aroundMedian(double[] values) {
    return DEVIATIONS_PER_MEDIAN * Median.of(absolute(values, Median.of(values)));
  }

  /**
   * The standard error of the mean of independent values: the sample's standard deviation over the
   * root of its count.
   *
   * @param values (value)
   * @return NaN for one value, which says nothing of its spread, and where a value is not finite
   * @throws IllegalArgumentException if there are no values
   */
  public static double standardError(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException(
          "no values, expected at least one to take the standard error of");
    }
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double variance = squares / (values.length - 1);
    return Math.sqrt(variance / values.length);
  }

  private static double[] absolute(double[] values, double centre) {
    return Arrays.stream(values).map(value -> Math.abs(value - centre)).toArray();
  }
}
