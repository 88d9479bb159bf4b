package io.lode.model.modal;

/**
 * How far a step of {@link ModalFit} may go, and which values the parameters may take.
 *
 * @param largestFloor largest log floor: the smallest log loss observed
 */
record ModalLimits(double largestFloor) {

  /** Smallest exponents a1, a2, b, and log g, log k. */
  private static final double[] CONSTANT_MINIMUM = {0.3, 0.05, 0.1, -30, -30};

  /** Largest exponents a1, a2, b, and log g, log k. */
  private static final double[] CONSTANT_MAXIMUM = {1.5, 2.0, 2.5, 9, 5};

  /** Longest step of the log floor. In log loss. A longer one leaves where the slopes hold. */
  private static final double LONGEST_FLOOR_STEP = 0.5;

  /** Longest step of a log weight. Far weights hardly count, so that they may move fast. */
  private static final double LONGEST_WEIGHT_STEP = 2;

  /** Longest step of an exponent. The states depend on it most nonlinearly. */
  private static final double LONGEST_EXPONENT_STEP = 0.2;

  /** Longest step of log g and log k. A factor of e changes the norm by less than its root. */
  private static final double LONGEST_NORM_STEP = 1;

  /**
   * Moves by a step, no longer than trusted, and stays inside the allowed values.
   *
   * @param parameters left as they are, laid out as in {@link ModalParameters}
   * @param step of each parameter
   */
  double[] moved(double[] parameters, double[] step) {
    int constants = parameters.length - ModalParameters.CONSTANTS;
    double[] next = parameters.clone();
    for (int i = 0; i < next.length; i++) {
      double longest = longest(i, constants);
      next[i] += Math.min(longest, Math.max(-longest, step[i]));
    }
    for (int e = 0; e < ModalParameters.CONSTANTS; e++) {
      next[constants + e] =
          Math.min(CONSTANT_MAXIMUM[e], Math.max(CONSTANT_MINIMUM[e], next[constants + e]));
    }
    next[0] = Math.min(next[0], largestFloor);
    return next;
  }

  private static double longest(int parameter, int constants) {
    if (parameter == 0) {
      return LONGEST_FLOOR_STEP;
    }
    if (parameter < constants) {
      return LONGEST_WEIGHT_STEP;
    }
    return parameter < constants + ModalParameters.EXPONENTS
        ? LONGEST_EXPONENT_STEP
        : LONGEST_NORM_STEP;
  }
}
