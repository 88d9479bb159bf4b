package io.lode.model.modal;

/**
 * Exponentials of many numbers at once, by additions and multiplications alone, which compile to
 * vector instructions where {@link Math#expm1} does not.
 *
 * <p>{@code e^x - 1} by the Taylor series of {@code e^(x / 1024) - 1}, doubled ten times: {@code
 * e^(2y) - 1 = (e^y - 1) (2 + (e^y - 1))}. Relative error below 1e-15 for x in [-40, 0] and below
 * 1e-12 for x in (0, 30]; below -40 the result is -1 to within 1e-16.
 */
final class ManyExponentials {

  /**
   * Factor of the argument before the series: small enough for few terms, a power of 2 so that it
   * is exact.
   */
  private static final double REDUCTION = 1.0 / 1024;

  private ManyExponentials() {}

  /**
   * Computes {@code e^-decay - 1}.
   *
   * @param decays each in [-30, 200]
   * @param change where the results go, as long as the decays
   */
  static void decayMinusOne(double[] decays, double[] change) {
    for (int i = 0; i < decays.length; i++) {
      double x = -REDUCTION * decays[i];
      double series = 1 + x * (1.0 / 5) * (1 + x * (1.0 / 6) * (1 + x * (1.0 / 7)));
      double y = x * (1 + x * (1.0 / 2) * (1 + x * (1.0 / 3) * (1 + x * (1.0 / 4) * series)));
      y *= 2 + y;
      y *= 2 + y;
      y *= 2 + y;
      y *= 2 + y;
      y *= 2 + y;
      y *= 2 + y;
      y *= 2 + y;
      y *= 2 + y;
      y *= 2 + y;
      y *= 2 + y;
      change[i] = y;
    }
  }
}
