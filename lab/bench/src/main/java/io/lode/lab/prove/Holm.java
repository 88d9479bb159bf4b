package io.lode.lab.prove;

import java.util.Arrays;
import java.util.Comparator;

/** Holm's step-down correction (Holm 1979) of the p values of many comparisons. */
final class Holm {

  private Holm() {}

  /**
   * The corrected values: rejecting those below a level errs in any of the comparisons with a
   * probability of at most that level.
   *
   * @param pValues of all comparisons; NaN for those that could not be made, which do not count
   * @return in their order, at most 1; NaN where they are NaN
   */
  static double[] corrected(double[] pValues) {
    Integer[] order = new Integer[pValues.length];
    Arrays.setAll(order, i -> i);
    // NaN is the largest to Double.compare.
    Arrays.sort(order, Comparator.comparingDouble(i -> pValues[i]));
    int left = (int) Arrays.stream(pValues).filter(p -> !Double.isNaN(p)).count();
    double[] corrected = new double[pValues.length];
    double largest = 0;
    for (int i : order) {
      if (Double.isNaN(pValues[i])) {
        corrected[i] = Double.NaN;
      } else {
        largest = Math.max(largest, Math.min(1, left-- * pValues[i]));
        corrected[i] = largest;
      }
    }
    return corrected;
  }
}
