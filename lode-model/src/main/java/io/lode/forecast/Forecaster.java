package io.lode.forecast;

import io.lode.schedule.Schedule;
import java.util.List;

/**
 * Predicts how the transformed objective unfolds under a schedule that a run follows from step 0.
 */
public interface Forecaster {

  /** What it is called in commands and reports, such as {@code modal}. */
  String name();

  /**
   * The predicted trajectory under a schedule.
   *
   * @param schedule learning rate for every step
   * @param steps increasing, positive, (time)
   * @throws IllegalArgumentException if the steps do not increase
   */
  Forecast forecast(Schedule schedule, double[] steps);

  /**
   * The predicted outcomes of several schedules at a horizon, by each member of the ensemble.
   *
   * @param schedules any number, (schedule)
   * @param horizonStep step at which the objective counts
   */
  Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep);
}
