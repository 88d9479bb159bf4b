package io.lode.model.modal.curvature;

/**
 * The log of the curvature of the loss over that of the reference rate, on its way through
 * intervals of constant rate ({@link CurvatureResponse}).
 *
 * <p>Exact over an interval of constant x. It has no unknowns, so that there is nothing to derive
 * by. Mutable and not thread-safe.
 */
public final class Curvature {

  /** Decays below this use a series, since the exact formula would lose digits. */
  private static final double SERIES_BELOW = 1e-5;

  private final CurvatureResponse response;
  private double log;

  /** The curvature at the start. */
  public Curvature(CurvatureResponse response) {
    this.response = response;
  }

  /** The same curvature, to go on from in another direction. */
  public Curvature copy() {
    Curvature copy = new Curvature(response);
    copy.log = log;
    return copy;
  }

  /**
   * Advances through one interval.
   *
   * @param x rate over the reference rate, held throughout, positive
   * @param duration in reference lengths
   * @return the mean over the interval of the log of the curvature
   */
  public double advance(double x, double duration) {
    double settled = -response.curvatureResponse() * Math.log(x);
    double decay = response.curvatureSpeed() * x * duration;
    double lost = Math.expm1(-decay);
    double share = decay < SERIES_BELOW ? 1 - decay / 2 : -lost / decay;
    double away = log - settled;
    log = settled + away * (1 + lost);
    return settled + away * share;
  }
}
