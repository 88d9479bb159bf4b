package io.lode.longrun;

/**
 * How wrong a forecast of the log objective is expected to be, beyond what its members know.
 *
 * @param within standard deviation of what the fit leaves of the runs; two schedules differ by
 *     twice its variance
 * @param otherRun what a run adds that was not fitted; schedules of one group share it
 * @param perLength what each e-fold of length beyond the runs adds
 * @param perRate what each e-fold of the rate outside those survived adds
 */
public record ForecastError(double within, double otherRun, double perLength, double perRate) {

  /** The standard deviation at distances beyond the runs, which are logarithms of ratios. */
  public double at(double lengthBeyond, double rateBeyond) {
    return Math.hypot(
        Math.hypot(within, otherRun), Math.hypot(perLength * lengthBeyond, perRate * rateBeyond));
  }
}
