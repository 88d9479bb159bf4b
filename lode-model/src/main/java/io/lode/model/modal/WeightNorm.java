package io.lode.model.modal;

/**
 * The squared norm of a network's weights on its way through intervals of constant rate, with its
 * derivatives by the logarithms of its two constants.
 *
 * <p>With x the rate over the reference rate and t in reference lengths:
 *
 * <pre>
 * d(W^2)/dt = g x^2 - 2 k x W^2,   W^2(0) = 1
 * </pre>
 *
 * The first term is the random walk of updates whose size does not depend on the gradient's, as
 * Adam's; the second is decoupled weight decay. A network with normalisation layers does not change
 * when its weights are scaled, so that what a step of rate x does is what {@code x / W} would do at
 * norm 1. This is why a peak five times higher does not train five times as fast in the long run,
 * while a short cooldown acts in full: W follows the rate within 1 / (2 k x).
 *
 * <p>Exact over an interval of constant x. Mutable and not thread-safe.
 */
final class WeightNorm {

  /** Decays below this use a series, since the exact formula would lose digits. */
  private static final double SERIES_BELOW = 1e-5;

  private final double growth;
  private final double shrinkage;

  private double squared = 1;
  private double squaredByGrowth;
  private double squaredByShrinkage;

  /** A norm of 1. */
  WeightNorm(double growth, double shrinkage) {
    this.growth = growth;
    this.shrinkage = shrinkage;
  }

  /** The same norm, to go on from in another direction. */
  WeightNorm copy() {
    WeightNorm copy = new WeightNorm(growth, shrinkage);
    copy.squared = squared;
    copy.squaredByGrowth = squaredByGrowth;
    copy.squaredByShrinkage = squaredByShrinkage;
    return copy;
  }

  /**
   * Advances through one interval.
   *
   * @param x rate over the reference rate, held throughout
   * @param duration in reference lengths
   */
  void advance(double x, double duration) {
    double decay = 2 * shrinkage * x * duration;
    double kept = Math.exp(-decay);
    double share = decay < SERIES_BELOW ? 1 - decay / 2 : (1 - kept) / decay;
    double shareSlope = decay < SERIES_BELOW ? -0.5 + decay / 3 : (kept - share) / decay;
    double added = growth * x * x * duration;
    squaredByGrowth = squaredByGrowth * kept + added * share;
    squaredByShrinkage = kept * (squaredByShrinkage - squared * decay) + added * shareSlope * decay;
    squared = squared * kept + added * share;
  }

  /** W, the norm over the one at the start. */
  double norm() {
    return Math.sqrt(squared);
  }

  /** Derivative of {@code -log W} by log g. */
  double logRateByGrowth() {
    return -0.5 * squaredByGrowth / squared;
  }

  /** Derivative of {@code -log W} by log k. */
  double logRateByShrinkage() {
    return -0.5 * squaredByShrinkage / squared;
  }
}
