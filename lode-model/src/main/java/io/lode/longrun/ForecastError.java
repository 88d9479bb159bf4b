package io.lode.longrun;

/**
 * How wrong a forecast of the log objective is expected to be, beyond what its members know.
 *
 * @param within standard deviation within the runs
 * @param perLength what each e-fold of length beyond the runs adds
 * @param perRate what each e-fold of the rate outside those survived adds
 */
public record ForecastError(double within, double perLength, double perRate) {

  /** The standard deviation at distances beyond the runs, which are logarithms of ratios. */
  public double at(double lengthBeyond, double rateBeyond) {
    return Math.hypot(within, Math.hypot(perLength * lengthBeyond, perRate * rateBeyond));
  }
}
