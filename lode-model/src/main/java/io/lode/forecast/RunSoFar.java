package io.lode.forecast;

import io.lode.schedule.LoggedSchedule;
import io.lode.schedule.Schedule;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Trajectory;
import java.util.Arrays;

/**
 * What a run in flight has done: the rates it applied and what it observed, up to now.
 *
 * @param applied learning rate of every step done; read up to {@code now} only
 * @param now optimiser steps done
 * @param step where the objective was observed, increasing, positive, at most {@code now}, (time)
 * @param value transformed objective there, finite, (time)
 * @param trainStep where the training loss was observed, (training time)
 * @param logTrainLoss logarithm of the training loss there, finite, (training time)
 */
public record RunSoFar(
    Schedule applied,
    double now,
    double[] step,
    double[] value,
    double[] trainStep,
    double[] logTrainLoss) {

  /**
   * The first steps of what a run logged.
   *
   * @param trajectory at least one row
   * @param until rows after this step are left out
   * @throws IllegalArgumentException if no row is left
   */
  public static RunSoFar of(Trajectory trajectory, MetricTransform transform, double until) {
    int length = 0;
    while (length < trajectory.length() && trajectory.step()[length] <= until) {
      length++;
    }
    if (length == 0) {
      throw new IllegalArgumentException("the run has logged nothing up to step " + until);
    }
    double[] step = Arrays.copyOf(trajectory.step(), length);
    double[] value = new double[length];
    double[] train = new double[length];
    for (int i = 0; i < length; i++) {
      value[i] = transform.apply(trajectory.objective()[i]);
      train[i] = trajectory.trainLoss()[i] > 0 ? Math.log(trajectory.trainLoss()[i]) : Double.NaN;
    }
    double[][] objective = finite(step, value);
    double[][] training = finite(step, train);
    return new RunSoFar(
        new LoggedSchedule(step, Arrays.copyOf(trajectory.learningRate(), length)),
        step[length - 1],
        objective[0],
        objective[1],
        training[0],
        training[1]);
  }

  /** The same run where its rates are known better than from the log. */
  public RunSoFar withApplied(Schedule schedule) {
    return new RunSoFar(schedule, now, step, value, trainStep, logTrainLoss);
  }

  /** The transformed objective alone. */
  public LossRise.Series objective() {
    return new LossRise.Series(step, value);
  }

  /** The training loss alone. */
  public LossRise.Series training() {
    return new LossRise.Series(trainStep, logTrainLoss);
  }

  private static double[][] finite(double[] step, double[] value) {
    int count = 0;
    double[] steps = new double[step.length];
    double[] values = new double[step.length];
    for (int i = 0; i < step.length; i++) {
      if (step[i] > 0 && Double.isFinite(value[i])) {
        steps[count] = step[i];
        values[count] = value[i];
        count++;
      }
    }
    return new double[][] {Arrays.copyOf(steps, count), Arrays.copyOf(values, count)};
  }
}
