package io.lode.model.crossgroup;

import io.lode.schedule.Schedule;
import io.lode.trajectory.ObservedCurve;

/**
 * One run in its group's units, over {@link #INTERVALS} intervals that grow from the start on: the
 * k-th ends at the square of k over their number. The rate is constant in an interval.
 *
 * @param lastStep where the last interval ends, positive
 * @param logRate log of the mean rate over the usual rate, (interval)
 * @param duration in full runs, (interval)
 * @param target mean of what was observed, (interval); 0 where nothing was
 * @param place where in the interval it was observed, from 0 to 1, (interval)
 * @param weight how much it counts, 0 where nothing was observed, summing to 1, (interval)
 */
record UnitRun(
    double lastStep,
    double[] logRate,
    double[] duration,
    double[] target,
    double[] place,
    double[] weight) {

  /** Intervals of a run, whatever its length. Count. */
  static final int INTERVALS = 48;

  /** Smallest and largest log rate over the usual one: beyond, nothing was learned. */
  private static final double SMALLEST_LOG_RATE = -10;

  private static final double LARGEST_LOG_RATE = 5;

  /** Part of the weight that the last interval gets beside its share: runs are judged there. */
  private static final double OF_LAST = 0.25;

  /** A schedule up to a step, with nothing observed. */
  static UnitRun path(Schedule schedule, double lastStep, GroupUnits units) {
    double[] logRate = new double[INTERVALS];
    double[] duration = new double[INTERVALS];
    for (int k = 0; k < INTERVALS; k++) {
      double from = edge(k) * lastStep;
      double to = edge(k + 1) * lastStep;
      double mean = schedule.meanLearningRate(from, to) / units.usualRate();
      logRate[k] =
          Math.max(SMALLEST_LOG_RATE, Math.min(LARGEST_LOG_RATE, Math.log(Math.max(1e-30, mean))));
      duration[k] = (to - from) / units.steps();
    }
    return new UnitRun(
        lastStep,
        logRate,
        duration,
        new double[INTERVALS],
        new double[INTERVALS],
        new double[INTERVALS]);
  }

  /**
   * A run as it was observed.
   *
   * @param curve at least one value, after step 0, in the group's units
   */
  static UnitRun of(Schedule schedule, ObservedCurve curve, GroupUnits units) {
    double last = curve.step()[curve.length() - 1];
    UnitRun run = path(schedule, last, units);
    int[] count = new int[INTERVALS];
    for (int t = 0; t < curve.length(); t++) {
      double at = position(curve.step()[t], last);
      int k = Math.min(INTERVALS - 1, (int) Math.max(0, Math.ceil(at - 1e-9) - 1));
      run.target[k] += curve.value()[t];
      run.place[k] += Math.min(1, at - k);
      count[k]++;
    }
    double sum = 0;
    for (int k = 0; k < INTERVALS; k++) {
      if (count[k] > 0) {
        run.target[k] /= count[k];
        run.place[k] /= count[k];
        run.weight[k] = edge(k + 1) - edge(k);
        sum += run.weight[k];
      }
    }
    for (int k = 0; k < INTERVALS; k++) {
      run.weight[k] *= (1 - OF_LAST) / sum;
    }
    run.weight[INTERVALS - 1] += OF_LAST;
    return run;
  }

  private static double edge(int k) {
    return (double) k * k / (INTERVALS * INTERVALS);
  }

  /** Where a step lies, counted in intervals. */
  private static double position(double step, double last) {
    return INTERVALS * Math.sqrt(Math.min(1, step / last));
  }

  /**
   * Values at the intervals' borders read off at a step.
   *
   * @param values (border), one more than intervals
   */
  double at(double[] values, double step) {
    double at = position(step, lastStep);
    int k = Math.min(INTERVALS - 1, (int) at);
    return values[k] + (at - k) * (values[k + 1] - values[k]);
  }
}
