package io.lode.evaluation;

import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.IntervalRates;
import io.lode.forecast.Outcomes;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.Schedule;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLearning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Predicts, for a schedule, the trajectory of the run whose schedule is nearest: the mean of
 * several equally near ones, such as repeats. Only runs that learned are repeated. It gives no
 * uncertainty.
 */
public final class NearestRun implements Forecaster {

  /** Name in commands and reports. */
  public static final String NAME = "nearest-run";

  private final double horizonStep;
  private final double smallestLearningRate;
  private final List<Known> known;

  private record Known(double[] logLearningRate, ObservedCurve curve) {}

  private NearestRun(double horizonStep, double smallestLearningRate, List<Known> known) {
    this.horizonStep = horizonStep;
    this.smallestLearningRate = smallestLearningRate;
    this.known = known;
  }

  /**
   * Takes the runs of a sweep that learned and went to at least half of training; all that logged
   * an objective where there are none.
   *
   * @throws IllegalArgumentException if no run has a finite objective
   */
  public static NearestRun fit(Sweep sweep) {
    double horizon = sweep.totalSteps();
    double smallest = SweepOutcomes.of(sweep, horizon).bounds().minimum();
    MetricTransform transform = sweep.objective().transform();
    Sweep teaching = SweepLearning.teaching(sweep);
    List<Known> known = new ArrayList<>();
    for (Run run : teaching.runs()) {
      if (!run.diverged() && run.trajectory().lastStep() >= 0.5 * horizon) {
        add(known, run, transform, horizon, smallest);
      }
    }
    if (known.isEmpty()) {
      for (Run run : sweep.runs()) {
        add(known, run, transform, horizon, smallest);
      }
    }
    if (known.isEmpty()) {
      throw new IllegalArgumentException(
          "group " + sweep.group() + " has no run with a finite " + sweep.objective().metric());
    }
    return new NearestRun(horizon, smallest, known);
  }

  private static void add(
      List<Known> known, Run run, MetricTransform transform, double horizon, double smallest) {
    ObservedCurve curve = ObservedCurve.of(run.trajectory(), transform);
    if (curve.length() > 0) {
      known.add(new Known(IntervalRates.log(run.schedule(), horizon, smallest), curve));
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  private double[] curve(Schedule schedule, double[] steps) {
    double[] rates = IntervalRates.log(schedule, horizonStep, smallestLearningRate);
    double[] distance =
        known.stream()
            .mapToDouble(run -> IntervalRates.distance(run.logLearningRate(), rates))
            .toArray();
    double least = Arrays.stream(distance).min().orElseThrow();
    double[] mean = new double[steps.length];
    int count = 0;
    for (int run = 0; run < distance.length; run++) {
      if (distance[run] < least + SweepOutcomes.REPEAT_DISTANCE) {
        count++;
        for (int t = 0; t < steps.length; t++) {
          mean[t] += known.get(run).curve().at(steps[t]);
        }
      }
    }
    for (int t = 0; t < steps.length; t++) {
      mean[t] /= count;
    }
    return mean;
  }

  @Override
  public Forecast forecast(Schedule schedule, double[] steps) {
    return new Forecast(steps, curve(schedule, steps), new double[steps.length]);
  }

  @Override
  public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
    double[] steps = Outcomes.steps(horizonStep);
    double[] outcomes =
        schedules.stream()
            .mapToDouble(schedule -> Arrays.stream(curve(schedule, steps)).average().orElseThrow())
            .toArray();
    return new Outcomes(new double[][] {outcomes}, new double[outcomes.length]);
  }
}
