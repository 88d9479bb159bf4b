package io.lode.model.latent;

import io.lode.forecast.ContinuationSampler;
import io.lode.forecast.IntervalRates;
import io.lode.forecast.Outcomes;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.Trajectory;
import java.util.Arrays;

/**
 * Runs as a latent ODE sees them: the means of loss, log learning rate and objective over equal
 * intervals of training.
 *
 * @param totalSteps optimiser steps of {@link Outcomes#INTERVALS} intervals
 * @param smallestLearningRate floor of the rates, positive
 * @param transform of the objective
 */
public record RunGrid(double totalSteps, double smallestLearningRate, MetricTransform transform) {

  /** Features of an interval. */
  public static final int FEATURES = 3;

  /** Where the transformed training loss stands. */
  public static final int LOSS = 0;

  /** Where the log learning rate stands. */
  public static final int LOG_LEARNING_RATE = 1;

  /** Where the transformed objective stands. */
  public static final int OBJECTIVE = 2;

  /** Longer runs are read up to here, in multiples of the total. */
  private static final int LONGEST = 4;

  /** Optimiser steps of one interval. */
  public double width() {
    return totalSteps / Outcomes.INTERVALS;
  }

  /**
   * A run's features, NaN where nothing was logged, up to its last interval.
   *
   * @return (interval, feature), empty where the run logged nothing
   */
  public double[][] features(Run run) {
    Trajectory trajectory = run.trajectory();
    if (trajectory.length() == 0) {
      return new double[0][];
    }
    int count = (int) Math.ceil(trajectory.lastStep() / width() - 1e-9);
    count = Math.min(LONGEST * Outcomes.INTERVALS, count);
    double[] losses = ContinuationSampler.losses(run, transform);
    double[][] sums = new double[count][FEATURES];
    int[][] counts = new int[count][FEATURES];
    for (int i = 0; i < losses.length; i++) {
      double step = trajectory.step()[i];
      int interval = (int) Math.ceil(step / width() - 1e-9) - 1;
      if (interval < 0 || interval >= count) {
        continue;
      }
      add(sums[interval], counts[interval], LOSS, losses[i]);
      add(sums[interval], counts[interval], OBJECTIVE, transform.apply(trajectory.objective()[i]));
    }
    double[] rates = logLearningRate(trajectory.schedule(), count);
    for (int interval = 0; interval < count; interval++) {
      for (int f = 0; f < FEATURES; f++) {
        sums[interval][f] =
            counts[interval][f] == 0 ? Double.NaN : sums[interval][f] / counts[interval][f];
      }
      sums[interval][LOG_LEARNING_RATE] = rates[interval];
    }
    return sums;
  }

  private static void add(double[] sums, int[] counts, int feature, double value) {
    if (Double.isFinite(value)) {
      sums[feature] += value;
      counts[feature]++;
    }
  }

  /** A schedule's log mean rates in so many intervals. */
  public double[] logLearningRate(io.lode.schedule.Schedule schedule, int count) {
    double[] rates = new double[count];
    int blocks = (count + Outcomes.INTERVALS - 1) / Outcomes.INTERVALS;
    for (int block = 0; block < blocks; block++) {
      double shift = block * totalSteps;
      double[] part =
          IntervalRates.log(
              new io.lode.schedule.Schedule() {
                @Override
                public double learningRate(double step) {
                  return schedule.learningRate(step + shift);
                }

                @Override
                public double meanLearningRate(double from, double to) {
                  return schedule.meanLearningRate(from + shift, to + shift);
                }
              },
              totalSteps,
              smallestLearningRate);
      int from = block * Outcomes.INTERVALS;
      System.arraycopy(part, 0, rates, from, Math.min(part.length, count - from));
    }
    return rates;
  }

  /** A window of features, the intervals that end after one step and not after another. */
  double[][] window(double[][] features, double fromStep, double toStep) {
    int first = Math.max(0, (int) Math.floor(fromStep / width() + 1e-9));
    int after = Math.min(features.length, (int) Math.floor(toStep / width() + 1e-9));
    return first >= after ? new double[0][] : Arrays.copyOfRange(features, first, after);
  }

  /** Time of a step since the end of the interval that a window starts with, in totals. */
  double time(double step, double fromStep) {
    double first = Math.max(0, Math.floor(fromStep / width() + 1e-9));
    return Math.max(0, step / totalSteps - (first + 1) / Outcomes.INTERVALS);
  }
}
