package io.lode.forecast;

import io.lode.schedule.Schedule;
import java.util.List;

/** Predicts what comes of schedules at a horizon, which is all that a search asks. */
public interface OutcomeForecaster {

  /** What it is called in commands and reports, such as {@code modal}. */
  String name();

  /**
   * The predicted outcomes of several schedules, by each member of the ensemble.
   *
   * @param schedules any number, (schedule)
   * @param horizonStep step at which the objective counts
   * @throws IllegalArgumentException if the forecaster was made for another horizon only
   */
  Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep);
}
