package io.lode.hyperparameter;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Outcomes;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.Schedule;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Runs at constant rates whose loss is known, with hyperparameters of their own. */
final class VariedRuns {

  static final int STEPS = 60;

  private final List<Run> runs = new ArrayList<>();

  /** The logarithm of the loss of a run at a constant rate after a part of training. */
  static double law(double rate, double part) {
    double off = Math.log(rate / 0.1);
    return 1 - 2 * part + 0.1 * off * off * part;
  }

  /**
   * Adds a run that finished.
   *
   * @param effect added to the logarithm of its loss at the end, in proportion to the steps before
   */
  VariedRuns run(double rate, double effect, Map<String, String> hyperparameters) {
    double[] step = new double[STEPS];
    double[] rates = new double[STEPS];
    double[] loss = new double[STEPS];
    Arrays.fill(rates, rate);
    for (int i = 0; i < STEPS; i++) {
      step[i] = i + 1;
      double part = step[i] / STEPS;
      loss[i] = Math.exp(law(rate, part) + effect * part);
    }
    runs.add(
        new Run(
            "sweep",
            "run-" + (100 + runs.size()),
            null,
            hyperparameters,
            RunStatus.COMPLETED,
            STEPS,
            new Trajectory(step, rates, loss.clone(), loss)));
    return this;
  }

  Sweep sweep() {
    return new Sweep(new GroupKey("m", "d", "o"), Objective.minimize("validation_loss"), runs);
  }

  List<EvaluatedRun> evaluated() {
    return SweepOutcomes.of(sweep(), STEPS).runs();
  }

  /** Why a hyperparameter is left out; null where it varies. */
  String leftOut(String name) {
    VaryingHyperparameters looked =
        VaryingHyperparameters.of(
            evaluated(), HyperparameterRoles.NONE, HyperparameterConfig.standard());
    return looked.leftOut().get(name);
  }

  Effects effects() {
    return Effects.of(
        sweep(), HyperparameterRoles.NONE, HyperparameterConfig.standard(), unknown -> LAW);
  }

  /** What runs without further settings do. */
  static final Forecaster LAW =
      new Forecaster() {
        @Override
        public String name() {
          return "law";
        }

        @Override
        public Forecast forecast(Schedule schedule, double[] steps) {
          double[] mean =
              Arrays.stream(steps)
                  .map(step -> law(schedule.learningRate(step), step / STEPS))
                  .toArray();
          return new Forecast(steps, mean, new double[mean.length]);
        }

        @Override
        public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
          double[] outcome = new double[schedules.size()];
          for (int s = 0; s < outcome.length; s++) {
            for (double step : Outcomes.steps(horizonStep)) {
              outcome[s] +=
                  law(schedules.get(s).learningRate(step), step / STEPS) / Outcomes.POINTS;
            }
          }
          return new Outcomes(new double[][] {outcome}, new double[outcome.length]);
        }
      };
}
