package io.lode.model.network;

import java.util.Arrays;

/**
 * Adam with decoupled weight decay on one member's parameters.
 *
 * @param weightDecay part of a parameter that a step of rate 1 removes, at least 0
 */
public record Adam(double weightDecay) {

  /** Decay a step of the mean gradient, the published default of Adam. Ratio. */
  private static final double FIRST_DECAY = 0.9;

  /** Decay a step of the mean squared gradient, the published default of Adam. Ratio. */
  private static final double SECOND_DECAY = 0.999;

  /**
   * Added to the root of the mean squared gradient, the published default of Adam. It avoids a
   * division by 0.
   */
  private static final double EPSILON = 1e-8;

  /**
   * Takes a step; one whose gradient is not finite is left out.
   *
   * @param parameters changed, as are the moments
   * @param step steps taken before
   */
  void update(
      double[] parameters,
      double[] firstMoment,
      double[] secondMoment,
      double[] gradient,
      double rate,
      int step) {
    if (!Arrays.stream(gradient).allMatch(Double::isFinite)) {
      return;
    }
    double firstCorrection = 1 - Math.pow(FIRST_DECAY, step + 1);
    double secondCorrection = 1 - Math.pow(SECOND_DECAY, step + 1);
    for (int i = 0; i < gradient.length; i++) {
      double g = gradient[i];
      double first = FIRST_DECAY * firstMoment[i] + (1 - FIRST_DECAY) * g;
      double second = SECOND_DECAY * secondMoment[i] + (1 - SECOND_DECAY) * g * g;
      firstMoment[i] = first;
      secondMoment[i] = second;
      double move = (first / firstCorrection) / (Math.sqrt(second / secondCorrection) + EPSILON);
      parameters[i] -= rate * (move + weightDecay * parameters[i]);
    }
  }
}
