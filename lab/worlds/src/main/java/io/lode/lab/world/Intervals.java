package io.lode.lab.world;

import io.lode.schedule.Schedule;

/**
 * The intervals of a world up to a step: all of equal length but the last, which ends at that step.
 *
 * @param end optimiser steps done at the end of each, (interval)
 */
record Intervals(int[] end) {

  /** Intervals in the full length of a world. */
  static final int COUNT = 60;

  /**
   * The intervals up to a step.
   *
   * @param stepsPerInterval optimiser steps in each
   * @param steps where the last one ends
   * @throws IllegalArgumentException if the steps are not a whole number from 1 to {@link #COUNT}
   *     intervals
   */
  static Intervals upTo(double steps, int stepsPerInterval) {
    int total = COUNT * stepsPerInterval;
    if (!(steps >= 1 && steps <= total) || steps != Math.rint(steps)) {
      throw new IllegalArgumentException(
          "steps must be a whole number from 1 to " + total + ", found " + steps);
    }
    int count = (int) Math.ceil(steps / stepsPerInterval);
    int[] end = new int[count];
    for (int k = 0; k < count; k++) {
      end[k] = Math.min((k + 1) * stepsPerInterval, (int) steps);
    }
    return new Intervals(end);
  }

  int count() {
    return end.length;
  }

  int start(int interval) {
    return interval == 0 ? 0 : end[interval - 1];
  }

  /** Optimiser steps in one interval. */
  int length(int interval) {
    return end[interval] - start(interval);
  }

  /** Mean rate of a schedule over each interval, (interval). */
  double[] meanRates(Schedule schedule) {
    double[] rates = new double[count()];
    for (int k = 0; k < rates.length; k++) {
      rates[k] = schedule.meanLearningRate(start(k), end[k]);
    }
    return rates;
  }

  /** Rate of a schedule at the end of each interval, (interval). */
  double[] endRates(Schedule schedule) {
    double[] rates = new double[count()];
    for (int k = 0; k < rates.length; k++) {
      rates[k] = schedule.learningRate(end[k]);
    }
    return rates;
  }
}
