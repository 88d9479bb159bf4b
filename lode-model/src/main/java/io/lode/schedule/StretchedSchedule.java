package io.lode.schedule;

/**
 * A schedule stretched in time, or shortened, to a job of another length: the same learning rate at
 * the same part of training.
 *
 * @param schedule the learning rate over the planned steps
 * @param plannedSteps optimiser steps that it was made for, positive and finite
 * @param totalSteps optimiser steps of the job, positive and finite
 */
public record StretchedSchedule(Schedule schedule, double plannedSteps, double totalSteps)
    implements Schedule {

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException if a length is not positive and finite
   */
  public StretchedSchedule {
    requireLength("planned steps", plannedSteps);
    requireLength("total steps", totalSteps);
  }

  private static void requireLength(String what, double steps) {
    if (!(steps > 0) || Double.isInfinite(steps)) {
      throw new IllegalArgumentException(what + " must be over 0 and finite, found " + steps);
    }
  }

  @Override
  public double learningRate(double step) {
    // No rounding where there is nothing to stretch: the knots stay where they are.
    return schedule.learningRate(
        plannedSteps == totalSteps ? step : step * plannedSteps / totalSteps);
  }
}
