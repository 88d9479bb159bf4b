package io.lode.model.modal;

/**
 * Gaussian prior of a modal fit: smooth log weights over the grid of modes, exponents near their
 * means, everything weakly near a starting point.
 *
 * @param mean also where the fit starts, (parameter)
 * @param precision inverse covariance, (parameter, parameter)
 */
record ModalPrior(double[] mean, double[][] precision) {

  /** Prior means of the exponents a1, a2 and b. 1 is a linear effect of the learning rate. */
  private static final double[] EXPONENT_MEAN = {1, 0.8, 1};

  /**
   * Prior standard deviations of the exponents a1, a2 and b. Narrow: a few runs with similar rates
   * do not determine them.
   */
  private static final double[] EXPONENT_WIDTH = {0.1, 0.1, 0.1};

  /**
   * Prior precision of each log weight about its mean: a standard deviation of about 13. It only
   * makes the fit unique.
   */
  private static final double RIDGE = 0.1 / 16;

  /** Prior precision of the log floor: a standard deviation of 10, so that the logs decide. */
  private static final double FLOOR_PRECISION = 1e-2;

  /**
   * Exponent of the rate of a mode in the prior mean of its bias weight. Faster modes start larger.
   */
  private static final double BIAS_SLOPE = 0.45;

  /**
   * Prior mean of the bias weight of the slowest mode, per unit of log rate, as a part of the
   * smallest loss.
   */
  private static final double BIAS_LEVEL = 0.3;

  /** Prior mean of all noise weights together, as a part of the smallest loss. */
  private static final double NOISE_LEVEL = 0.15;

  /**
   * The prior around a guess of the floor.
   *
   * @param smallestLoss smallest loss seen in the sweep
   * @param floorFraction guess of the floor as a part of the smallest loss
   * @param smoothness width of the second differences of the log weights over the modes
   */
  static ModalPrior of(
      ModalBasis basis, double smallestLoss, double floorFraction, double smoothness) {
    int modes = basis.modes();
    int count = ModalParameters.count(modes);
    double[] mean = new double[count];
    mean[0] = Math.log(floorFraction * smallestLoss);
    double[] rates = basis.rates();
    double spacing = Math.log(rates[1] / rates[0]);
    for (int i = 0; i < modes; i++) {
      mean[1 + i] =
          Math.log(BIAS_LEVEL * smallestLoss * Math.pow(rates[i] / rates[0], BIAS_SLOPE) * spacing);
      mean[1 + modes + i] = Math.log(NOISE_LEVEL * smallestLoss / modes);
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
                difference[j] * difference[k] / (smoothness * smoothness);
          }
        }
      }
    }
    for (int e = 0; e < ModalParameters.EXPONENTS; e++) {
      int at = 1 + 2 * modes + e;
      mean[at] = EXPONENT_MEAN[e];
      precision[at][at] = 1 / (EXPONENT_WIDTH[e] * EXPONENT_WIDTH[e]);
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
