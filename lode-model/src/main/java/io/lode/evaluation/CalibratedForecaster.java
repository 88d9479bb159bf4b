package io.lode.evaluation;

import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Outcomes;
import io.lode.schedule.Schedule;
import java.util.List;

/**
 * A forecaster whose trajectories have bands that held-out runs corrected.
 *
 * <p>Its outcomes are those of the forecaster underneath: a search corrects them by the outcomes of
 * the sweep, and compares schedules rather than predicting one run.
 *
 * @param base whose bands are corrected
 * @param bands what held-out runs showed
 */
public record CalibratedForecaster(Forecaster base, BandCalibration bands) implements Forecaster {

  @Override
  public String name() {
    return base.name();
  }

  @Override
  public Forecast forecast(Schedule schedule, double[] steps) {
    return bands.corrected(base.forecast(schedule, steps));
  }

  @Override
  public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
    return base.outcomes(schedules, horizonStep);
  }
}
