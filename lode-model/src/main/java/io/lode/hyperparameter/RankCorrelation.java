package io.lode.hyperparameter;

import java.util.List;

/** How far two orders of the same runs agree. */
final class RankCorrelation {

  private RankCorrelation() {}

  /** Spearman's rank correlation; equal values share their mean rank. 0 where one is constant. */
  static double of(List<double[]> pairs) {
    double[] first = ranks(pairs.stream().mapToDouble(pair -> pair[0]).toArray());
    double[] second = ranks(pairs.stream().mapToDouble(pair -> pair[1]).toArray());
    double mean = 0.5 * (pairs.size() - 1);
    double product = 0;
    double ones = 0;
    double others = 0;
    for (int i = 0; i < first.length; i++) {
      product += (first[i] - mean) * (second[i] - mean);
      ones += (first[i] - mean) * (first[i] - mean);
      others += (second[i] - mean) * (second[i] - mean);
    }
    return ones == 0 || others == 0 ? 0 : product / Math.sqrt(ones * others);
  }

  private static double[] ranks(double[] values) {
    double[] ranks = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double below = 0;
      double same = 0;
      for (double other : values) {
        below += other < values[i] ? 1 : 0;
        same += other == values[i] ? 1 : 0;
      }
      ranks[i] = below + 0.5 * (same - 1);
    }
    return ranks;
  }
}
