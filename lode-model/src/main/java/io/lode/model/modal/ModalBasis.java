package io.lode.model.modal;

import io.lode.model.modal.curvature.CurvatureResponse;

/**
 * The fixed part of a modal latent ODE: its grid of rates and the units of rate and time.
 *
 * @param rates lambda, log-spaced, per reference length at the reference learning rate, (mode)
 * @param referenceLearningRate the rate that counts as x = 1: the sweep's largest
 * @param referenceSteps optimiser steps that count as t = 1
 * @param largestLoss largest first loss that a run logged; infinite where it is not known
 * @param curvature how the curvature follows the learning rate
 */
public record ModalBasis(
    double[] rates,
    double referenceLearningRate,
    double referenceSteps,
    double largestLoss,
    CurvatureResponse curvature) {

  /** A basis of runs whose first losses are not known, under a curvature that stays. */
  public ModalBasis(double[] rates, double referenceLearningRate, double referenceSteps) {
    this(rates, referenceLearningRate, referenceSteps, Double.POSITIVE_INFINITY);
  }

  /** A basis under a curvature that stays. */
  public ModalBasis(
      double[] rates, double referenceLearningRate, double referenceSteps, double largestLoss) {
    this(rates, referenceLearningRate, referenceSteps, largestLoss, CurvatureResponse.NONE);
  }

  /** The same for runs whose largest first loss is known. */
  ModalBasis startingAt(double loss) {
    return new ModalBasis(rates, referenceLearningRate, referenceSteps, loss, curvature);
  }

  /** The same under a curvature that follows the learning rate. */
  ModalBasis with(CurvatureResponse response) {
    return new ModalBasis(rates, referenceLearningRate, referenceSteps, largestLoss, response);
  }

  /**
   * The grid for a sweep: log-spaced from the slowest mode to the fastest one of the settings, or
   * to the fastest mode that is stable at the largest rate survived, where that is slower.
   *
   * @param config which time scales are wanted
   * @param referenceLearningRate the sweep's largest rate
   * @param safeLearningRate largest rate that was held and survived, positive
   * @param referenceSteps optimiser steps of a full run
   */
  public static ModalBasis of(
      ModalGridConfig config,
      double referenceLearningRate,
      double safeLearningRate,
      double referenceSteps) {
    double slowest = config.slowestMode();
    double edge =
        config.stabilityEdge() * 4 * referenceSteps * referenceLearningRate / safeLearningRate;
    double fastest = Math.max(2 * slowest, Math.min(config.fastestMode(), edge));
    double[] rates = new double[config.modes()];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = slowest * Math.pow(fastest / slowest, i / (double) (rates.length - 1));
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
    return new ModalBasis(paced, referenceLearningRate, referenceSteps, largestLoss, curvature);
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
