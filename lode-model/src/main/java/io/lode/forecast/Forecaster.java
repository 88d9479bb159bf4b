package io.lode.forecast;

import io.lode.schedule.Schedule;

/**
 * Predicts how the transformed objective unfolds under a schedule that a run follows from step 0.
 */
public interface Forecaster extends OutcomeForecaster {

  /**
   * The predicted trajectory under a schedule.
   *
   * @param schedule learning rate for every step
   * @param steps increasing, positive, (time)
   * @throws IllegalArgumentException if the steps do not increase
   */
  Forecast forecast(Schedule schedule, double[] steps);
}
