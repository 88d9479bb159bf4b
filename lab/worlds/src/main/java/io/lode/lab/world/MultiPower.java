package io.lode.lab.world;

import java.util.SplittableRandom;

/**
 * The Multi-Power Law of Luo et al. (2025, arXiv:2503.12811) for the loss of language models.
 *
 * <p>With eta_k the rate of interval k, eta_0 = 0, S_k the sum of the rates over the steps from the
 * start of interval k to t, and S = S_1,
 *
 * <pre>
 *   loss(t) = L0 + A S^-alpha + B sum_k (eta_k - eta_(k-1)) (1 - (1 + C eta_k^-gamma S_k)^-beta)
 * </pre>
 *
 * The sum starts from a rate of 0, so that the warm-up counts as a rise and different peaks can be
 * compared; the published parameters fit the published runs in this form. The first term is capped
 * so that the loss never exceeds that of a uniform guess over 32,000 tokens, where the power law
 * would be infinite. The law was fitted to rates that do not rise after the warm-up and knows no
 * divergence.
 *
 * @param floor L0
 * @param scale A
 * @param exponent alpha
 * @param annealingScale B
 * @param annealingRate C
 * @param annealingExponent beta
 * @param rateExponent gamma
 */
record MultiPower(
    double floor,
    double scale,
    double exponent,
    double annealingScale,
    double annealingRate,
    double annealingExponent,
    double rateExponent)
    implements LossLaw {

  private static final double START_LOSS = Math.log(32_000);

  /** Stands in for a rate of 0, whose negative power is infinite. */
  private static final double SMALLEST_RATE = 1e-15;

  /** Published parameters of the 25M-parameter model. */
  static final MultiPower SIZE_25M =
      new MultiPower(
          3.04045406, 0.52468604, 0.50786857, 363.78751622, 2.06560812, 0.58279013, 0.64142257);

  /** Published parameters of the 100M-parameter model. */
  static final MultiPower SIZE_100M =
      new MultiPower(
          2.6514477, 0.60115152, 0.45295811, 437.9464276, 2.13245612, 0.59785199, 0.65523644);

  /** Published parameters of the 400M-parameter model. */
  static final MultiPower SIZE_400M =
      new MultiPower(
          2.37474466, 0.65421216, 0.42878731, 523.42464371, 2.02462735, 0.59350493, 0.63472457);

  /** Another law near one, drawn by a seed: scales vary by about 15%, exponents by about 7%. */
  static MultiPower variant(long seed, MultiPower near) {
    SplittableRandom random = new SplittableRandom(seed);
    return new MultiPower(
        near.floor,
        near.scale * vary(random, 0.15),
        near.exponent * vary(random, 0.07),
        near.annealingScale * vary(random, 0.15),
        near.annealingRate * vary(random, 0.15),
        near.annealingExponent * vary(random, 0.07),
        near.rateExponent * vary(random, 0.07));
  }

  private static double vary(SplittableRandom random, double deviation) {
    return Math.exp(deviation * random.nextGaussian());
  }

  /** {@inheritDoc} Every sum of rates counts so many times as much. */
  @Override
  public MultiPower paced(double factor) {
    return new MultiPower(
        floor,
        scale * Math.pow(factor, -exponent),
        exponent,
        annealingScale,
        annealingRate * factor,
        annealingExponent,
        rateExponent);
  }

  @Override
  public double startLoss() {
    return START_LOSS;
  }

  @Override
  public Losses losses(double[] rates, Intervals intervals) {
    double[] eta = positive(rates);
    double[] before = sumsBefore(eta, intervals);
    double[] loss = new double[eta.length];
    for (int t = 0; t < eta.length; t++) {
      double sum = before[t + 1];
      double value = floor + Math.min(START_LOSS - floor, scale * Math.pow(sum, -exponent));
      for (int k = 0; k <= t; k++) {
        value += annealingScale * rise(eta, k) * annealed(eta[k], sum - before[k]);
      }
      loss[t] = value;
    }
    return new Losses(loss, loss);
  }

  @Override
  public double[] gradient(double[] rates, Intervals intervals, double[] weights) {
    double[] eta = positive(rates);
    int count = eta.length;
    double[] before = sumsBefore(eta, intervals);
    double[] gradient = new double[count];
    double[] sumAdjoint = new double[count + 1];
    for (int t = 0; t < count; t++) {
      if (weights[t] == 0) {
        continue;
      }
      double sum = before[t + 1];
      double power = scale * Math.pow(sum, -exponent);
      if (power < START_LOSS - floor) {
        sumAdjoint[t + 1] -= weights[t] * exponent * power / sum;
      }
      double weight = weights[t] * annealingScale;
      for (int k = 0; k <= t; k++) {
        double since = sum - before[k];
        double scaled = annealingRate * Math.pow(eta[k], -rateExponent);
        double slope =
            annealingExponent * Math.pow(1 + scaled * since, -annealingExponent - 1) * scaled;
        double value = annealed(eta[k], since);
        double change = rise(eta, k);
        gradient[k] += weight * (value - change * slope * since * rateExponent / eta[k]);
        if (k > 0) {
          gradient[k - 1] -= weight * value;
        }
        sumAdjoint[t + 1] += weight * change * slope;
        sumAdjoint[k] -= weight * change * slope;
      }
    }
    double adjoint = 0;
    for (int k = count - 1; k >= 0; k--) {
      adjoint += sumAdjoint[k + 1];
      gradient[k] += adjoint * intervals.length(k);
    }
    return gradient;
  }

  private static double rise(double[] eta, int interval) {
    return eta[interval] - (interval == 0 ? 0 : eta[interval - 1]);
  }

  /** The part of a change of rate that has shown after a sum of rates since. */
  private double annealed(double eta, double since) {
    return 1
        - Math.pow(1 + annealingRate * Math.pow(eta, -rateExponent) * since, -annealingExponent);
  }

  private static double[] positive(double[] rates) {
    double[] eta = new double[rates.length];
    for (int k = 0; k < eta.length; k++) {
      eta[k] = Math.max(SMALLEST_RATE, rates[k]);
    }
    return eta;
  }

  /** Sum of the rates over the steps before each interval, and in all, (interval + 1). */
  private static double[] sumsBefore(double[] eta, Intervals intervals) {
    double[] sums = new double[eta.length + 1];
    for (int k = 0; k < eta.length; k++) {
      sums[k + 1] = sums[k] + eta[k] * intervals.length(k);
    }
    return sums;
  }
}
