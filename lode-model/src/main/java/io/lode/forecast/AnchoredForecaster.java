package io.lode.forecast;

import io.lode.schedule.Schedule;
import java.util.List;

/**
 * A forecaster of one run in flight that passes through what the run observed and ends where a
 * panel expects it to: between the two, what the model gets wrong changes in a straight line.
 *
 * @param model predicts the shape of the rest
 * @param panel expects the outcome
 * @param run what was observed, the model's schedules repeating its past
 * @param horizonStep where the panel's outcome counts
 */
public record AnchoredForecaster(Forecaster model, Panel panel, RunSoFar run, double horizonStep)
    implements Forecaster {

  /** Observations that the present level is the mean of. */
  private static final int LEVEL = 3;

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public Outcomes outcomes(List<? extends Schedule> schedules, double atStep) {
    return model.outcomes(schedules, atStep);
  }

  @Override
  public Forecast forecast(Schedule schedule, double[] steps) {
    Forecast forecast = model.forecast(schedule, steps);
    double[] observed = residuals(schedule);
    double level = observed.length == 0 ? 0 : level(observed, observed.length - 1);
    Panel.Opinions opinions = panel.opinions(List.of(schedule), schedule, horizonStep);
    double end = opinions.sharedMean(0) - model.outcomes(List.of(schedule), horizonStep).mean(0);
    double[] mean = new double[steps.length];
    double[] standardDeviation = new double[steps.length];
    for (int t = 0; t < steps.length; t++) {
      double ahead = Math.max(0, Math.min(1, (steps[t] - run.now()) / (horizonStep - run.now())));
      double error = ahead > 0 ? level + ahead * (end - level) : level(observed, index(steps[t]));
      mean[t] = forecast.mean()[t] + error;
      standardDeviation[t] =
          Math.hypot(forecast.standardDeviation()[t], ahead * opinions.sharedStandardDeviation(0));
    }
    return new Forecast(steps, mean, standardDeviation);
  }

  private double[] residuals(Schedule schedule) {
    if (run.step().length == 0) {
      return run.step();
    }
    double[] predicted = model.forecast(schedule, run.step()).mean();
    double[] residuals = new double[predicted.length];
    for (int t = 0; t < residuals.length; t++) {
      residuals[t] = run.value()[t] - predicted[t];
    }
    return residuals;
  }

  /** The last observation up to a step, the first before that. */
  private int index(double step) {
    int index = 0;
    while (index + 1 < run.step().length && run.step()[index + 1] <= step) {
      index++;
    }
    return index;
  }

  private static double level(double[] residuals, int last) {
    double sum = 0;
    int count = 0;
    for (int t = Math.max(0, last - LEVEL + 1); t <= last && t < residuals.length; t++) {
      sum += residuals[t];
      count++;
    }
    return count == 0 ? 0 : sum / count;
  }
}
