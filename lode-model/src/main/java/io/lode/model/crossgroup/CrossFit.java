package io.lode.model.crossgroup;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Fits the weights of a latent ODE across groups, and a code for each group and each run, by Adam on
 * batches of runs of several groups.
 *
 * <p>A member's row holds the weights, then the codes of the groups, their log deviations, and the
 * codes of the runs. Loss of a group: the mean over its runs of a pseudo-Huber negative log
 * likelihood, times their number up to a bound, plus the squares of the codes. Every step's random
 * numbers follow from the seed and its number.
 */
final class CrossFit {

  /** Odd 64-bit constant (golden ratio) that separates the random numbers of consecutive steps. */
  private static final long STEP_SEED = 0x9E3779B97F4A7C15L;

  /** Runs of a group beyond this number add nothing to its share. Count. */
  private static final double MOST_RUNS = 12;

  /** Standard deviations from which on an error counts linearly. */
  static final double OUTLIER = 3;

  /** Smallest deviation, in the group's unit of errors. */
  static final double SMALLEST_DEVIATION = 0.003;

  /** Deviation of the first step, as a logarithm in the group's unit of errors. */
  private static final double FIRST_LOG_DEVIATION = -1.5;

  /** Standard deviation of the codes at first. */
  private static final double FIRST_CODES = 0.3;

  private final CrossConfig config;
  private final CrossReadout readout;
  private final List<GroupView> groups;
  private final DataType type;
  private final ParameterLayout layout;
  private final Adam adam;
  private final Schedule learningRate;
  private final MemberParameters parameters;
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
    int code = config.sizes().code();
    SplittableRandom random = new SplittableRandom(config.seed());
    double[][] rows = new double[config.members()][];
    for (int member = 0; member < rows.length; member++) {
      SplittableRandom own = random.split();
      double[] weights = layout.initial(own);
      rows[member] =
          Arrays.copyOf(weights, runCode(firstRun[groups.size()]));
      for (int g = 0; g < groups.size(); g++) {
        for (int d = 0; d < code; d++) {
          rows[member][groupCode(g) + d] = FIRST_CODES * own.nextGaussian();
        }
        rows[member][logDeviation(g)] = FIRST_LOG_DEVIATION;
      }
    }
    parameters = new MemberParameters(rows);
  }

  private int groupCode(int group) {
    return layout.count() + group * config.sizes().code();
  }

  private int logDeviation(int group) {
    return groupCode(groups.size()) + group;
  }

  private int runCode(int run) {
    return logDeviation(groups.size()) + run * config.sizes().code();
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

  /** Codes of the groups by a member, (group, code). */
  double[][] codes(int member) {
    double[] row = parameters.of(member);
    double[][] codes = new double[groups.size()][];
    for (int g = 0; g < codes.length; g++) {
      codes[g] = Arrays.copyOfRange(row, groupCode(g), groupCode(g) + config.sizes().code());
    }
    return codes;
  }

  /** Log deviations of the groups by a member, in their units, (group). */
  double[] logDeviations(int member) {
    return Arrays.copyOfRange(
        parameters.of(member), logDeviation(0), logDeviation(groups.size()));
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

  /**
   * A run of a batch.
   *
   * @param run its number among all runs
   * @param weight its share of the loss
   * @param penalty share of the group's code
   */
  private record Seen(int group, int run, double weight, double penalty) {}

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
      Batch batch = batch(manager, seen);
      NDList leaves = leaves(manager, seen, flat);
      return Tensors.values(objective(manager, batch, leaves))[0] + penalties(seen, flat, null);
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
    Batch batch = batch(manager, seen);
    double[] gradient = new double[flat.length];
    try (GradientTape.Evaluation taped =
        GradientTape.evaluate(
            leaves(manager, seen, flat),
            leaves -> {
              NDArray loss = objective(manager, batch, leaves);
              beforeBackward.run();
              return loss;
            })) {
      scatter(
          seen,
          Tensors.values(taped.gradients().get(0)),
          Tensors.values(taped.gradients().get(1)),
          Tensors.values(taped.gradients().get(2)),
          gradient);
    }
    penalties(seen, flat, gradient);
    return gradient;
  }

  /** Weights, codes of the runs, and their log deviations. */
  private NDList leaves(NDManager manager, List<Seen> seen, double[] flat) {
    int members = config.members();
    int row = flat.length / members;
    int code = config.sizes().code();
    int runs = seen.size();
    double[] weights = new double[members * layout.count()];
    double[] codes = new double[members * runs * code];
    double[] deviations = new double[members * runs];
    for (int m = 0; m < members; m++) {
      System.arraycopy(flat, m * row, weights, m * layout.count(), layout.count());
      for (int r = 0; r < runs; r++) {
        Seen one = seen.get(r);
        for (int d = 0; d < code; d++) {
          codes[(m * runs + r) * code + d] =
              flat[m * row + groupCode(one.group()) + d]
                  + config.runWidth() * flat[m * row + runCode(one.run()) + d];
        }
        deviations[m * runs + r] = flat[m * row + logDeviation(one.group())];
      }
    }
    return new NDList(
        Tensors.array(manager, weights, new Shape(members, layout.count()), type),
        Tensors.array(manager, codes, new Shape(members, runs, code), type),
        Tensors.array(manager, deviations, new Shape(members, runs, 1), type));
  }

  private void scatter(
      List<Seen> seen, double[] weights, double[] codes, double[] deviations, double[] gradient) {
    int members = config.members();
    int row = gradient.length / members;
    int code = config.sizes().code();
    int runs = seen.size();
    for (int m = 0; m < members; m++) {
      System.arraycopy(weights, m * layout.count(), gradient, m * row, layout.count());
      for (int r = 0; r < runs; r++) {
        Seen one = seen.get(r);
        for (int d = 0; d < code; d++) {
          double g = codes[(m * runs + r) * code + d];
          gradient[m * row + groupCode(one.group()) + d] += g;
          gradient[m * row + runCode(one.run()) + d] += config.runWidth() * g;
        }
        gradient[m * row + logDeviation(one.group())] += deviations[m * runs + r];
      }
    }
  }

  /** Half the squares of the codes, weighted; adds the gradient where one is given. */
  private double penalties(List<Seen> seen, double[] flat, double[] gradient) {
    int members = config.members();
    int row = flat.length / members;
    double sum = 0;
    for (int m = 0; m < members; m++) {
      for (Seen one : seen) {
        for (int d = 0; d < config.sizes().code(); d++) {
          int group = m * row + groupCode(one.group()) + d;
          int run = m * row + runCode(one.run()) + d;
          double ofRun = one.weight() / config.evidence();
          sum += 0.5 * (one.penalty() * flat[group] * flat[group] + ofRun * flat[run] * flat[run]);
          if (gradient != null) {
            gradient[group] += one.penalty() * flat[group];
            gradient[run] += ofRun * flat[run];
          }
        }
      }
    }
    return sum;
  }

  /**
   * What a step sees, (interval, 1, run, 1) but for context, (1, run, context), and shares, (run,
   * 1).
   */
  private record Batch(
      CrossOde.Rates rates,
      NDArray target,
      NDArray place,
      NDArray weight,
      NDArray context,
      NDArray unit,
      NDArray share) {}

  private Batch batch(NDManager manager, List<Seen> seen) {
    List<UnitRun> runs = new ArrayList<>();
    double[] context = new double[seen.size() * CrossSizes.CONTEXT];
    double[] unit = new double[seen.size()];
    double[] share = new double[seen.size()];
    for (int r = 0; r < seen.size(); r++) {
      Seen one = seen.get(r);
      GroupView group = groups.get(one.group());
      runs.add(group.runs().get(one.run() - firstRun[one.group()]));
      System.arraycopy(
          group.context(), 0, context, r * CrossSizes.CONTEXT, CrossSizes.CONTEXT);
      unit[r] = 1 / group.units().spread();
      share[r] = one.weight();
    }
    return new Batch(
        CrossOde.Rates.of(manager, runs, type),
        CrossOde.array(manager, runs, UnitRun::target, type),
        CrossOde.array(manager, runs, UnitRun::place, type),
        CrossOde.array(manager, runs, UnitRun::weight, type),
        Tensors.array(manager, context, new Shape(1, seen.size(), CrossSizes.CONTEXT), type),
        Tensors.array(manager, unit, new Shape(seen.size(), 1), type),
        Tensors.array(manager, share, new Shape(seen.size(), 1), type));
  }

  private NDArray objective(NDManager manager, Batch batch, NDList leaves) {
    NDArray one = Tensors.scalar(manager, 1, type);
    NDArray smallest = Tensors.scalar(manager, SMALLEST_DEVIATION, type);
    NDArray outlier = Tensors.scalar(manager, 1 / (OUTLIER * OUTLIER), type);
    NDArray squared = Tensors.scalar(manager, OUTLIER * OUTLIER, type);
    NDArray codes = leaves.get(1);
    NDArray context =
        batch.context().broadcast(
            new Shape(
                codes.getShape().get(0), codes.getShape().get(1), CrossSizes.CONTEXT));
    CrossOde ode = new CrossOde(config.sizes(), readout, layout, leaves.get(0), manager);
    NDArray values = ode.values(batch.rates(), codes.concat(context, 2));
    NDArray left = values.get(":-1");
    NDArray predicted = left.add(values.get("1:").sub(left).mul(batch.place()));
    NDArray deviation = leaves.get(2).exp().add(smallest);
    NDArray error = predicted.sub(batch.target()).mul(batch.unit()).div(deviation);
    NDArray robust = error.mul(error).mul(outlier).add(one).sqrt().sub(one).mul(squared);
    NDArray ofRuns = robust.mul(batch.weight()).sum(new int[] {0}).add(deviation.log());
    return ofRuns.mul(batch.share()).sum();
  }
}
