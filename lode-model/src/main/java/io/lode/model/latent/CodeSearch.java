package io.lode.model.latent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.lode.forecast.Outcomes;
import io.lode.ode.GradientTape;
import io.lode.ode.OdeSolver;
import io.lode.ode.StepPlan;
import io.lode.ode.Tensors;
import io.lode.schedule.Schedule;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the codes whose decoded learning rate follows given schedules: from the code of the run
 * with the most similar rates, by Adam on the squared error of the log rate and a pull towards the
 * spread of the runs' codes.
 *
 * @param ensemble whose codes are searched
 * @param solver the method
 * @param steps solver steps in a full length of training
 */
record CodeSearch(LatentEnsemble ensemble, OdeSolver solver, int steps) {

  /**
   * Optimiser steps of the search for a code. Count. The learning rate falls to 0 over them; the
   * decoded rates change little after so many.
   */
  private static final int ITERATIONS = 60;

  /**
   * Learning rate of the first optimiser step, in the unit of the codes. The steps together can
   * cross the spread of the runs' codes once.
   */
  private static final double LEARNING_RATE = 0.05;

  /**
   * Weight of the squared distance from the runs' codes, in their standard deviations. Small: it
   * decides only between codes that follow the schedule equally well.
   */
  private static final double PULL = 0.01;

  /** Decay a step of the mean gradient, the published default of Adam. Ratio. */
  private static final double FIRST_DECAY = 0.9;

  /**
   * Decay a step of the mean squared gradient. Ratio. It is below the default of Adam, 0.999,
   * because the search has few steps.
   */
  private static final double SECOND_DECAY = 0.99;

  /** Flat parameters, (member, value). */
  static NDArray array(NDManager manager, double[][] rows) {
    double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return Tensors.array(manager, flat, new Shape(rows.length, rows[0].length), DataType.FLOAT32);
  }

  /**
   * The codes.
   *
   * @param lastStep up to which the rates count
   * @return (member, schedule, latent), of the manager
   */
  NDArray codes(
      NDManager manager, NDArray parameters, List<? extends Schedule> schedules, double lastStep) {
    RunGrid grid = ensemble.grid();
    int intervals = Math.max(2, (int) Math.ceil(lastStep / grid.width() - 1e-9));
    double[][] rates = new double[schedules.size()][];
    for (int s = 0; s < rates.length; s++) {
      rates[s] = grid.logLearningRate(schedules.get(s), intervals);
    }
    int members = ensemble.members();
    int channels = ensemble.layout().sizes().latent();
    double[] codes = new double[members * rates.length * channels];
    double[] centre = new double[members * channels];
    double[] precision = new double[members * channels];
    for (int member = 0; member < members; member++) {
      spread(member, centre, precision);
      for (int s = 0; s < rates.length; s++) {
        double[] nearest = ensemble.codes()[member][nearest(rates[s])];
        System.arraycopy(nearest, 0, codes, (member * rates.length + s) * channels, channels);
      }
    }
    Shape shape = new Shape(members, rates.length, channels);
    Objective objective =
        new Objective(
            manager,
            target(rates, intervals),
            times(intervals),
            Tensors.array(manager, centre, new Shape(members, 1, channels), DataType.FLOAT32),
            Tensors.array(manager, precision, new Shape(members, 1, channels), DataType.FLOAT32),
            new LatentOde(ensemble.layout(), parameters));
    descend(manager, codes, shape, objective);
    return Tensors.array(manager, codes, shape, DataType.FLOAT32);
  }

  private void descend(NDManager base, double[] codes, Shape shape, Objective objective) {
    double[] first = new double[codes.length];
    double[] second = new double[codes.length];
    for (int i = 1; i <= ITERATIONS; i++) {
      double[] gradient;
      try (NDManager manager = base.newSubManager();
          GradientTape.Evaluation evaluation =
              GradientTape.evaluate(
                  new NDList(Tensors.array(manager, codes, shape, DataType.FLOAT32)),
                  leaves -> objective.of(leaves.head()))) {
        gradient = Tensors.values(evaluation.gradients().head());
      }
      double rate = LEARNING_RATE * (1 - (i - 1.0) / ITERATIONS);
      for (int j = 0; j < codes.length; j++) {
        double g = Double.isFinite(gradient[j]) ? gradient[j] : 0;
        first[j] = FIRST_DECAY * first[j] + (1 - FIRST_DECAY) * g;
        second[j] = SECOND_DECAY * second[j] + (1 - SECOND_DECAY) * g * g;
        double mean = first[j] / (1 - Math.pow(FIRST_DECAY, i));
        double size = Math.sqrt(second[j] / (1 - Math.pow(SECOND_DECAY, i)));
        codes[j] -= rate * mean / (size + 1e-8);
      }
    }
  }

  /** What is descended. */
  private final class Objective {
    private final NDArray target;
    private final double[] times;
    private final NDArray centre;
    private final NDArray precision;
    private final LatentOde model;
    private final StepPlan plan;

    Objective(
        NDManager manager,
        double[] target,
        double[] times,
        NDArray centre,
        NDArray precision,
        LatentOde model) {
      long schedules = target.length / times.length;
      this.target =
          Tensors.array(
              manager, target, new Shape(times.length, 1, schedules, 1), DataType.FLOAT32);
      this.times = times;
      this.centre = centre;
      this.precision = precision;
      this.model = model;
      plan = LatentForecaster.plan(times[times.length - 1], steps);
    }

    NDArray of(NDArray codes) {
      NDArray features = model.read(model.states(codes, solver, plan, times));
      NDArray rates =
          features.get("..., " + RunGrid.LOG_LEARNING_RATE + ":" + (RunGrid.LOG_LEARNING_RATE + 1));
      NDArray error = rates.sub(target);
      NDArray away = codes.sub(centre);
      return error.mul(error).mean(new int[] {0}).sum().add(away.mul(away).mul(precision).sum());
    }
  }

  private double[] times(int intervals) {
    double[] times = new double[intervals];
    for (int t = 0; t < intervals; t++) {
      times[t] = t / (double) Outcomes.INTERVALS;
    }
    return times;
  }

  /** Standardised log rates, (time, schedule). */
  private double[] target(double[][] rates, int intervals) {
    double[] target = new double[intervals * rates.length];
    for (int t = 0; t < intervals; t++) {
      for (int s = 0; s < rates.length; s++) {
        target[t * rates.length + s] =
            ensemble.scale().apply(RunGrid.LOG_LEARNING_RATE, rates[s][t]);
      }
    }
    return target;
  }

  private void spread(int member, double[] centre, double[] precision) {
    double[][] codes = ensemble.codes()[member];
    int channels = codes[0].length;
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      double squares = 0;
      for (double[] code : codes) {
        sum += code[c];
        squares += code[c] * code[c];
      }
      double mean = sum / codes.length;
      centre[member * channels + c] = mean;
      double variance = Math.max(0.01, squares / codes.length - mean * mean);
      precision[member * channels + c] = PULL / variance / channels;
    }
  }

  private int nearest(double[] rates) {
    int nearest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (int run = 0; run < ensemble.logLearningRate().length; run++) {
      double[] other = ensemble.logLearningRate()[run];
      int common = Math.min(other.length, rates.length);
      double sum = 0;
      for (int t = 0; t < common; t++) {
        sum += (other[t] - rates[t]) * (other[t] - rates[t]) / common;
      }
      if (sum < smallest) {
        smallest = sum;
        nearest = run;
      }
    }
    return nearest;
  }
}
