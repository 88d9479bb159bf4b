package io.lode.model.crossgroup;

import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Outcomes;
import io.lode.schedule.Schedule;
import java.util.List;

/**
 * Two forecasters together: each counts by the inverse of the variance that it gives. Their
 * variance is the mean of both in the same weights, plus that of their means.
 *
 * @param one of both
 * @param other the other one
 */
public record BlendedForecaster(Forecaster one, Forecaster other) implements Forecaster {

  /** Smallest standard deviation, in log loss: one that gives none would be believed alone. */
  private static final double SMALLEST_DEVIATION = 1e-3;

  @Override
  public String name() {
    return one.name() + " & " + other.name();
  }

  @Override
  public Forecast forecast(Schedule schedule, double[] steps) {
    Forecast first = one.forecast(schedule, steps);
    Forecast second = other.forecast(schedule, steps);
    double[] mean = new double[steps.length];
    double[] deviation = new double[steps.length];
    for (int t = 0; t < steps.length; t++) {
      double ofFirst = variance(first, t);
      double ofSecond = variance(second, t);
      double share = ofSecond / (ofFirst + ofSecond);
      double apart = first.mean()[t] - second.mean()[t];
      mean[t] = second.mean()[t] + share * apart;
      deviation[t] =
          Math.sqrt(share * ofFirst + (1 - share) * ofSecond + share * (1 - share) * apart * apart);
    }
    return new Forecast(steps, mean, deviation);
  }

  private static double variance(Forecast forecast, int t) {
    double deviation = Math.max(SMALLEST_DEVIATION, forecast.standardDeviation()[t]);
    return deviation * deviation;
  }

  @Override
  public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
    double[] steps = Outcomes.steps(horizonStep);
    return Outcomes.of(schedules.stream().map(schedule -> forecast(schedule, steps)).toList());
  }
}
