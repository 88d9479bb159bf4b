package io.lode.model.modal;

/**
 * Gaussian prior of a modal fit: smooth log weights over the grid of modes, exponents near their
 * means, everything weakly near a starting point.
 *
 * @param mean also where the fit starts, (parameter)
 * @param precision inverse covariance, (parameter, parameter)
 */
record ModalPrior(double[] mean, double[][] precision) {

  /**
   * Prior precision of each log weight about its mean: a standard deviation of about 13. It only
   * makes the fit unique.
   */
  private static final double RIDGE = 0.1 / 16;

  /** Prior precision of the log floor: a standard deviation of 10, so that the logs decide. */
  private static final double FLOOR_PRECISION = 1e-2;

  /**
   * The prior around a guess of the floor.
   *
   * @param smallestLoss smallest loss seen in the sweep
   * @param floorFraction guess of the floor as a part of the smallest loss
   * @param config means and widths
   */
  static ModalPrior of(
      ModalBasis basis, double smallestLoss, double floorFraction, ModalPriorConfig config) {
    int modes = basis.modes();
    int count = ModalParameters.count(modes);
    double[] mean = new double[count];
    mean[0] = Math.log(floorFraction * smallestLoss);
    double[] rates = basis.rates();
    double spacing = Math.log(rates[1] / rates[0]);
    for (int i = 0; i < modes; i++) {
      mean[1 + i] =
          Math.log(
              config.biasLevel()
                  * smallestLoss
                  * Math.pow(rates[i] / rates[0], config.biasSlope())
                  * spacing);
      mean[1 + modes + i] = Math.log(config.noiseLevel() * smallestLoss / modes);
    }
    double[][] precision = new double[count][count];
    precision[0][0] = FLOOR_PRECISION;
    for (int block = 0; block < 2; block++) {
      int first = 1 + block * modes;
      for (int i = 0; i < modes; i++) {
        precision[first + i][first + i] += RIDGE;
      }
      double[] difference = {1, -2, 1};
      for (int i = 0; i + 2 < modes; i++) {
        for (int j = 0; j < 3; j++) {
          for (int k = 0; k < 3; k++) {
            precision[first + i + j][first + i + k] +=
                difference[j] * difference[k] / (config.smoothness() * config.smoothness());
          }
        }
      }
    }
    for (int e = 0; e < ModalParameters.EXPONENTS; e++) {
      int at = 1 + 2 * modes + e;
      mean[at] = config.exponentMeans().get(e);
      double width = config.exponentWidths().get(e);
      precision[at][at] = 1 / (width * width);
    }
    return new ModalPrior(mean, precision);
  }

  /** Half the squared Mahalanobis distance from the mean. */
  double cost(double[] parameters) {
    double cost = 0;
    for (int i = 0; i < mean.length; i++) {
      double row = 0;
      for (int j = 0; j < mean.length; j++) {
        row += precision[i][j] * (parameters[j] - mean[j]);
      }
      cost += 0.5 * row * (parameters[i] - mean[i]);
    }
    return cost;
  }

  /** The cost's gradient in one parameter. */
  double slope(double[] parameters, int parameter) {
    double slope = 0;
    for (int j = 0; j < mean.length; j++) {
      slope += precision[parameter][j] * (parameters[j] - mean[j]);
    }
    return slope;
  }
}
