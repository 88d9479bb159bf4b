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

  /** Largest error of the published knots, in log rate. */
  private static final double TOLERANCE = 0.002;

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
    double[] steps = at.stream().mapToDouble(Double::doubleValue).toArray();
    double[] logRates = new double[steps.length];
    for (int i = 0; i < steps.length; i++) {
      logRates[i] = Math.log(learningRate(steps[i]));
    }
    boolean[] kept = new boolean[steps.length];
    kept[0] = true;
    kept[steps.length - 1] = true;
    keepCorners(steps, logRates, 0, steps.length - 1, kept);
    List<double[]> knots = new ArrayList<>();
    for (int i = 0; i < steps.length; i++) {
      if (kept[i]) {
        knots.add(new double[] {steps[i], Math.exp(logRates[i])});
      }
    }
    return new PiecewiseLogLinear(
        knots.stream().mapToDouble(knot -> knot[0]).toArray(),
        knots.stream().mapToDouble(knot -> knot[1]).toArray());
  }

  /** Ramer-Douglas-Peucker on the vertical distance. */
  private static void keepCorners(
      double[] steps, double[] logRates, int first, int last, boolean[] kept) {
    int farthest = -1;
    double distance = TOLERANCE;
    for (int i = first + 1; i < last; i++) {
      double fraction = (steps[i] - steps[first]) / (steps[last] - steps[first]);
      double line = logRates[first] + fraction * (logRates[last] - logRates[first]);
      double off = Math.abs(logRates[i] - line);
      if (off > distance) {
        distance = off;
        farthest = i;
      }
    }
    if (farthest >= 0) {
      kept[farthest] = true;
      keepCorners(steps, logRates, first, farthest, kept);
      keepCorners(steps, logRates, farthest, last, kept);
    }
  }
}
