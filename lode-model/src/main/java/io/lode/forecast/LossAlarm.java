package io.lode.forecast;

/**
 * A rise of a run's loss, and the largest learning rate that the run should use after it.
 *
 * <p>A rise is measured from the smallest loss so far, in log, less the largest rise that any
 * finished run showed up to the same step.
 *
 * @param rise the largest rise since the loss was smallest, positive; 0 if the last loss is back in
 *     the range of the finished runs
 * @param step optimiser step of that rise; NaN if {@code rise} is 0
 * @param rate learning rate at that step; NaN if {@code rise} is 0
 * @param limit largest learning rate that the run should still use: half of the smallest rate at
 *     which a rise ever started; infinite if no rise ever started
 */
public record LossAlarm(double rise, double step, double rate, double limit) {

  /** The alarm of a run whose loss never rose: no rise and no limit. */
  public static final LossAlarm NONE =
      new LossAlarm(0, Double.NaN, Double.NaN, Double.POSITIVE_INFINITY);

  /** Whether the last loss is still higher than finished runs explain. */
  public boolean isOn() {
    return rise > 0;
  }

  /**
   * The alarm of two losses of one run: the larger rise, and the smaller limit.
   *
   * @param other alarm of the other loss of the same run
   */
  public LossAlarm and(LossAlarm other) {
    LossAlarm higher = other.rise > rise ? other : this;
    return new LossAlarm(higher.rise, higher.step, higher.rate, Math.min(limit, other.limit));
  }
}
