package io.lode.model.modal;

/**
 * Settings of the fit of an ensemble of modal latent ODEs. Widths are standard deviations, in
 * logarithms.
 *
 * @param members size of the ensemble, at least 1
 * @param starts guesses of the floor to fit from, 1 to 3; the best fit is kept
 * @param iterations most Levenberg-Marquardt iterations of the best fit
 * @param bootstrapIterations iterations of each further member, from the best fit
 * @param smoothness prior width of the second differences of log weights over the modes
 * @param offsetWidth prior width of a run's log offset
 * @param focusWidth log distance from the best run at which a run counts half
 * @param seed of the bootstrap
 */
public record ModalConfig(
    int members,
    int starts,
    int iterations,
    int bootstrapIterations,
    double smoothness,
    double offsetWidth,
    double focusWidth,
    long seed) {

  /** Iterations of a brief fit: the held-out error changes little after so many. */
  private static final int BRIEF_ITERATIONS = 20;

  /** Most starts there are. */
  static final int MOST_STARTS = 3;

  /** Checks the values. */
  public ModalConfig {
    if (members < 1) {
      throw new IllegalArgumentException("members must be at least 1, found " + members);
    }
    if (starts < 1 || starts > MOST_STARTS) {
      throw new IllegalArgumentException("starts must be 1 to 3, found " + starts);
    }
    if (iterations < 1 || bootstrapIterations < 1) {
      throw new IllegalArgumentException(
          "iterations must be at least 1, found " + iterations + " and " + bootstrapIterations);
    }
    if (!(smoothness > 0) || !(offsetWidth > 0) || !(focusWidth > 0)) {
      throw new IllegalArgumentException(
          "smoothness, offset width and focus width must be positive, found "
              + smoothness
              + ", "
              + offsetWidth
              + " and "
              + focusWidth);
    }
  }

  /** The default settings, the same as in conf/lode.conf. */
  public static ModalConfig standard(long seed) {
    return new ModalConfig(8, 3, 60, 6, 0.1, 0.02, 0.5, seed);
  }

  /** The same fit in short: one member from one start, for measuring held-out error. */
  public ModalConfig brief() {
    return new ModalConfig(1, 1, BRIEF_ITERATIONS, 1, smoothness, offsetWidth, focusWidth, seed);
  }

  /** The same fit from the likeliest start alone. */
  public ModalConfig fromOneStart() {
    return new ModalConfig(
        members, 1, iterations, bootstrapIterations, smoothness, offsetWidth, focusWidth, seed);
  }
}
