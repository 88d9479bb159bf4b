package io.lode.evaluation;

import io.lode.forecast.FittingMethod;
import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.schedule.LoggedSchedule;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Forecasts the runs of a sweep that were held out of fitting, from their schedules alone, and
 * compares with what they logged.
 */
public final class Backtest {

  /** Stands for all held-out runs in a row. */
  public static final String ALL = "all";

  /** Relative differences up to this are rounding, not variation. */
  private static final double ROUNDING = 1e-12;

  private Backtest() {}

  /**
   * Fits every method to the training runs and forecasts every other run that logged an objective,
   * at all its observed steps after step 0.
   *
   * @param trainingRuns names of the runs to fit to, at least one
   * @param methods at least one
   * @throws IllegalArgumentException if a training run is not in the sweep, there is none, or no
   *     other run has an observed objective
   */
  public static BacktestReport run(
      Sweep sweep, Collection<String> trainingRuns, List<FittingMethod> methods) {
    return run(BacktestSplit.byRuns(sweep, trainingRuns), methods);
  }

  /**
   * Fits every method to one part of a split and forecasts the other, at all its observed steps
   * after step 0.
   *
   * @param methods at least one
   */
  public static BacktestReport run(BacktestSplit split, List<FittingMethod> methods) {
    Sweep fitted = split.fitted();
    List<Run> heldOut = split.heldOut();
    MetricTransform transform = fitted.objective().transform();
    List<BacktestRow> rows = new ArrayList<>();
    List<BacktestRow> overall = new ArrayList<>();
    for (FittingMethod method : methods) {
      Forecaster forecaster = method.fit().apply(fitted);
      List<BacktestRow> ofMethod =
          heldOut.stream()
              .map(run -> row(method.name(), forecaster, run, transform, split.fittedSteps()))
              .toList();
      rows.addAll(ofMethod);
      overall.add(overall(method.name(), ofMethod));
    }
    return new BacktestReport(rows, overall);
  }

  private static ObservedCurve observed(Run run, MetricTransform transform) {
    return ObservedCurve.of(run.trajectory(), transform).afterStart();
  }

  private static BacktestRow row(
      String predictor,
      Forecaster forecaster,
      Run run,
      MetricTransform transform,
      double fittedSteps) {
    Trajectory trajectory = run.trajectory();
    ObservedCurve observed = observed(run, transform);
    LoggedSchedule schedule = trajectory.schedule();
    Forecast forecast = forecaster.of(run).forecast(schedule, observed.step());
    double[] predicted = forecast.mean();
    int count = observed.length();
    double mean = 0;
    for (double value : observed.value()) {
      mean += transform.invert(value) / count;
    }
    double absolute = 0;
    double unexplained = 0;
    double total = 0;
    double worst = 0;
    for (int t = 0; t < count; t++) {
      double actual = transform.invert(observed.value()[t]);
      double error = transform.invert(predicted[t]) - actual;
      absolute += Math.abs(error) / count;
      unexplained += error * error;
      total += (actual - mean) * (actual - mean);
      if (actual != 0) {
        worst = Math.max(worst, Math.abs(error / actual));
      }
    }
    double rounding = ROUNDING * mean;
    double r2 = total > count * rounding * rounding ? 1 - unexplained / total : Double.NaN;
    double after = observed.step()[count - 1] > fittedSteps ? fittedSteps : 0;
    return new BacktestRow(
        run.run(), predictor, absolute, r2, worst, BandCount.of(forecast, observed, after));
  }

  private static BacktestRow overall(String predictor, List<BacktestRow> rows) {
    return new BacktestRow(
        ALL,
        predictor,
        rows.stream().mapToDouble(BacktestRow::mae).average().orElseThrow(),
        rows.stream()
            .mapToDouble(BacktestRow::r2)
            .filter(r2 -> !Double.isNaN(r2))
            .average()
            .orElse(Double.NaN),
        rows.stream().mapToDouble(BacktestRow::worstRelativeError).max().orElseThrow(),
        rows.stream().map(BacktestRow::band).reduce(BandCount.NONE, BandCount::plus));
  }
}
