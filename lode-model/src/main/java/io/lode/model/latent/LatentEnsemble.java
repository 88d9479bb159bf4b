package io.lode.model.latent;

/**
 * The fitted part of an ensemble of latent ODEs.
 *
 * @param layout of the parameters
 * @param parameters (member, value), at least one member
 * @param scale of the features
 * @param grid of the runs
 * @param codes of the runs it was fitted to, from their starts, (member, run, latent)
 * @param logLearningRate of those runs, (run, interval)
 */
public record LatentEnsemble(
    LatentLayout layout,
    double[][] parameters,
    FeatureScale scale,
    RunGrid grid,
    double[][][] codes,
    double[][] logLearningRate) {

  /**
   * Checks that there is a member and a run.
   *
   * @throws IllegalArgumentException if there is none
   */
  public LatentEnsemble {
    if (parameters.length == 0 || logLearningRate.length == 0) {
      throw new IllegalArgumentException(
          "an ensemble needs members and runs, found "
              + parameters.length
              + " and "
              + logLearningRate.length);
    }
  }

  /** Number of members. */
  public int members() {
    return parameters.length;
  }
}
