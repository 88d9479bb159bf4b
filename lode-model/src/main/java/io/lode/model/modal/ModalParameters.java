package io.lode.model.modal;

import java.util.Arrays;

/**
 * The fitted part of a modal latent ODE.
 *
 * @param values log floor; log weights of the decaying modes, (mode); log weights of the driven
 *     modes, (mode); the three exponents a1, a2, b; log g and log k of the weight norm
 */
public record ModalParameters(double[] values) {

  /** Number of exponents. */
  public static final int EXPONENTS = 3;

  /** Number of values after the weights: the exponents and two constants of the weight norm. */
  public static final int CONSTANTS = EXPONENTS + 2;

  /** The same parameters as written before the weight norm was part of the model: it stays at 1. */
  public static ModalParameters withoutWeightNorm(double[] values) {
    double[] extended = Arrays.copyOf(values, values.length + CONSTANTS - EXPONENTS);
    extended[values.length] = Double.NEGATIVE_INFINITY;
    extended[values.length + 1] = Double.NEGATIVE_INFINITY;
    return new ModalParameters(extended);
  }

  /** Number of values for a number of modes. */
  public static int count(int modes) {
    return 1 + 2 * modes + CONSTANTS;
  }

  /**
   * Parameters as they were stored, also before the weight norm was part of the model.
   *
   * @param modes number of modes of either kind
   * @throws IllegalArgumentException if the number of values fits neither
   */
  public static ModalParameters stored(double[] values, int modes) {
    if (values.length == count(modes) - (CONSTANTS - EXPONENTS)) {
      return withoutWeightNorm(values);
    }
    if (values.length != count(modes)) {
      throw new IllegalArgumentException(
          "a model of " + modes + " modes has " + count(modes) + " values, found " + values.length);
    }
    return new ModalParameters(values);
  }

  /** Number of modes of either kind. */
  public int modes() {
    return (values.length - 1 - CONSTANTS) / 2;
  }

  /** L_inf, the loss that no training removes. */
  public double floor() {
    return Math.exp(values[0]);
  }

  /** Weight of a mode: the decaying ones first, then the driven ones. */
  public double weight(int mode) {
    return Math.exp(Math.min(30, Math.max(-40, values[1 + mode])));
  }

  /** a1, by which the rate drives the decay of the bias. */
  public double biasExponent() {
    return values[values.length - 5];
  }

  /** a2, by which the rate drives the decay of the noise. */
  public double noiseExponent() {
    return values[values.length - 4];
  }

  /** b, by which the rate drives the noise beyond its decay. */
  public double driveExponent() {
    return values[values.length - 3];
  }

  /** g, by which updates make the weights grow, in units of the basis. */
  public double weightGrowth() {
    return Math.exp(values[values.length - 2]);
  }

  /** k, by which weight decay makes the weights shrink, in units of the basis. */
  public double weightShrinkage() {
    return Math.exp(values[values.length - 1]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ModalParameters that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "ModalParameters" + Arrays.toString(values);
  }
}
