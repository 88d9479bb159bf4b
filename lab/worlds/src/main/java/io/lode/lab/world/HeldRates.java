package io.lode.lab.world;

import io.lode.schedule.Schedule;
import java.util.Arrays;

/**
 * A rate for each of equally long intervals, the natural schedule of a {@link World}.
 *
 * <p>An interval holds the steps over its start up to and including its end; after the last the
 * rate stays.
 *
 * @param intervalSteps optimiser steps in each interval, positive
 * @param rates learning rate of each, (interval), at least one, finite and not negative
 */
public record HeldRates(double intervalSteps, double[] rates) implements Schedule {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if there are no rates, the length is not positive or a rate is
   *     negative or not finite
   */
  public HeldRates {
    if (!(intervalSteps > 0) || rates.length == 0) {
      throw new IllegalArgumentException(
          "intervals must have a positive length and at least one rate, found "
              + intervalSteps
              + " steps and "
              + rates.length
              + " rates");
    }
    for (int k = 0; k < rates.length; k++) {
      if (!(rates[k] >= 0) || Double.isInfinite(rates[k])) {
        throw new IllegalArgumentException(
            "rates must be finite and not negative, found " + rates[k] + " at index " + k);
      }
    }
  }

  @Override
  public double learningRate(double step) {
    int interval = (int) Math.ceil(step / intervalSteps) - 1;
    return rates[Math.min(rates.length - 1, Math.max(0, interval))];
  }

  /** The exact mean of the steps. */
  @Override
  public double meanLearningRate(double from, double to) {
    if (to <= from) {
      return learningRate(from);
    }
    double area = 0;
    double at = from;
    int interval = (int) Math.floor(from / intervalSteps);
    while (at < to) {
      boolean last = interval >= rates.length - 1;
      double next = last ? to : Math.min(to, (interval + 1) * intervalSteps);
      area += rates[last ? rates.length - 1 : interval] * (next - at);
      at = next;
      interval++;
    }
    return area / (to - from);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HeldRates that
        && intervalSteps == that.intervalSteps
        && Arrays.equals(rates, that.rates);
  }

  @Override
  public int hashCode() {
    return 31 * Double.hashCode(intervalSteps) + Arrays.hashCode(rates);
  }

  @Override
  public String toString() {
    return "HeldRates[intervalSteps=" + intervalSteps + ", rates=" + Arrays.toString(rates) + "]";
  }
}
