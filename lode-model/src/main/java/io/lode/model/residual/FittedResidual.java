package io.lode.model.residual;

import io.lode.evaluation.HeldOutError;

/**
 * A group's neural residual, with the held-out errors that decide whether it is used.
 *
 * @param residual fitted to all runs
 * @param modal error of the modal model alone on runs that neither was fitted to
 * @param corrected error with the residual on the same runs, its shrinkage found on others still
 * @param smallestGain part of the modal model's error that the residual must remove, 0 to 1
 */
public record FittedResidual(
    NeuralResidual residual, HeldOutError modal, HeldOutError corrected, double smallestGain) {

  /**
   * Whether the residual is used: it must lower the held-out error over whole trajectories by the
   * smallest gain, and must not raise the error at their ends, which is what searches ask about.
   */
  public boolean wins() {
    return residual.shrinkage() > 0
        && corrected.mae() < (1 - smallestGain) * modal.mae()
        && corrected.sigmaCv() <= modal.sigmaCv();
  }
}
