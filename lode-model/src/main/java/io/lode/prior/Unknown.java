package io.lode.prior;

/**
 * The unknowns of a modal latent ODE in units that transfer from one group to another: losses as
 * parts of the smallest loss seen, rates in those of the run that ended best, times in full runs.
 *
 * <p>Log weights of modes are densities per e-fold of decay rate, a parabola in {@link #position}:
 * their level in the middle of the grid, slope and bend.
 */
public enum Unknown {
  /** Log of the smallest reachable loss over the smallest loss seen. */
  FLOOR(0, "smallest reachable loss, log part of the smallest seen"),
  /** Log density of the decaying modes in the middle of the grid. */
  BIAS_LEVEL(1, "decaying modes, log level"),
  /** Its slope over half of the grid. */
  BIAS_SLOPE(2, "decaying modes, slope"),
  /** Its bend. */
  BIAS_BEND(3, "decaying modes, bend"),
  /** Log density of the driven modes in the middle of the grid. */
  NOISE_LEVEL(4, "driven modes, log level"),
  /** Its slope over half of the grid. */
  NOISE_SLOPE(5, "driven modes, slope"),
  /** Its bend. */
  NOISE_BEND(6, "driven modes, bend"),
  /** Exponent a1 of the rate in the decay of the bias. */
  BIAS_EXPONENT(7, "exponent of the rate in the decay of the bias"),
  /** Exponent a2 of the rate in the decay of the noise. */
  NOISE_EXPONENT(8, "exponent of the rate in the decay of the noise"),
  /** Exponent b of the rate in the noise itself. */
  DRIVE_EXPONENT(9, "exponent of the rate in the noise"),
  /** Log growth of the weight norm over what theory expects. */
  NORM_GROWTH(10, "growth of the weights, log part of theory"),
  /** Log shrinkage of the weight norm over what theory expects. */
  NORM_SHRINKAGE(11, "shrinkage of the weights, log part of theory");

  /** Number of unknowns. */
  public static final int COUNT = values().length;

  /** Decay rate in the middle of the grid: per full run at the usual rate. */
  private static final double MIDDLE = 40;

  /** E-folds of decay rate from the middle of the grid to its end. */
  private static final double HALF = 5;

  private final int index;
  private final String words;

  Unknown(int index, String words) {
    this.index = index;
    this.words = words;
  }

  /** Its place in vectors and matrices of unknowns. */
  public int index() {
    return index;
  }

  /** What it is, for people. */
  public String words() {
    return words;
  }

  /** Where a mode of a decay rate lies on the grid: 0 in the middle, about 1 at the fast end. */
  static double position(double logDecayRate) {
    return (logDecayRate - Math.log(MIDDLE)) / HALF;
  }
}
