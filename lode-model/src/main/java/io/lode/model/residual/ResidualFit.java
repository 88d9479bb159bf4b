package io.lode.model.residual;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.lode.model.network.Adam;
import io.lode.model.network.FitCheckpoint;
import io.lode.model.network.MemberParameters;
import io.lode.model.network.ParameterLayout;
import io.lode.ode.GradientTape;
import io.lode.ode.Tensors;
import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.Schedule;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Fits neural residuals by AdamW under a one-cycle rate, several fits of several members each in
 * one batch dimension: the fits of a cross-validation cost little more than one.
 *
 * <p>Loss of a member: the mean over what it may see of {@code sqrt(1 + error^2) - 1}, plus the
 * weighted path length of the states, plus the weighted mean square of the residual, which pulls it
 * to zero where nothing is observed. Every step's random numbers follow from the seed and its
 * number.
 */
final class ResidualFit {

  /** Odd 64-bit constant (golden ratio) that separates the random numbers of consecutive steps. */
  private static final long STEP_SEED = 0x9E3779B97F4A7C15L;

  /** Added under a square root, in squared units: its gradient at 0 would be infinite. */
  private static final double TINY = 1e-9;

  private final ResidualConfig config;
  private final ResidualSeries series;
  private final DataType type;
  private final ParameterLayout layout;
  private final Adam adam;
  private final Schedule learningRate;
  private final MemberParameters parameters;

  /** Prepares a fit; the members of one fit follow each other, and start alike in every fit. */
  ResidualFit(ResidualConfig config, ResidualSeries series, DataType type) {
    this.config = config;
    this.series = series;
    this.type = type;
    layout = config.sizes().layout();
    adam = new Adam(config.weightDecay());
    learningRate = ParametricSchedules.oneCycle(config.peakLearningRate(), config.steps());
    SplittableRandom random = new SplittableRandom(config.seed());
    double[][] starts = new double[config.members()][];
    for (int member = 0; member < starts.length; member++) {
      starts[member] = layout.initial(random.split());
    }
    double[][] rows = new double[series.fits() * starts.length][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = starts[row % starts.length].clone();
    }
    parameters = new MemberParameters(rows);
  }

  /** Parameters of the members of one fit, (member, value). */
  double[][] parameters(int fit) {
    return parameters.copy(fit * config.members(), (fit + 1) * config.members());
  }

  /** Where the fit stands; a member's row is {@code fit * members + member}. */
  FitCheckpoint checkpoint() {
    return parameters.checkpoint();
  }

  /**
   * Goes back to, or on from, a checkpoint of the same settings and data.
   *
   * @throws IllegalArgumentException if it has other numbers of members or values
   */
  void restore(FitCheckpoint checkpoint) {
    parameters.restore(checkpoint);
  }

  /** Takes steps until a number of them is done, at most the settings' number. */
  void runTo(int steps) {
    int last = Math.min(steps, config.steps());
    boolean whole = series.runs() <= config.batch();
    try (NDManager manager = Tensors.manager()) {
      Batch all = whole && parameters.step() < last ? batch(manager, everyRun()) : null;
      while (parameters.step() < last) {
        try (NDManager scope = manager.newSubManager()) {
          takeStep(scope, whole ? all : batch(scope, chosenRuns()));
        }
      }
    }
  }

  private int[] everyRun() {
    int[] runs = new int[series.runs()];
    Arrays.setAll(runs, i -> i);
    return runs;
  }

  private int[] chosenRuns() {
    SplittableRandom random =
        new SplittableRandom(config.seed() * STEP_SEED + parameters.step()).split();
    int[] runs = everyRun();
    for (int i = 0; i < config.batch(); i++) {
      int other = i + random.nextInt(runs.length - i);
      int kept = runs[i];
      runs[i] = runs[other];
      runs[other] = kept;
    }
    return Arrays.copyOf(runs, config.batch());
  }

  /**
   * What a step sees.
   *
   * @param rates (interval, 1, run, feature)
   * @param observed 0 where not observed, (interval, member, run, 1)
   * @param weight one over a member's observations where observed, else 0, like observed
   */
  private record Batch(NDArray rates, NDArray observed, NDArray weight) {}

  private Batch batch(NDManager manager, int[] runs) {
    int rows = parameters.members();
    int intervals = series.intervals();
    double[] observed = new double[intervals * rows * runs.length];
    double[] weight = new double[observed.length];
    for (int row = 0; row < rows; row++) {
      double[][] targets = series.targets()[row / config.members()];
      int count = 0;
      for (int run : runs) {
        for (double target : targets[run]) {
          count += Double.isNaN(target) ? 0 : 1;
        }
      }
      for (int r = 0; r < runs.length; r++) {
        for (int k = 0; k < intervals; k++) {
          double target = targets[runs[r]][k];
          if (!Double.isNaN(target)) {
            int at = (k * rows + row) * runs.length + r;
            observed[at] = target;
            weight[at] = 1.0 / count;
          }
        }
      }
    }
    double[][][] features =
        Arrays.stream(runs).mapToObj(run -> series.features()[run]).toArray(double[][][]::new);
    Shape shape = new Shape(intervals, rows, runs.length, 1);
    return new Batch(
        NeuralResidual.rates(manager, features, type),
        Tensors.array(manager, observed, shape, type),
        Tensors.array(manager, weight, shape, type));
  }

  private void takeStep(NDManager manager, Batch batch) {
    double[] gradient = gradient(manager, batch, parameters.flat(), () -> {});
    parameters.update(adam, gradient, learningRate.learningRate(parameters.step()));
  }

  private double[] gradient(
      NDManager manager, Batch batch, double[] flat, Runnable beforeBackward) {
    NDArray leaf =
        Tensors.array(manager, flat, new Shape(parameters.members(), layout.count()), type);
    // Intermediate arrays belong to the rates' manager, which must not outlive the step.
    NDArray rates = batch.rates().duplicate();
    rates.attach(manager);
    Objective objective = objective(manager, rates, batch);
    try (GradientTape.Evaluation taped =
        GradientTape.evaluate(
            new NDList(leaf),
            leaves -> {
              NDArray loss = objective.of(leaves.head());
              beforeBackward.run();
              return loss;
            })) {
      return Tensors.values(taped.gradients().head());
    }
  }

  private Objective objective(NDManager manager, NDArray rates, Batch batch) {
    double count = batch.rates().getShape().get(0) * batch.rates().getShape().get(2);
    return new Objective(
        layout,
        rates,
        batch.observed(),
        batch.weight(),
        Tensors.scalar(manager, 1, type),
        Tensors.scalar(manager, TINY, type),
        Tensors.scalar(manager, config.pathWeight(), type),
        Tensors.scalar(manager, config.zeroWeight() / count, type));
  }

  /** The summed loss of all members; scalars are arrays of one value. */
  private record Objective(
      ParameterLayout layout,
      NDArray rates,
      NDArray observed,
      NDArray weight,
      NDArray one,
      NDArray tiny,
      NDArray pathWeight,
      NDArray zeroWeight) {

    NDArray of(NDArray parameters) {
      ResidualOde model = new ResidualOde(layout, parameters);
      NDArray states = model.states(rates);
      NDArray residual = model.read(states);
      NDArray error = residual.sub(observed);
      NDArray loss = error.mul(error).add(one).sqrt().mul(weight).sum();
      NDArray path = ResidualOde.pathLength(states, tiny).sum().mul(pathWeight);
      NDArray size = residual.mul(residual).sum().mul(zeroWeight);
      return loss.add(path).add(size);
    }
  }

  /** The loss at given parameters, (member, value), for tests. */
  double loss(double[] flat) {
    try (NDManager manager = Tensors.manager()) {
      Batch batch = batch(manager, everyRun());
      NDArray leaf =
          Tensors.array(manager, flat, new Shape(parameters.members(), layout.count()), type);
      return Tensors.values(objective(manager, batch.rates(), batch).of(leaf))[0];
    }
  }

  /** Its gradient, something being done before the backward pass, for tests. */
  double[] gradient(double[] flat, Runnable beforeBackward) {
    try (NDManager manager = Tensors.manager()) {
      return gradient(manager, batch(manager, everyRun()), flat, beforeBackward);
    }
  }
}
