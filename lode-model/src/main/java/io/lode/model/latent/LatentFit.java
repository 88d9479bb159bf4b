package io.lode.model.latent;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.lode.model.network.Adam;
import io.lode.model.network.FitCheckpoint;
import io.lode.model.network.MemberParameters;
import io.lode.ode.ButcherTableau;
import io.lode.ode.GradientTape;
import io.lode.ode.OdeSolver;
import io.lode.ode.Tensors;
import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.Schedule;
import java.util.SplittableRandom;

/**
 * Fits an ensemble of latent ODEs to time series by Adam under a one-cycle rate, all members in one
 * batch dimension.
 *
 * <p>Every step's random numbers follow from the seed and its number. A member whose gradient is
 * not finite sits the step out.
 */
public final class LatentFit {

  private static final Adam ADAM = new Adam(0);

  /** Odd 64-bit constant (golden ratio) that separates the random numbers of consecutive steps. */
  private static final long STEP_SEED = 0x9E3779B97F4A7C15L;

  private final LatentConfig config;
  private final LatentLayout layout;
  private final TimeSeries series;
  private final WindowChoice choice;
  private final DataType type;
  private final Device device;
  private final Schedule learningRate;
  private final SolverSteps solverSteps;
  private final Encoder encoder;
  private final MemberParameters parameters;
  private FusedEncoder[] encoders;
  private double loss = Double.NaN;

  LatentFit(LatentConfig config, TimeSeries series, WindowChoice choice, DataType type) {
    this(
        config,
        series,
        choice,
        type,
        SolverSteps.fixed(ButcherTableau.RK4, config.effort().intervalsPerStep()),
        fastest(config, type));
  }

  /**
   * Prepares a fit whose solver steps and encoder are chosen.
   *
   * @param series at least one; the longest gives the length of whole windows
   * @param choice which parts of the series a step trains on
   * @param type of the engine's numbers, FLOAT32 or FLOAT64
   * @param solverSteps by which method the solver steps, and where
   * @param encoder which encoder runs, whatever is faster
   */
  public LatentFit(
      LatentConfig config,
      TimeSeries series,
      WindowChoice choice,
      DataType type,
      SolverSteps solverSteps,
      Encoder encoder) {
    this.config = config;
    this.encoder = encoder;
    this.solverSteps = solverSteps;
    this.series = series;
    this.choice = choice;
    this.type = type;
    this.device = Tensors.device(config.device());
    layout = new LatentLayout(config.network().sizes(series.features()));
    learningRate = ParametricSchedules.oneCycle(config.peakLearningRate(), config.effort().steps());
    SplittableRandom random = new SplittableRandom(config.seed());
    double[][] initial = new double[config.effort().members()][];
    for (int member = 0; member < initial.length; member++) {
      initial[member] = layout.initial(random.split());
    }
    parameters = new MemberParameters(initial);
  }

  /** Optimiser steps done. */
  public int step() {
    return parameters.step();
  }

  /** The mean over members of the loss before the last step, NaN before the first. */
  public double loss() {
    return loss;
  }

  /** How the encoder is computed. */
  public enum Encoder {
    /** In Java, with an adjoint written by hand. */
    FUSED,
    /** In the engine, differentiated by its tape. */
    TAPED
  }

  /** How the parameters are laid out. */
  public LatentLayout layout() {
    return layout;
  }

  /** Where the fit stands. */
  public FitCheckpoint checkpoint() {
    return parameters.checkpoint();
  }

  /**
   * Goes back to, or on from, a checkpoint of the same settings.
   *
   * @throws IllegalArgumentException if it has other numbers of members or values
   */
  public void restore(FitCheckpoint checkpoint) {
    parameters.restore(checkpoint);
  }

  private static Encoder fastest(LatentConfig config, DataType type) {
    // On a GPU the codes and their gradient would have to travel.
    boolean fused = type == DataType.FLOAT32 && !Tensors.device(config.device()).isGpu();
    return fused ? Encoder.FUSED : Encoder.TAPED;
  }

  /** Takes steps until a number of them is done, at most the settings' number. */
  public void runTo(int steps) {
    int last = Math.min(steps, config.effort().steps());
    try (NDManager manager = Tensors.manager(device)) {
      while (parameters.step() < last) {
        takeStep(manager);
      }
    }
  }

  private void takeStep(NDManager base) {
    SplittableRandom random =
        new SplittableRandom(config.seed() * STEP_SEED + parameters.step()).split();
    WindowBatch batch =
        WindowBatch.draw(
            series, config.effort().members(), config.effort().batch(), choice, random);
    try (NDManager manager = base.newSubManager()) {
      Gradient evaluated = evaluate(manager, batch, encoder);
      loss = evaluated.loss() / parameters.members();
      parameters.update(ADAM, evaluated.values(), learningRate.learningRate(parameters.step()));
    }
  }

  /** The summed loss of all members and its gradient by their parameters, (member, value). */
  record Gradient(double loss, double[] values) {}

  /**
   * Evaluates a batch.
   *
   * @param encoder which encoder runs
   */
  Gradient evaluate(NDManager manager, WindowBatch batch, Encoder encoder) {
    int features = series.features();
    int members = config.effort().members();
    double[] times = new double[batch.length()];
    for (int t = 0; t < times.length; t++) {
      times[t] = t * series.spacing();
    }
    Shape inputShape = new Shape(batch.seen(), members, config.effort().batch(), features + 1);
    Shape shape = new Shape(batch.length(), members, config.effort().batch(), features);
    NDArray observed = Tensors.array(manager, batch.observed(), shape, type);
    NDArray mask = Tensors.array(manager, batch.mask(), shape, type);
    NDArray alpha = Tensors.scalar(manager, config.pathWeight(), type);
    NDArray leaf =
        Tensors.array(manager, parameters.flat(), new Shape(members, layout.count()), type);
    if (encoder == Encoder.TAPED) {
      NDArray inputs = Tensors.array(manager, batch.inputs(), inputShape, type);
      LatentOde untaped = new LatentOde(layout, leaf);
      LatentLoss function = loss(untaped, untaped.encode(inputs), times);
      try (GradientTape.Evaluation taped =
          GradientTape.evaluate(
              new NDList(leaf),
              leaves -> {
                LatentOde model = new LatentOde(layout, leaves.head());
                return function.of(model, model.encode(inputs), observed, mask, alpha).sum();
              })) {
        return new Gradient(taped.value(), Tensors.values(taped.gradients().head()));
      }
    }
    if (encoders == null) {
      encoders = new FusedEncoder[members];
      for (int member = 0; member < members; member++) {
        encoders[member] = new FusedEncoder(layout, series.longest(), config.effort().batch());
      }
    }
    int codeCount = config.effort().batch() * config.network().latent();
    double[] codes = new double[members * codeCount];
    for (int member = 0; member < members; member++) {
      double[] code =
          encoders[member].forward(
              parameters.of(member), batch.inputs(), batch.seen(), member, members);
      System.arraycopy(code, 0, codes, member * codeCount, codeCount);
    }
    NDArray codeLeaf =
        Tensors.array(
            manager,
            codes,
            new Shape(members, config.effort().batch(), config.network().latent()),
            type);
    LatentLoss function = loss(new LatentOde(layout, leaf), codeLeaf, times);
    try (GradientTape.Evaluation taped =
        GradientTape.evaluate(
            new NDList(leaf, codeLeaf),
            leaves ->
                function
                    .of(new LatentOde(layout, leaves.get(0)), leaves.get(1), observed, mask, alpha)
                    .sum())) {
      double[] gradient = Tensors.values(taped.gradients().get(0));
      double[] codeGradient = Tensors.values(taped.gradients().get(1));
      for (int member = 0; member < members; member++) {
        encoders[member].backward(codeGradient, member, gradient);
      }
      return new Gradient(taped.value(), gradient);
    }
  }

  private LatentLoss loss(LatentOde model, NDArray codes, double[] times) {
    double last = times[times.length - 1];
    return new LatentLoss(
        new OdeSolver(solverSteps.method()),
        solverSteps.plan(model, codes, last, times.length),
        times,
        config.pathWeight());
  }
}
