package io.lode.model.crossgroup;

import java.io.Serializable;

/**
 * What is expected of the code of a group that was not seen: the mean and spread of the codes of
 * the groups that were.
 *
 * @param mean (code)
 * @param precision inverse of their covariance, (code, code)
 * @param deviation usual deviation of what the model says of a group, in the group's unit of errors
 */
record CodeExpectation(double[] mean, double[][] precision, double deviation)
    implements Serializable {

  /** Number of groups that the standard normal expectation counts as. */
  private static final double AS_MANY = 8;

  /**
   * Estimates it.
   *
   * @param codes (group, code)
   * @param logDeviations (group)
   */
  static CodeExpectation of(double[][] codes, double[] logDeviations) {
    int size = codes[0].length;
    double[] mean = new double[size];
    double logDeviation = 0;
    for (int g = 0; g < codes.length; g++) {
      logDeviation += logDeviations[g] / codes.length;
      for (int d = 0; d < size; d++) {
        mean[d] += codes[g][d] / (codes.length + AS_MANY);
      }
    }
    double[][] covariance = new double[size][size];
    for (int i = 0; i < size; i++) {
      covariance[i][i] = AS_MANY / (codes.length + AS_MANY);
      for (int j = 0; j < size; j++) {
        for (double[] code : codes) {
          covariance[i][j] += (code[i] - mean[i]) * (code[j] - mean[j]) / (codes.length + AS_MANY);
        }
      }
    }
    return new CodeExpectation(
        mean, Precision.inverse(covariance), Math.exp(logDeviation) + CrossFit.SMALLEST_DEVIATION);
  }
}
