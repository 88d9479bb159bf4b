package io.lode.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An observed schedule with a smooth change of its log rate: keeps what is finer than the search's
 * intervals, such as a short warm-up.
 *
 * @param original the schedule changed
 * @param shift change of the log rate at the middle of each interval, (interval)
 * @param horizonStep end of the last interval
 * @param smallestLearningRate floor of the result, positive
 * @param largestLearningRate that the change may raise a rate to; what the original has above it
 *     stays
 */
public record ReshapedSchedule(
    Schedule original,
    double[] shift,
    double horizonStep,
    double smallestLearningRate,
    double largestLearningRate)
    implements Schedule {

  private static final int SAMPLES = 480;
  private static final int EARLY_SAMPLES = 16;

  /** A run's own schedule, no lower than a floor. */
  public static ReshapedSchedule unchanged(
      Schedule schedule, double horizonStep, double smallestLearningRate) {
    return new ReshapedSchedule(
        schedule, new double[1], horizonStep, smallestLearningRate, Double.POSITIVE_INFINITY);
  }

  /**
   * A run's schedule changed to a candidate's rates. Where the run jumps inside an interval, the
   * change between the middles of intervals would carry its rate beyond any of the candidate's.
   */
  public static ReshapedSchedule towards(
      IntervalSchedule candidate,
      Schedule original,
      double[] originalLogLearningRate,
      double smallestLearningRate) {
    double[] shift = candidate.logLearningRate().clone();
    for (int t = 0; t < shift.length; t++) {
      shift[t] -= originalLogLearningRate[t];
    }
    double largest = Arrays.stream(candidate.logLearningRate()).max().orElseThrow();
    return new ReshapedSchedule(
        original, shift, candidate.horizonStep(), smallestLearningRate, Math.exp(largest));
  }

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
    double before = original.learningRate(step);
    double after = Math.min(before * Math.exp(change), Math.max(before, largestLearningRate));
    return Math.max(smallestLearningRate, after);
  }

  /** The same schedule as knots, as few as its shape needs. */
  public PiecewiseLogLinear knots() {
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
