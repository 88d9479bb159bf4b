package io.lode.model.crossgroup;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.lode.model.crossgroup.CrossBatch.Seen;
import io.lode.model.network.Adam;
import io.lode.model.network.FitCheckpoint;
import io.lode.model.network.MemberParameters;
import io.lode.model.network.ParameterLayout;
import io.lode.ode.GradientTape;
import io.lode.ode.Tensors;
import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Fits the weights of a latent ODE across groups, and a code for each group and each run, by Adam
 * on batches of runs of several groups.
 *
 * <p>Loss of a group: the mean over its runs of a negative log likelihood, times their number up to
 * a bound, plus the squares of the codes. Every step's random numbers follow from the seed and its
 * number.
 */
final class CrossFit {

  /** Odd 64-bit constant (golden ratio) that separates the random numbers of consecutive steps. */
  private static final long STEP_SEED = 0x9E3779B97F4A7C15L;

  /** Runs of a group beyond this number add nothing to its share. Count. */
  private static final double MOST_RUNS = 12;

  /** Standard deviations from which on an error counts linearly. */
  static final double OUTLIER = 3;

  /** Smallest deviation, in the group's unit of errors. It bounds the weight of exact fits. */
  static final double SMALLEST_DEVIATION = 0.003;

  private final CrossConfig config;
  private final CrossReadout readout;
  private final List<GroupView> groups;
  private final DataType type;
  private final ParameterLayout layout;
  private final Adam adam;
  private final Schedule learningRate;
  private final MemberParameters parameters;
  private final CodeRows rows;
  private final int[] firstRun;

  /** Prepares a fit; groups without a run are not admitted. */
  CrossFit(CrossConfig config, CrossReadout readout, List<GroupView> groups, DataType type) {
    this.config = config;
    this.readout = readout;
    this.groups = List.copyOf(groups);
    this.type = type;
    layout = config.sizes().layout();
    adam = new Adam(0);
    learningRate = ParametricSchedules.oneCycle(config.peakLearningRate(), config.steps());
    firstRun = new int[groups.size() + 1];
    for (int g = 0; g < groups.size(); g++) {
      firstRun[g + 1] = firstRun[g] + groups.get(g).runs().size();
    }
    rows = new CodeRows(config, layout, groups.size(), firstRun[groups.size()]);
    parameters = new MemberParameters(rows.initial());
  }

  /** Steps done. */
  int step() {
    return parameters.step();
  }

  /** Weights of the members, (member, value). */
  double[][] weights() {
    return Arrays.stream(parameters.copy(0, config.members()))
        .map(row -> Arrays.copyOf(row, layout.count()))
        .toArray(double[][]::new);
  }

  /** What a member expects of other groups. */
  CodeExpectation expectation(int member) {
    double[] row = parameters.of(member);
    return CodeExpectation.of(rows.codes(row), rows.logDeviations(row));
  }

  /** Where the fit stands. */
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
    try (NDManager manager = Tensors.manager(Tensors.device(config.device()))) {
      while (parameters.step() < last) {
        try (NDManager scope = manager.newSubManager()) {
          double[] gradient = gradient(scope, chosen(), parameters.flat(), () -> {});
          parameters.update(adam, gradient, learningRate.learningRate(parameters.step()));
        }
      }
    }
  }

  private List<Seen> chosen() {
    SplittableRandom random =
        new SplittableRandom(config.seed() * STEP_SEED + parameters.step()).split();
    List<Seen> seen = new ArrayList<>();
    for (int group : some(random, groups.size(), config.groups())) {
      add(seen, group, some(random, groups.get(group).runs().size(), config.runs()));
    }
    return seen;
  }

  private List<Seen> everyRun() {
    List<Seen> seen = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      int[] all = new int[groups.get(g).runs().size()];
      Arrays.setAll(all, i -> i);
      add(seen, g, all);
    }
    return seen;
  }

  private void add(List<Seen> seen, int group, int[] runs) {
    double share = Math.min(1, groups.get(group).runs().size() / MOST_RUNS);
    for (int run : runs) {
      seen.add(
          new Seen(
              group,
              firstRun[group] + run,
              run,
              share / runs.length,
              1 / (MOST_RUNS * config.evidence() * runs.length)));
    }
  }

  private static int[] some(SplittableRandom random, int of, int count) {
    int[] all = new int[of];
    Arrays.setAll(all, i -> i);
    int taken = Math.min(of, count);
    for (int i = 0; i < taken; i++) {
      int other = i + random.nextInt(of - i);
      int kept = all[i];
      all[i] = all[other];
      all[other] = kept;
    }
    return Arrays.copyOf(all, taken);
  }

  /** The loss of all runs at given parameters, (member, value), for tests. */
  double loss(double[] flat) {
    try (NDManager manager = Tensors.manager()) {
      List<Seen> seen = everyRun();
      NDArray loss =
          CrossBatch.of(manager, seen, groups, type)
              .loss(
                  config.sizes(), readout, layout, rows.leaves(manager, seen, flat, type), manager);
      return Tensors.values(loss)[0] + rows.penalty(seen, flat);
    }
  }

  /** Its gradient, something being done before the backward pass, for tests. */
  double[] gradient(double[] flat, Runnable beforeBackward) {
    try (NDManager manager = Tensors.manager()) {
      return gradient(manager, everyRun(), flat, beforeBackward);
    }
  }

  private double[] gradient(
      NDManager manager, List<Seen> seen, double[] flat, Runnable beforeBackward) {
    CrossBatch batch = CrossBatch.of(manager, seen, groups, type);
    double[] gradient;
    try (GradientTape.Evaluation taped =
        GradientTape.evaluate(
            rows.leaves(manager, seen, flat, type),
            leaves -> {
              NDArray loss = batch.loss(config.sizes(), readout, layout, leaves, manager);
              beforeBackward.run();
              return loss;
            })) {
      gradient = rows.gathered(seen, taped.gradients(), flat.length);
    }
    rows.addPenalty(seen, flat, gradient);
    return gradient;
  }
}
