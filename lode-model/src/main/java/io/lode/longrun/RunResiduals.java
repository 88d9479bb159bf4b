package io.lode.longrun;

import io.lode.forecast.Forecaster;
import io.lode.schedule.Schedule;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the runs of a group showed beyond what a model says of them, for schedules that are nearly
 * theirs up to a step.
 *
 * <p>A kernel regression over runs: run i weighs {@code exp(-d^2 / 2)}, where d is the root mean
 * square difference of log rates up to the step, in units of a given distance. A further weight
 * stands for no correction, so that the correction is small where no run is near. A run says
 * nothing beyond its last step.
 */
final class RunResiduals {

  /** Equal intervals of the longest run on which rates are compared. */
  private static final int INTERVALS = 240;

  /** Weight of no correction: a run with the same rates moves a forecast nine tenths of the way. */
  private static final double NOTHING = 0.1;

  private final double likeRates;
  private final double smallestRate;
  private final double width;
  private final List<Shown> runs = new ArrayList<>();

  /** A run's residuals at the steps that it observed, and its log rates, (interval). */
  private record Shown(ObservedCurve residual, double[] logRates) {
    double lastStep() {
      return residual.step()[residual.length() - 1];
    }
  }

  /**
   * Reads what the runs showed.
   *
   * @param model that the residuals are of
   * @param likeRates difference of log rates at which a run's weight has fallen by a third
   */
  RunResiduals(Sweep sweep, Forecaster model, Reach reach, double likeRates) {
    this.likeRates = likeRates;
    smallestRate = reach.smallestRate();
    width = reach.steps() / INTERVALS;
    MetricTransform transform = sweep.objective().transform();
    for (Run run : sweep.runs()) {
      ObservedCurve observed = ObservedCurve.of(run.trajectory(), transform).afterStart();
      if (run.diverged() || observed.length() == 0) {
        continue;
      }
      double[] residual = observed.value().clone();
      double[] mean = model.forecast(run.schedule(), observed.step()).mean();
      for (int i = 0; i < residual.length; i++) {
        residual[i] -= mean[i];
      }
      ObservedCurve shown = new ObservedCurve(observed.step(), residual);
      double last = observed.step()[residual.length - 1];
      runs.add(new Shown(shown, logRates(run.schedule(), last)));
    }
  }

  /**
   * What to add to the model's forecast of a schedule, (time).
   *
   * @param steps increasing, (time)
   */
  double[] correction(Schedule schedule, double[] steps) {
    double[] correction = new double[steps.length];
    double[] weights = new double[steps.length];
    Arrays.fill(weights, NOTHING);
    double[] own = logRates(schedule, steps[steps.length - 1]);
    for (Shown run : runs) {
      double sum = 0;
      int compared = 0;
      for (int t = 0; t < steps.length; t++) {
        if (steps[t] > run.lastStep()) {
          break;
        }
        int until = Math.min(Math.min(own.length, run.logRates().length), (int) (steps[t] / width));
        for (; compared < until; compared++) {
          double difference = own[compared] - run.logRates()[compared];
          sum += difference * difference;
        }
        double distance = Math.sqrt(sum / Math.max(1, compared)) / likeRates;
        double weight = Math.exp(-0.5 * distance * distance);
        correction[t] += weight * run.residual().at(steps[t]);
        weights[t] += weight;
      }
    }
    for (int t = 0; t < correction.length; t++) {
      correction[t] /= weights[t];
    }
    return correction;
  }

  private double[] logRates(Schedule schedule, double last) {
    double[] rates = new double[(int) Math.min(INTERVALS, Math.max(1, Math.ceil(last / width)))];
    for (int i = 0; i < rates.length; i++) {
      double mean = schedule.meanLearningRate(i * width, Math.min(last, (i + 1) * width));
      rates[i] = Math.log(Math.max(mean, smallestRate));
    }
    return rates;
  }
}
