package io.lode.lab.world;

import io.lode.schedule.ScheduleBounds;

/** What a trainer allows the rates of successive intervals to do. */
enum RateRule {
  /** Any rates. */
  FREE {
    @Override
    void apply(double[] values) {}

    @Override
    double largest(ScheduleBounds bounds) {
      return Double.POSITIVE_INFINITY;
    }

    @Override
    void project(double[] values) {}
  },

  /**
   * No rate above the bounds; any others in the first {@link #WARMUP_INTERVALS}, none higher than
   * the one before it after them.
   */
  NOT_RISING_AFTER_WARMUP {
    @Override
    void apply(double[] values) {
      for (int k = WARMUP_INTERVALS + 1; k < values.length; k++) {
        values[k] = Math.min(values[k], values[k - 1]);
      }
    }

    @Override
    double largest(ScheduleBounds bounds) {
      return bounds.maximum();
    }

    @Override
    void project(double[] values) {
      poolAdjacentViolators(values, WARMUP_INTERVALS);
    }
  };

  /** Intervals of a warm-up. */
  static final int WARMUP_INTERVALS = 5;

  /** Lowers rates, or their logarithms, to what the trainer applies, in place, (interval). */
  abstract void apply(double[] values);

  /** The largest rate that the trainer applies, whatever it is asked for. */
  abstract double largest(ScheduleBounds bounds);

  /** Moves values to the nearest allowed ones in the Euclidean sense, in place, (interval). */
  abstract void project(double[] values);

  /** Isotonic regression to non-increasing values (Ayer et al. 1955). */
  private static void poolAdjacentViolators(double[] values, int from) {
    int size = Math.max(0, values.length - from);
    double[] mean = new double[size];
    int[] width = new int[size];
    int blocks = 0;
    for (int i = 0; i < size; i++) {
      mean[blocks] = values[from + i];
      width[blocks] = 1;
      blocks++;
      while (blocks > 1 && mean[blocks - 1] > mean[blocks - 2]) {
        int merged = width[blocks - 2] + width[blocks - 1];
        mean[blocks - 2] =
            (mean[blocks - 2] * width[blocks - 2] + mean[blocks - 1] * width[blocks - 1]) / merged;
        width[blocks - 2] = merged;
        blocks--;
      }
    }
    int at = from;
    for (int block = 0; block < blocks; block++) {
      for (int i = 0; i < width[block]; i++) {
        values[at++] = mean[block];
      }
    }
  }
}
