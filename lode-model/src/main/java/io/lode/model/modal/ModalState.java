package io.lode.model.modal;

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
 * Exact over an interval of constant x: no solver error. Mutable and not thread-safe.
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

  final double[] bias;
  final double[] noise;

  /** dE/da1, dN/da2 and dN/db, (mode). */
  final double[] biasByBiasExponent;

  final double[] noiseByNoiseExponent;
  final double[] noiseByDriveExponent;

  /** By how many e-foldings bias, then noise, decays in an interval, and e^-that - 1, (2 mode). */
  private final double[] decays;

  private final double[] change;

  ModalState(ModalBasis basis, ModalParameters parameters) {
    this(basis, parameters.biasExponent(), parameters.noiseExponent(), parameters.driveExponent());
  }

  private ModalState(
      ModalBasis basis, double biasExponent, double noiseExponent, double driveExponent) {
    this.basis = basis;
    this.biasExponent = biasExponent;
    this.noiseExponent = noiseExponent;
    this.driveExponent = driveExponent;
    int modes = basis.modes();
    bias = new double[modes];
    noise = new double[modes];
    biasByBiasExponent = new double[modes];
    noiseByNoiseExponent = new double[modes];
    noiseByDriveExponent = new double[modes];
    decays = new double[2 * modes];
    change = new double[2 * modes];
    restart();
  }

  /** The same state, to go on from in another direction. */
  ModalState copy() {
    ModalState copy = new ModalState(basis, biasExponent, noiseExponent, driveExponent);
    System.arraycopy(bias, 0, copy.bias, 0, bias.length);
    System.arraycopy(noise, 0, copy.noise, 0, noise.length);
    System.arraycopy(biasByBiasExponent, 0, copy.biasByBiasExponent, 0, bias.length);
    System.arraycopy(noiseByNoiseExponent, 0, copy.noiseByNoiseExponent, 0, bias.length);
    System.arraycopy(noiseByDriveExponent, 0, copy.noiseByDriveExponent, 0, bias.length);
    return copy;
  }

  void restart() {
    Arrays.fill(bias, 1);
    Arrays.fill(noise, 0);
    Arrays.fill(biasByBiasExponent, 0);
    Arrays.fill(noiseByNoiseExponent, 0);
    Arrays.fill(noiseByDriveExponent, 0);
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

  /** What all modes share of an interval: x^a1 t, x^a2 t, x^(a2+b) t, x / Lambda and log x. */
  private record Interval(
      double biasSpeed, double noiseSpeed, double drive, double curvature, double logX) {}

  private Interval interval(double learningRate, double steps) {
    double x = Math.max(SMALLEST_RATE, learningRate / basis.referenceLearningRate());
    double duration = steps / basis.referenceSteps();
    double logX = Math.log(x);
    double noiseSpeed = Math.exp(noiseExponent * logX) * duration;
    return new Interval(
        Math.exp(biasExponent * logX) * duration,
        noiseSpeed,
        noiseSpeed * Math.exp(driveExponent * logX),
        x / basis.stabilityLimit(),
        logX);
  }

  private static double clip(double decay) {
    return Math.min(200, Math.max(-30, decay));
  }
}
