package io.lode.model.law;

/**
 * Parameters of a Multi-Power Law, in some {@link LawUnits}; all positive.
 *
 * @param floor L0, the loss that no training removes
 * @param amplitude A
 * @param exponent alpha
 * @param annealingAmplitude B
 * @param annealingRate C
 * @param annealingExponent beta
 * @param rateExponent gamma
 * @param headShare part of the head's area under its rate that counts as training done: 1/2 for a
 *     linear warm-up
 */
public record LawParameters(
    double floor,
    double amplitude,
    double exponent,
    double annealingAmplitude,
    double annealingRate,
    double annealingExponent,
    double rateExponent,
    double headShare) {

  /** Number of parameters. */
  static final int COUNT = 8;

  /** The parameters with the given logarithms, in the order of the record. */
  static LawParameters ofLogarithms(double[] logarithms) {
    return new LawParameters(
        Math.exp(logarithms[0]),
        Math.exp(logarithms[1]),
        Math.exp(logarithms[2]),
        Math.exp(logarithms[3]),
        Math.exp(logarithms[4]),
        Math.exp(logarithms[5]),
        Math.exp(logarithms[6]),
        Math.exp(logarithms[7]));
  }
}
