package io.lode.search.nightly;

import io.lode.schedule.IntervalSchedule;
import io.lode.schedule.LogLinearKnots;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.ReshapedSchedule;
import io.lode.schedule.Schedule;
import java.util.TreeSet;

/**
 * A plan as it is published: the warm-up of the run it changes, then lines of log rate between the
 * middles of the plan's intervals. What the run did within an interval after its warm-up, such as a
 * jump, would show as a wriggle.
 *
 * @param plan its rates
 * @param reshaped the run changed to these rates, with all that is finer than an interval
 */
record DrawnPlan(IntervalSchedule plan, ReshapedSchedule reshaped) implements Schedule {

  /** A rate this near to the peak, in log, belongs to it: the warm-up is over. */
  private static final double AT_PEAK = 0.05;

  private static final int EARLY_SAMPLES = 16;
  private static final int SAMPLES = 4;

  @Override
  public double learningRate(double step) {
    double[] rates = plan.logLearningRate();
    double position = rates.length * step / plan.horizonStep() - 0.5;
    if (position < warm()) {
      return reshaped.learningRate(step);
    }
    int left = (int) Math.floor(position);
    if (left >= rates.length - 1) {
      return Math.exp(rates[rates.length - 1]);
    }
    return Math.exp(rates[left] + (position - left) * (rates[left + 1] - rates[left]));
  }

  /** The first interval at the peak. */
  private int warm() {
    double[] rates = plan.logLearningRate();
    int peak = 0;
    for (int t = 1; t < rates.length; t++) {
      peak = rates[t] > rates[peak] ? t : peak;
    }
    int warm = 0;
    while (rates[warm] < rates[peak] - AT_PEAK) {
      warm++;
    }
    return warm;
  }

  /** The same as knots, as few as its shape needs. */
  PiecewiseLogLinear knots() {
    double interval = plan.horizonStep() / plan.logLearningRate().length;
    TreeSet<Double> at = new TreeSet<>();
    for (int i = 0; i < EARLY_SAMPLES; i++) {
      at.add(interval * i / EARLY_SAMPLES);
    }
    for (int i = 0; i < SAMPLES * plan.logLearningRate().length; i++) {
      at.add(interval * i / SAMPLES);
    }
    at.add(plan.horizonStep());
    return LogLinearKnots.of(this, at.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
