package io.lode.forecast;

import io.lode.schedule.Schedule;
import java.util.List;

/**
 * A weighted mean of forecasters on the transformed scale.
 *
 * @param parts what is blended, at least one
 */
public record Blend(List<Part> parts) implements Forecaster {

  /** Name in commands and reports. */
  public static final String NAME = "blend";

  /**
   * A forecaster and its share.
   *
   * @param forecaster what forecasts
   * @param weight its share, at least 0; all shares sum to 1
   */
  public record Part(Forecaster forecaster, double weight) {}

  /**
   * Copies the parts.
   *
   * @throws IllegalArgumentException if the weights are negative or do not sum to 1
   */
  public Blend {
    parts = List.copyOf(parts);
    double sum = 0;
    for (Part part : parts) {
      if (!(part.weight() >= 0)) {
        throw new IllegalArgumentException("weights must be at least 0, found " + part.weight());
      }
      sum += part.weight();
    }
    if (!(Math.abs(sum - 1) < 1e-9)) {
      throw new IllegalArgumentException("weights must sum to 1, found " + sum);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The standard deviation adds the spread between the parts to the parts' own. */
  @Override
  public Forecast forecast(Schedule schedule, double[] steps) {
    double[] mean = new double[steps.length];
    double[] squares = new double[steps.length];
    for (Part part : parts) {
      Forecast forecast = part.forecaster().forecast(schedule, steps);
      for (int t = 0; t < steps.length; t++) {
        double value = forecast.mean()[t];
        double deviation = forecast.standardDeviation()[t];
        mean[t] += part.weight() * value;
        squares[t] += part.weight() * (value * value + deviation * deviation);
      }
    }
    double[] standardDeviation = new double[steps.length];
    for (int t = 0; t < steps.length; t++) {
      standardDeviation[t] = Math.sqrt(Math.max(0, squares[t] - mean[t] * mean[t]));
    }
    return new Forecast(steps, mean, standardDeviation);
  }

  @Override
  public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
    double[] mean = new double[schedules.size()];
    double[] squares = new double[schedules.size()];
    for (Part part : parts) {
      Outcomes outcomes = part.forecaster().outcomes(schedules, horizonStep);
      for (int s = 0; s < mean.length; s++) {
        double value = outcomes.mean(s);
        double deviation = outcomes.standardDeviation(s);
        mean[s] += part.weight() * value;
        squares[s] += part.weight() * (value * value + deviation * deviation);
      }
    }
    double[] standardDeviation = new double[mean.length];
    for (int s = 0; s < mean.length; s++) {
      standardDeviation[s] = Math.sqrt(Math.max(0, squares[s] - mean[s] * mean[s]));
    }
    return new Outcomes(new double[][] {mean}, standardDeviation);
  }
}
