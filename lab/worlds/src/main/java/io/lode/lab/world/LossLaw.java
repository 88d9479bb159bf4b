package io.lode.lab.world;

/**
 * Loss as an exact function of the rates of each interval, with its derivative.
 *
 * <p>Rates are (interval), finite and not negative, and as many as there are intervals.
 */
interface LossLaw {

  /** The same law with every mode, or every step, so many times as fast. */
  LossLaw paced(double factor);

  /** Loss before the first step; a run whose loss exceeds three times it has diverged. */
  double startLoss();

  /** Validation and training loss at the end of each interval; may be infinite or NaN. */
  Losses losses(double[] rates, Intervals intervals);

  /**
   * The derivative of a weighted sum of the validation losses with regard to each rate.
   *
   * @param rates (interval)
   * @param intervals their ends
   * @param weights of the validation loss at each interval's end, (interval)
   * @return derivative, (interval)
   */
  double[] gradient(double[] rates, Intervals intervals, double[] weights);

  /**
   * Losses at interval ends.
   *
   * @param validation (interval)
   * @param training (interval)
   */
  record Losses(double[] validation, double[] training) {

    /** The first interval where the validation loss exceeds a limit or is NaN, or the count. */
    int divergedAt(double limit) {
      for (int k = 0; k < validation.length; k++) {
        if (!(validation[k] <= limit)) {
          return k;
        }
      }
      return validation.length;
    }
  }
}
