package io.lode.model.modal;

import io.lode.model.modal.curvature.Curvature;
import java.util.Arrays;

/**
 * The latent state of a modal latent ODE on its way through intervals of constant rate, with its
 * derivatives by the exponents where asked for.
 *
 * <p>With x the rate over the reference rate and t in reference lengths (see docs/method.md):
 *
 * <pre>
 * dE_i/dt = -R_i(a1) E_i,                      E_i(0) = 1
 * dN_i/dt = -R_i(a2) N_i + lambda_i x^(a2+b),  N_i(0) = 0
 * R_i(a) = lambda_i x^a (1 - x lambda_i / Lambda)
 * </pre>
 *
 * where x is divided by the {@link WeightNorm} in the middle of each interval, and multiplied by
 * the mean {@link Curvature} over it. Exact over an interval of constant x: no solver error.
 * Mutable and not thread-safe.
 */
final class ModalState {

  /**
   * Stands in for a learning rate of 0, as a part of the reference rate: its logarithm is needed.
   */
  private static final double SMALLEST_RATE = 1e-8;

  /** Largest state of a mode. Unstable modes stop here, before they overflow. */
  private static final double LARGEST_STATE = 1e12;

  /** Decays below this use a series, since the exact formula would lose digits. */
  private static final double SERIES_BELOW = 1e-5;

  private final ModalBasis basis;
  private final double biasExponent;
  private final double noiseExponent;
  private final double driveExponent;
  private final WeightNorm weightNorm;
  private final Curvature curvature;

  final double[] bias;
  final double[] noise;

  /** dE/da1, dN/da2 and dN/db, (mode). */
  final double[] biasByBiasExponent;

  final double[] noiseByNoiseExponent;
  final double[] noiseByDriveExponent;

  /** Derivatives by log g and log k of the weight norm, (mode). */
  final double[] biasByGrowth;

  final double[] biasByShrinkage;
  final double[] noiseByGrowth;
  final double[] noiseByShrinkage;

  /** By how many e-foldings bias, then noise, decays in an interval, and e^-that - 1, (2 mode). */
  private final double[] decays;

  private final double[] change;

  ModalState(ModalBasis basis, ModalParameters parameters) {
    this(
        basis,
        parameters.biasExponent(),
        parameters.noiseExponent(),
        parameters.driveExponent(),
        new WeightNorm(parameters.weightGrowth(), parameters.weightShrinkage()),
        new Curvature(basis.curvature()));
  }

  private ModalState(
      ModalBasis basis,
      double biasExponent,
      double noiseExponent,
      double driveExponent,
      WeightNorm weightNorm,
      Curvature curvature) {
    this.basis = basis;
    this.biasExponent = biasExponent;
    this.noiseExponent = noiseExponent;
    this.driveExponent = driveExponent;
    this.weightNorm = weightNorm;
    this.curvature = curvature;
    int modes = basis.modes();
    bias = new double[modes];
    noise = new double[modes];
    biasByBiasExponent = new double[modes];
    noiseByNoiseExponent = new double[modes];
    noiseByDriveExponent = new double[modes];
    biasByGrowth = new double[modes];
    biasByShrinkage = new double[modes];
    noiseByGrowth = new double[modes];
    noiseByShrinkage = new double[modes];
    decays = new double[2 * modes];
    change = new double[2 * modes];
    Arrays.fill(bias, 1);
  }

  /** The same state, to go on from in another direction. */
  ModalState copy() {
    ModalState copy =
        new ModalState(
            basis, biasExponent, noiseExponent, driveExponent, weightNorm.copy(), curvature.copy());
    System.arraycopy(bias, 0, copy.bias, 0, bias.length);
    System.arraycopy(noise, 0, copy.noise, 0, noise.length);
    System.arraycopy(biasByBiasExponent, 0, copy.biasByBiasExponent, 0, bias.length);
    System.arraycopy(noiseByNoiseExponent, 0, copy.noiseByNoiseExponent, 0, bias.length);
    System.arraycopy(noiseByDriveExponent, 0, copy.noiseByDriveExponent, 0, bias.length);
    System.arraycopy(biasByGrowth, 0, copy.biasByGrowth, 0, bias.length);
    System.arraycopy(biasByShrinkage, 0, copy.biasByShrinkage, 0, bias.length);
    System.arraycopy(noiseByGrowth, 0, copy.noiseByGrowth, 0, bias.length);
    System.arraycopy(noiseByShrinkage, 0, copy.noiseByShrinkage, 0, bias.length);
    return copy;
  }

  /**
   * Advances the state alone through one interval; its derivatives are lost.
   *
   * @param learningRate rate held throughout, not negative
   * @param steps length of the interval in optimiser steps
   */
  void advance(double learningRate, double steps) {
    double drive = decay(interval(learningRate, steps));
    double[] rates = basis.rates();
    int modes = rates.length;
    for (int i = 0; i < modes; i++) {
      bias[i] = Math.min(LARGEST_STATE, bias[i] * (1 + change[i]));
      double lost = change[modes + i];
      double share = share(decays[modes + i], lost);
      noise[i] = Math.min(LARGEST_STATE, noise[i] * (1 + lost) + rates[i] * drive * share);
    }
  }

  /**
   * Advances the state and its derivatives by the exponents through one interval.
   *
   * @param learningRate rate held throughout, not negative
   * @param steps length of the interval in optimiser steps
   */
  void advanceWithSlopes(double learningRate, double steps) {
    Interval interval = interval(learningRate, steps);
    double drive = decay(interval);
    double logX = interval.logX();
    double[] rates = basis.rates();
    int modes = rates.length;
    for (int i = 0; i < modes; i++) {
      double decayed = 1 + change[i];
      double instability = interval.curvature() * rates[i];
      double biasByRate =
          interval.biasSpeed() * rates[i] * (biasExponent * (1 - instability) - instability);
      biasByGrowth[i] =
          decayed * (biasByGrowth[i] - bias[i] * biasByRate * interval.logRateByGrowth());
      biasByShrinkage[i] =
          decayed * (biasByShrinkage[i] - bias[i] * biasByRate * interval.logRateByShrinkage());
      biasByBiasExponent[i] = decayed * (biasByBiasExponent[i] - bias[i] * decays[i] * logX);
      bias[i] = Math.min(LARGEST_STATE, bias[i] * decayed);

      double noiseDecay = decays[modes + i];
      double kept = 1 + change[modes + i];
      double share = share(noiseDecay, change[modes + i]);
      double shareSlope =
          Math.abs(noiseDecay) < SERIES_BELOW ? -0.5 + noiseDecay / 3 : (kept - share) / noiseDecay;
      double source = rates[i] * drive;
      double decayByExponent = noiseDecay * logX;
      noiseByNoiseExponent[i] =
          kept * (noiseByNoiseExponent[i] - noise[i] * decayByExponent)
              + source * (share * logX + shareSlope * decayByExponent);
      double noiseByRate =
          interval.noiseSpeed() * rates[i] * (noiseExponent * (1 - instability) - instability);
      double byRate =
          source * (share * (noiseExponent + driveExponent) + shareSlope * noiseByRate)
              - kept * noise[i] * noiseByRate;
      noiseByGrowth[i] = kept * noiseByGrowth[i] + byRate * interval.logRateByGrowth();
      noiseByShrinkage[i] = kept * noiseByShrinkage[i] + byRate * interval.logRateByShrinkage();
      noiseByDriveExponent[i] = kept * noiseByDriveExponent[i] + source * share * logX;
      noise[i] = Math.min(LARGEST_STATE, noise[i] * kept + source * share);
    }
  }

  /**
   * Fills in how far every mode decays in an interval, and e to the minus that, less 1.
   *
   * @return the interval's drive
   */
  private double decay(Interval interval) {
    double[] rates = basis.rates();
    int modes = rates.length;
    for (int i = 0; i < modes; i++) {
      double damping = rates[i] * (1 - interval.curvature() * rates[i]);
      decays[i] = clip(interval.biasSpeed() * damping);
      decays[modes + i] = clip(interval.noiseSpeed() * damping);
    }
    ManyExponentials.decayMinusOne(decays, change);
    return interval.drive();
  }

  /** {@code (1 - e^-decay) / decay}, from {@code e^-decay - 1}. */
  private static double share(double decay, double change) {
    return decay == 0 ? 1 : -change / decay;
  }

  /**
   * What all modes share of an interval: x^a1 t, x^a2 t, x^(a2+b) t, x / Lambda, log x, and how log
   * x changes with log g and log k.
   */
  private record Interval(
      double biasSpeed,
      double noiseSpeed,
      double drive,
      double curvature,
      double logX,
      double logRateByGrowth,
      double logRateByShrinkage) {}

  private Interval interval(double learningRate, double steps) {
    double applied = Math.max(SMALLEST_RATE, learningRate / basis.referenceLearningRate());
    double duration = steps / basis.referenceSteps();
    weightNorm.advance(applied, duration / 2);
    double x = applied * Math.exp(curvature.advance(applied, duration)) / weightNorm.norm();
    double byGrowth = weightNorm.logRateByGrowth();
    double byShrinkage = weightNorm.logRateByShrinkage();
    weightNorm.advance(applied, duration / 2);
    double logX = Math.log(x);
    double noiseSpeed = Math.exp(noiseExponent * logX) * duration;
    return new Interval(
        Math.exp(biasExponent * logX) * duration,
        noiseSpeed,
        noiseSpeed * Math.exp(driveExponent * logX),
        x / basis.stabilityLimit(),
        logX,
        byGrowth,
        byShrinkage);
  }

  private static double clip(double decay) {
    return Math.min(200, Math.max(-30, decay));
  }
}
