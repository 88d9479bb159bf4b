package io.lode.forecast;

/**
 * What a rise of the loss says about a run's rates.
 *
 * @param rise of the loss beyond any that finished runs showed by then, in log, at its highest
 *     since the loss was smallest; 0 where the last loss is not or no longer so high
 * @param step where it was highest, NaN where {@code rise} is 0
 * @param rate in force there, NaN where {@code rise} is 0
 * @param limit largest rate that is still to be trusted: half the smallest at which the loss ever
 *     began to rise so; infinite where it never did
 */
public record LossAlarm(double rise, double step, double rate, double limit) {

  /** No loss has risen. */
  public static final LossAlarm NONE =
      new LossAlarm(0, Double.NaN, Double.NaN, Double.POSITIVE_INFINITY);

  /** Whether the loss is still too high. */
  public boolean isOn() {
    return rise > 0;
  }

  /** What two losses of one run say together. */
  public LossAlarm and(LossAlarm other) {
    LossAlarm higher = other.rise > rise ? other : this;
    return new LossAlarm(higher.rise, higher.step, higher.rate, Math.min(limit, other.limit));
  }
}
