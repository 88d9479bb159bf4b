package io.lode.model.modal;

/**
 * The fixed part of a modal latent ODE: its grid of rates and the units of rate and time.
 *
 * @param rates lambda, log-spaced, per reference length at the reference learning rate, (mode)
 * @param referenceLearningRate the rate that counts as x = 1: the sweep's largest
 * @param referenceSteps optimiser steps that count as t = 1
 */
public record ModalBasis(double[] rates, double referenceLearningRate, double referenceSteps) {

  /** Number of modes of either kind. */
  public static final int MODES = 24;

  /**
   * Rate of the slowest mode, per reference length. At the reference rate its bias falls by a
   * quarter over a full run.
   */
  private static final double SLOWEST = 0.3;

  /**
   * Rate of the fastest mode, per reference length. Its time constant is a 6000th of a full run,
   * finer than logs resolve.
   */
  private static final double FASTEST = 6000;

  /** How near to the edge of stability the fastest mode comes at the largest safe rate. */
  private static final double EDGE = 0.97;

  /**
   * The grid for a sweep: from {@value #SLOWEST} to the smaller of {@value #FASTEST} and the
   * fastest mode that is stable at the largest rate survived.
   *
   * @param referenceLearningRate the sweep's largest rate
   * @param safeLearningRate largest rate that was held and survived, positive
   * @param referenceSteps optimiser steps of a full run
   */
  public static ModalBasis of(
      double referenceLearningRate, double safeLearningRate, double referenceSteps) {
    double edge = EDGE * 4 * referenceSteps * referenceLearningRate / safeLearningRate;
    double fastest = Math.max(2 * SLOWEST, Math.min(FASTEST, edge));
    double[] rates = new double[MODES];
    for (int i = 0; i < MODES; i++) {
      rates[i] = SLOWEST * Math.pow(fastest / SLOWEST, i / (double) (MODES - 1));
    }
    return new ModalBasis(rates, referenceLearningRate, referenceSteps);
  }

  /**
   * The grid of a run that goes another pace: every rate times a factor, the units as they are.
   *
   * @param factor positive
   */
  public ModalBasis paced(double factor) {
    double[] paced = new double[rates.length];
    for (int i = 0; i < paced.length; i++) {
      paced[i] = factor * rates[i];
    }
    return new ModalBasis(paced, referenceLearningRate, referenceSteps);
  }

  /** Number of modes of either kind. */
  public int modes() {
    return rates.length;
  }

  /**
   * Lambda of the design: a mode of rate lambda grows instead of decaying where {@code x lambda}
   * exceeds this.
   */
  public double stabilityLimit() {
    return 4 * referenceSteps;
  }
}
