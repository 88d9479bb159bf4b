package io.lode.schedule;

/**
 * The rates that a searched schedule may use.
 *
 * @param minimum smallest learning rate, positive
 * @param maximum largest learning rate, at least the minimum
 */
public record ScheduleBounds(double minimum, double maximum) {

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if the minimum is not positive or exceeds the maximum
   */
  public ScheduleBounds {
    if (!(minimum > 0) || !(maximum >= minimum) || Double.isInfinite(maximum)) {
      throw new IllegalArgumentException(
          "bounds must be 0 < minimum <= maximum, found " + minimum + " and " + maximum);
    }
  }

  /**
   * The same bounds, widened to a schedule's own rates: a schedule may keep a run's short peaks,
   * which no run held long enough to count.
   *
   * @param learningRates positive and finite
   * @throws IllegalArgumentException if a rate is not positive, or is NaN or infinite
   */
  public ScheduleBounds including(double[] learningRates) {
    double lowest = minimum;
    double highest = maximum;
    for (double rate : learningRates) {
      lowest = Math.min(lowest, rate);
      highest = Math.max(highest, rate);
    }
    return new ScheduleBounds(lowest, highest);
  }

  /** The rate moved to the nearest allowed one. */
  public double clamp(double learningRate) {
    return Math.min(maximum, Math.max(minimum, learningRate));
  }
}
