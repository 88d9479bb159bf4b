package io.lode.model.modal;

import java.util.Arrays;

/**
 * The fitted part of a modal latent ODE.
 *
 * @param values log floor; log weights of the decaying modes, (mode); log weights of the driven
 *     modes, (mode); the three exponents a1, a2, b
 */
public record ModalParameters(double[] values) {

  /** Number of exponents, the last values. */
  public static final int EXPONENTS = 3;

  /** Number of values for a number of modes. */
  public static int count(int modes) {
    return 1 + 2 * modes + EXPONENTS;
  }

  /** Number of modes of either kind. */
  public int modes() {
    return (values.length - 1 - EXPONENTS) / 2;
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
    return values[values.length - 3];
  }

  /** a2, by which the rate drives the decay of the noise. */
  public double noiseExponent() {
    return values[values.length - 2];
  }

  /** b, by which the rate drives the noise beyond its decay. */
  public double driveExponent() {
    return values[values.length - 1];
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
