package io.lode.evaluation;

/**
 * The outcome of a run at the end of training, as it was and as forecasters expected it that had
 * not seen the run. All are transformed objectives, such as log loss.
 *
 * @param observed what the run ended with
 * @param behind by how much that is worse than the best run of the sweep; at least 0
 * @param forecast what the chosen forecaster expected
 * @param repeated what the run with the nearest schedule ended with
 * @param shared what the forecasters of a search expected together
 * @param standardDeviation of {@code shared}, against the best run, before any correction
 * @param noise standard deviation of one run's outcome around its schedule's expected one
 */
public record HeldOutOutcome(
    double observed,
    double behind,
    double forecast,
    double repeated,
    double shared,
    double standardDeviation,
    double noise) {

  /** Stands in for a standard deviation of 0, in the transformed objective. */
  private static final double SMALLEST = 1e-6;

  /** By how much the chosen forecaster was wrong. */
  double error() {
    return Math.abs(forecast - observed);
  }

  /** By how much the nearest run was wrong. */
  double repeatedError() {
    return Math.abs(repeated - observed);
  }

  /**
   * The error of what forecasters of a search expected, in standard deviations of what a run may
   * end with: those of the forecasters and the noise of a run together.
   */
  public double standardized() {
    return Math.abs(shared - observed) / Math.max(SMALLEST, Math.hypot(standardDeviation, noise));
  }
}
