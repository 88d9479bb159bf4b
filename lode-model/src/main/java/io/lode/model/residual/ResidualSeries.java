package io.lode.model.residual;

/**
 * What residuals are fitted to: several fits of the same runs, which differ in what their
 * structured model gets wrong and in the runs that they may see.
 *
 * @param features what the field sees of each run, (run, interval, feature), all of one length
 * @param targets residuals in their unit, NaN where not observed or not to be seen, (fit, run,
 *     interval)
 */
record ResidualSeries(double[][][] features, double[][][] targets) {

  int runs() {
    return features.length;
  }

  int intervals() {
    return features[0].length;
  }

  int fits() {
    return targets.length;
  }
}
