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
  FLOOR("smallest reachable loss, log part of the smallest seen"),
  /** Log density of the decaying modes in the middle of the grid. */
  BIAS_LEVEL("decaying modes, log level"),
  /** Its slope over half of the grid. */
  BIAS_SLOPE("decaying modes, slope"),
  /** Its bend. */
  BIAS_BEND("decaying modes, bend"),
  /** Log density of the driven modes in the middle of the grid. */
  NOISE_LEVEL("driven modes, log level"),
  /** Its slope over half of the grid. */
  NOISE_SLOPE("driven modes, slope"),
  /** Its bend. */
  NOISE_BEND("driven modes, bend"),
  /** Exponent a1 of the rate in the decay of the bias. */
  BIAS_EXPONENT("exponent of the rate in the decay of the bias"),
  /** Exponent a2 of the rate in the decay of the noise. */
  NOISE_EXPONENT("exponent of the rate in the decay of the noise"),
  /** Exponent b of the rate in the noise itself. */
  DRIVE_EXPONENT("exponent of the rate in the noise"),
  /** Log growth of the weight norm over what theory expects. */
  NORM_GROWTH("growth of the weights, log part of theory"),
  /** Log shrinkage of the weight norm over what theory expects. */
  NORM_SHRINKAGE("shrinkage of the weights, log part of theory");

  /** Number of unknowns. */
  public static final int COUNT = values().length;

  /** Decay rate in the middle of the grid: per full run at the usual rate. */
  private static final double MIDDLE = 40;

  /** E-folds of decay rate from the middle of the grid to its end. */
  private static final double HALF = 5;

  private final String words;

  Unknown(String words) {
    this.words = words;
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
