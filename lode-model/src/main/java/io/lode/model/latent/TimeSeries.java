package io.lode.model.latent;

import java.util.Arrays;

/**
 * Equally spaced observations of several series, which may end at different times.
 *
 * @param values standardised features, NaN where not observed, (series, time, feature)
 * @param spacing time between observations, positive
 */
public record TimeSeries(double[][][] values, double spacing) {

  /** Fewest observations, as a count: the loss needs one to start from and one to predict. */
  private static final int SHORTEST = 2;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a series has fewer than 2 observations
   */
  public TimeSeries {
    for (double[][] series : values) {
      if (series.length < SHORTEST) {
        throw new IllegalArgumentException(
            "a series needs at least " + SHORTEST + " observations, found " + series.length);
      }
    }
  }

  int features() {
    return values[0][0].length;
  }

  /** Observations of the longest series. */
  int longest() {
    return Arrays.stream(values).mapToInt(series -> series.length).max().orElseThrow();
  }

  /** Indices of the series with at least so many observations. */
  int[] atLeast(int length) {
    int[] found = new int[values.length];
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i].length >= length) {
        found[count++] = i;
      }
    }
    return Arrays.copyOf(found, count);
  }
}
