package io.lode.forecast;

import io.lode.schedule.Schedule;
import io.lode.trajectory.Run;

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

  /**
   * What forecasts one run: the same, unless the forecaster knows what the run's hyperparameters do
   * beside its schedule.
   */
  default Forecaster of(Run run) {
    return this;
  }
}
