package io.lode.model.latent;

import java.util.List;

/**
 * Standardises features to mean 0 and standard deviation 1 over a sweep.
 *
 * @param mean (feature)
 * @param deviation positive, (feature)
 */
public record FeatureScale(double[] mean, double[] deviation) {

  /**
   * Smallest standard deviation, in the unit of the feature. It avoids a division by 0 for a
   * constant feature.
   */
  private static final double SMALLEST = 1e-6;

  /** The scale of some runs' features, (interval, feature) each; NaN is not counted. */
  public static FeatureScale of(List<double[][]> runs) {
    double[] mean = new double[RunGrid.FEATURES];
    double[] deviation = new double[RunGrid.FEATURES];
    for (int f = 0; f < mean.length; f++) {
      double sum = 0;
      double squares = 0;
      int count = 0;
      for (double[][] run : runs) {
        for (double[] interval : run) {
          if (!Double.isNaN(interval[f])) {
            sum += interval[f];
            squares += interval[f] * interval[f];
            count++;
          }
        }
      }
      mean[f] = count == 0 ? 0 : sum / count;
      double variance = count == 0 ? 0 : squares / count - mean[f] * mean[f];
      deviation[f] = Math.max(SMALLEST, Math.sqrt(Math.max(0, variance)));
    }
    return new FeatureScale(mean, deviation);
  }

  /** From a feature's own value. */
  public double apply(int feature, double value) {
    return (value - mean[feature]) / deviation[feature];
  }

  /** Back to a feature's own value. */
  public double invert(int feature, double standardised) {
    return mean[feature] + deviation[feature] * standardised;
  }

  /** A run's features, standardised, (interval, feature). */
  public double[][] apply(double[][] features) {
    double[][] scaled = new double[features.length][];
    for (int t = 0; t < scaled.length; t++) {
      scaled[t] = new double[features[t].length];
      for (int f = 0; f < scaled[t].length; f++) {
        scaled[t][f] = apply(f, features[t][f]);
      }
    }
    return scaled;
  }
}
