package io.lode.model.residual;

import io.lode.evaluation.HeldOutError;

/**
 * A group's neural residual, and whether it earned its place.
 *
 * @param residual fitted to all runs
 * @param modal error of the modal model alone on runs that neither was fitted to
 * @param corrected error with the residual on the same runs, its shrinkage found on others still
 */
public record FittedResidual(NeuralResidual residual, HeldOutError modal, HeldOutError corrected) {

  /** Part of the held-out error that a residual must remove to be worth its keep. */
  private static final double SMALLEST_GAIN = 0.02;

  /**
   * Whether the residual is used: it must lower the held-out error over whole trajectories by a
   * fiftieth, and must not raise that at their ends, which is what searches ask about.
   */
  public boolean wins() {
    return residual.shrinkage() > 0
        && corrected.mae() < (1 - SMALLEST_GAIN) * modal.mae()
        && corrected.sigmaCv() <= modal.sigmaCv();
  }
}
