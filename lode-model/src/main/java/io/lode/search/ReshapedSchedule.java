package io.lode.search;

import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.Schedule;
import java.util.ArrayList;
import java.util.List;

/**
 * An observed schedule with a smooth change of its log rate: keeps what is finer than the search's
 * intervals, such as a short warm-up.
 *
 * @param original the schedule changed
 * @param shift change of the log rate at the middle of each interval, (interval)
 * @param horizonStep end of the last interval
 * @param smallestLearningRate floor of the result, positive
 */
record ReshapedSchedule(
    Schedule original, double[] shift, double horizonStep, double smallestLearningRate)
    implements Schedule {

  private static final int SAMPLES = 480;
  private static final int EARLY_SAMPLES = 16;

  @Override
  public double learningRate(double step) {
    double position = shift.length * step / horizonStep - 0.5;
    int left = (int) Math.floor(position);
    double change;
    if (left < 0) {
      change = shift[0];
    } else if (left >= shift.length - 1) {
      change = shift[shift.length - 1];
    } else {
      change = shift[left] + (position - left) * (shift[left + 1] - shift[left]);
    }
    return Math.max(smallestLearningRate, original.learningRate(step) * Math.exp(change));
  }

  /** The same schedule as knots, as few as its shape needs. */
  PiecewiseLogLinear knots() {
    List<Double> at = new ArrayList<>();
    double spacing = horizonStep / SAMPLES;
    for (int i = 0; i < EARLY_SAMPLES; i++) {
      at.add(spacing * i / EARLY_SAMPLES);
    }
    for (int i = 1; i <= SAMPLES; i++) {
      at.add(spacing * i);
    }
    return LogLinearKnots.of(this, at.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
