package io.lode.forecast;

import java.util.Arrays;

/** Finds an early rise of a loss: a run that is about to diverge shows it in its last values. */
public final class LossRise {

  /** Both of the last values must lie above: one may be an outlier. */
  public static final int LAST = 2;

  private static final int FEWEST_BEFORE = 3;
  private static final int WINDOW = 10;
  private static final double NOISES = 4;
  private static final double NORMAL_OVER_MEDIAN = 1.4826;

  private LossRise() {}

  /**
   * How far the last {@value #LAST} values lie above those before them, beyond noise.
   *
   * @param residual observed less expected log loss, (time)
   * @param smallest rises up to this one count as noise, log loss
   * @return 0 where there is no rise, or too little to tell by
   */
  public static double of(double[] residual, double smallest) {
    int before = residual.length - LAST;
    if (before < FEWEST_BEFORE) {
      return 0;
    }
    double[] window = Arrays.copyOfRange(residual, Math.max(0, before - WINDOW), before);
    double level = median(window);
    double[] distance = new double[window.length];
    for (int i = 0; i < distance.length; i++) {
      distance[i] = Math.abs(window[i] - level);
    }
    double threshold = Math.max(smallest, NOISES * NORMAL_OVER_MEDIAN * median(distance));
    double lowest = Double.POSITIVE_INFINITY;
    for (int i = before; i < residual.length; i++) {
      lowest = Math.min(lowest, residual[i] - level);
    }
    return lowest > threshold ? lowest : 0;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
  }
}
