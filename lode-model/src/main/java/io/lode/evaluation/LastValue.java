package io.lode.evaluation;

import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Outcomes;
import io.lode.schedule.Schedule;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.Arrays;
import java.util.List;

/**
 * Predicts, for every schedule and every step, the mean of the last values that the sweep's runs
 * logged: what is left of "it stays where it is" for a run of which nothing has been seen.
 *
 * @param mean of the runs' last transformed objectives
 * @param standardDeviation of them
 */
public record LastValue(double mean, double standardDeviation) implements Forecaster {

  /** Name in commands and reports. */
  public static final String NAME = "last-value";

  /**
   * Averages the last finite transformed objective of every run that did not diverge; of the
   * diverged ones where there are no others.
   *
   * @throws IllegalArgumentException if no run has a finite objective
   */
  public static LastValue fit(Sweep sweep) {
    double[] values = lastValues(sweep, sweep.runs().stream().filter(r -> !r.diverged()).toList());
    if (values.length == 0) {
      values = lastValues(sweep, sweep.runs());
    }
    if (values.length == 0) {
      throw new IllegalArgumentException(
          "group " + sweep.group() + " has no run with a finite " + sweep.objective().metric());
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElseThrow();
    return new LastValue(mean, Math.sqrt(variance));
  }

  private static double[] lastValues(Sweep sweep, List<Run> runs) {
    MetricTransform transform = sweep.objective().transform();
    return runs.stream()
        .map(run -> ObservedCurve.of(run.trajectory(), transform))
        .filter(curve -> curve.length() > 0)
        .mapToDouble(ObservedCurve::lastValue)
        .toArray();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Forecast forecast(Schedule schedule, double[] steps) {
    double[] means = new double[steps.length];
    double[] standardDeviations = new double[steps.length];
    Arrays.fill(means, mean);
    Arrays.fill(standardDeviations, standardDeviation);
    return new Forecast(steps, means, standardDeviations);
  }

  @Override
  public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
    double[] means = new double[schedules.size()];
    double[] residual = new double[schedules.size()];
    Arrays.fill(means, mean);
    Arrays.fill(residual, standardDeviation);
    return new Outcomes(new double[][] {means}, residual);
  }
}
