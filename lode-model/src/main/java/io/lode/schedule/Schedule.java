package io.lode.schedule;

/**
 * A learning rate for every optimiser step: a pure function, so that a job resumed from a
 * checkpoint continues exactly where it was.
 */
@FunctionalInterface
public interface Schedule {

  /**
   * The learning rate in force at a step.
   *
   * @param step optimiser steps done, at least 0, may be fractional
   * @return the rate, finite and not negative
   */
  double learningRate(double step);

  /**
   * The mean learning rate over an interval of steps, by Simpson's rule on four panels.
   *
   * @param from first step
   * @param to last step, at least {@code from}; where equal the rate at that step
   */
  default double meanLearningRate(double from, double to) {
    if (to <= from) {
      return learningRate(from);
    }
    int panels = 4;
    double width = (to - from) / panels;
    double sum = learningRate(from) + learningRate(to);
    for (int i = 0; i < panels; i++) {
      sum += 4 * learningRate(from + (i + 0.5) * width);
      if (i > 0) {
        sum += 2 * learningRate(from + i * width);
      }
    }
    return sum / (6 * panels);
  }

  /**
   * The schedule for a training that is to start as this one did; the schedule itself, unless it
   * was logged from the middle of a warm-up on.
   */
  default Schedule withWarmup() {
    return this;
  }
}
