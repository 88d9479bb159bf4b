package io.lode.evaluation;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Outcomes;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.Schedule;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Predicts, for every schedule, the trajectory of the sweep's best run: linear between its observed
 * steps, constant outside them. It gives no uncertainty.
 */
public final class BestRun implements Forecaster {

  /** Name in commands and reports. */
  public static final String NAME = "best-run";

  private final Run run;
  private final ObservedCurve curve;

  private BestRun(Run run, ObservedCurve curve) {
    this.run = run;
    this.curve = curve;
  }

  /**
   * Takes the run with the best outcome at the sweep's total steps; where none got there, the one
   * with the best last value among those that did not diverge, or else among all.
   *
   * @throws IllegalArgumentException if no run has a finite objective
   */
  public static BestRun fit(Sweep sweep) {
    MetricTransform transform = sweep.objective().transform();
    Run best =
        SweepOutcomes.of(sweep, sweep.totalSteps())
            .best()
            .map(EvaluatedRun::run)
            .orElseGet(() -> bestLastValue(sweep, transform));
    return new BestRun(best, ObservedCurve.of(best.trajectory(), transform));
  }

  private static Run bestLastValue(Sweep sweep, MetricTransform transform) {
    return sweep.runs().stream()
        .filter(candidate -> ObservedCurve.of(candidate.trajectory(), transform).length() > 0)
        .min(
            Comparator.comparing(Run::diverged)
                .thenComparing(
                    candidate -> ObservedCurve.of(candidate.trajectory(), transform).lastValue()))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "group "
                        + sweep.group()
                        + " has no run with a finite "
                        + sweep.objective().metric()));
  }

  /** The run whose trajectory is predicted. */
  public Run run() {
    return run;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Forecast forecast(Schedule schedule, double[] steps) {
    return new Forecast(
        steps, Arrays.stream(steps).map(curve::at).toArray(), new double[steps.length]);
  }

  @Override
  public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
    double outcome =
        Arrays.stream(Outcomes.steps(horizonStep)).map(curve::at).average().orElseThrow();
    double[] outcomes = new double[schedules.size()];
    Arrays.fill(outcomes, outcome);
    return new Outcomes(new double[][] {outcomes}, new double[schedules.size()]);
  }
}
