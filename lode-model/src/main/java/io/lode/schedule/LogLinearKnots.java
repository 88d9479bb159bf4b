package io.lode.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes any schedule as knots, as few as its shape needs (Ramer-Douglas-Peucker). */
public final class LogLinearKnots {

  /** Largest error of the knots, in log rate. */
  public static final double TOLERANCE = 0.002;

  private LogLinearKnots() {}

  /**
   * The knots of a schedule among samples.
   *
   * @param schedule with positive rates
   * @param steps where it is sampled, increasing, the first and last of which become knots
   */
  public static PiecewiseLogLinear of(Schedule schedule, double[] steps) {
    double[] logRates = new double[steps.length];
    for (int i = 0; i < steps.length; i++) {
      logRates[i] = Math.log(schedule.learningRate(steps[i]));
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

  /**
   * The same with every knot at a whole step: jobs count whole steps, and no reader of a schedule
   * should have to guess what step 29,999.99 means.
   *
   * @param steps as above; each is moved to the nearest whole step
   */
  public static PiecewiseLogLinear atWholeSteps(Schedule schedule, double[] steps) {
    return of(schedule, Arrays.stream(steps).map(Math::rint).distinct().toArray());
  }

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
