package io.lode.model.residual;

import io.lode.schedule.Schedule;

/**
 * Equal intervals of training, and a schedule's learning rate in them as the residual sees it.
 *
 * @param referenceSteps optimiser steps of {@link #INTERVALS} intervals, positive
 * @param lastStep up to which runs were seen; the residual stays what it is after that
 * @param smallestLearningRate floor of the rates, positive
 * @param centre mean log rate of the runs
 * @param spread standard deviation of their log rates, positive
 */
public record RateGrid(
    double referenceSteps,
    double lastStep,
    double smallestLearningRate,
    double centre,
    double spread) {

  /**
   * Intervals of the reference length. Count. Stored residuals were fitted on this grid, so that it
   * is no setting.
   */
  public static final int INTERVALS = 30;

  /**
   * Largest size of a standardised rate. Larger ones are taken for the limit: nothing was learned
   * about them. Stored residuals rely on it, so that it is no setting.
   */
  private static final double LARGEST = 3;

  /** Optimiser steps of one interval. */
  public double width() {
    return referenceSteps / INTERVALS;
  }

  /** The number of intervals up to a step, at least 1, none of them beyond what was seen. */
  public int intervals(double step) {
    double seen = Math.min(step, lastStep);
    return Math.max(1, (int) Math.ceil(seen / width() - 1e-9));
  }

  /** The interval that a step lies in, from 0, the earlier of two that meet there. */
  public int interval(double step) {
    return Math.max(0, (int) Math.ceil(step / width() - 1e-9) - 1);
  }

  /** Log mean rate of each of the first intervals. */
  public double[] logLearningRate(Schedule schedule, int count) {
    double[] rates = new double[count];
    for (int k = 0; k < count; k++) {
      double mean = schedule.meanLearningRate(k * width(), (k + 1) * width());
      rates[k] = Math.log(Math.max(mean, smallestLearningRate));
    }
    return rates;
  }

  /**
   * What the field sees: the standardised log rate, and its exponential since large rates act in
   * another way than small ones.
   *
   * @return (interval, feature)
   */
  public double[][] features(Schedule schedule, int count) {
    double[] rates = logLearningRate(schedule, count);
    double[][] features = new double[count][];
    for (int k = 0; k < count; k++) {
      double u = Math.max(-LARGEST, Math.min(LARGEST, (rates[k] - centre) / spread));
      features[k] = new double[] {u, Math.exp(u) / 4};
    }
    return features;
  }

  /**
   * Values of intervals read off at steps: on straight lines between the intervals' middles, the
   * first and last value outside of them.
   *
   * @param values (interval)
   * @param steps (time)
   * @return (time)
   */
  public double[] between(double[] values, double[] steps) {
    double[] read = new double[steps.length];
    for (int t = 0; t < steps.length; t++) {
      double position = Math.min(steps[t], lastStep) / width() - 0.5;
      int left = (int) Math.max(0, Math.min(values.length - 1, Math.floor(position)));
      int right = Math.min(values.length - 1, left + 1);
      double fraction = Math.max(0, Math.min(1, position - left));
      read[t] = values[left] + fraction * (values[right] - values[left]);
    }
    return read;
  }
}
