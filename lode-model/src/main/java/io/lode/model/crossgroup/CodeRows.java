package io.lode.model.crossgroup;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.lode.model.crossgroup.CrossBatch.Seen;
import io.lode.model.network.ParameterLayout;
import io.lode.ode.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Where a member's parameters lie: the weights, then the codes of the groups, their log deviations,
 * and the codes of the runs.
 *
 * @param config of the fit
 * @param layout of the weights
 * @param groups number of groups
 * @param runs number of runs of all groups
 */
record CodeRows(CrossConfig config, ParameterLayout layout, int groups, int runs) {

  /** Deviation of the first step, as a logarithm in the group's unit of errors. */
  private static final double FIRST_LOG_DEVIATION = -1.5;

  /**
   * Codes and log deviations are so many times their parameters: each is seen in few batches, so
   * that a step must move it further than a weight.
   */
  static final double CODE_SCALE = 8;

  /** Standard deviation of the codes at first. */
  private static final double FIRST_CODES = 0.3;

  private int groupCode(int group) {
    return layout.count() + group * config.sizes().code();
  }

  private int logDeviation(int group) {
    return groupCode(groups) + group;
  }

  private int runCode(int run) {
    return logDeviation(groups) + run * config.sizes().code();
  }

  /** First parameters, (member, value). */
  double[][] initial() {
    SplittableRandom random = new SplittableRandom(config.seed());
    double[][] rows = new double[config.members()][];
    for (int member = 0; member < rows.length; member++) {
      SplittableRandom own = random.split();
      rows[member] = Arrays.copyOf(layout.initial(own), runCode(runs));
      for (int g = 0; g < groups; g++) {
        for (int d = 0; d < config.sizes().code(); d++) {
          rows[member][groupCode(g) + d] = FIRST_CODES / CODE_SCALE * own.nextGaussian();
        }
        rows[member][logDeviation(g)] = FIRST_LOG_DEVIATION / CODE_SCALE;
      }
    }
    return rows;
  }

  /** Codes of the groups in a row, (group, code). */
  double[][] codes(double[] row) {
    double[][] codes = new double[groups][];
    for (int g = 0; g < codes.length; g++) {
      codes[g] = scaled(row, groupCode(g), groupCode(g + 1));
    }
    return codes;
  }

  /** Log deviations of the groups in a row, in their units, (group). */
  double[] logDeviations(double[] row) {
    return scaled(row, logDeviation(0), logDeviation(groups));
  }

  private static double[] scaled(double[] row, int from, int to) {
    return Arrays.stream(row, from, to).map(value -> CODE_SCALE * value).toArray();
  }

  /**
   * What a loss is differentiated by: weights, codes of the runs seen, and their log deviations.
   *
   * @param flat (member, value)
   */
  NDList leaves(NDManager manager, List<Seen> seen, double[] flat, DataType type) {
    int members = config.members();
    int row = flat.length / members;
    int code = config.sizes().code();
    int count = seen.size();
    double[] weights = new double[members * layout.count()];
    double[] codes = new double[members * count * code];
    double[] deviations = new double[members * count];
    for (int m = 0; m < members; m++) {
      System.arraycopy(flat, m * row, weights, m * layout.count(), layout.count());
      for (int r = 0; r < count; r++) {
        Seen one = seen.get(r);
        for (int d = 0; d < code; d++) {
          codes[(m * count + r) * code + d] =
              CODE_SCALE
                  * (flat[m * row + groupCode(one.group()) + d]
                      + config.runWidth() * flat[m * row + runCode(one.run()) + d]);
        }
        deviations[m * count + r] = CODE_SCALE * flat[m * row + logDeviation(one.group())];
      }
    }
    return new NDList(
        Tensors.array(manager, weights, new Shape(members, layout.count()), type),
        Tensors.array(manager, codes, new Shape(members, count, code), type),
        Tensors.array(manager, deviations, new Shape(members, count, 1), type));
  }

  /**
   * Gradients by the leaves as one by the parameters, (member, value).
   *
   * @param leaves in the order of {@link #leaves}
   * @param length of the result
   */
  double[] gathered(List<Seen> seen, NDList leaves, int length) {
    double[] weights = Tensors.values(leaves.get(0));
    double[] codes = Tensors.values(leaves.get(1));
    double[] deviations = Tensors.values(leaves.get(2));
    double[] gradient = new double[length];
    int members = config.members();
    int row = length / members;
    int code = config.sizes().code();
    int count = seen.size();
    for (int m = 0; m < members; m++) {
      System.arraycopy(weights, m * layout.count(), gradient, m * row, layout.count());
      for (int r = 0; r < count; r++) {
        Seen one = seen.get(r);
        for (int d = 0; d < code; d++) {
          double g = CODE_SCALE * codes[(m * count + r) * code + d];
          gradient[m * row + groupCode(one.group()) + d] += g;
          gradient[m * row + runCode(one.run()) + d] += config.runWidth() * g;
        }
        gradient[m * row + logDeviation(one.group())] += CODE_SCALE * deviations[m * count + r];
      }
    }
    return gradient;
  }

  /** Half the weighted squares of the codes of the runs seen and of their groups. */
  double penalty(List<Seen> seen, double[] flat) {
    double[] gradient = new double[flat.length];
    addPenalty(seen, flat, gradient);
    double sum = 0;
    for (int i = 0; i < flat.length; i++) {
      sum += 0.5 * flat[i] * gradient[i];
    }
    return sum;
  }

  /** Adds the gradient of {@link #penalty}. */
  void addPenalty(List<Seen> seen, double[] flat, double[] gradient) {
    int row = flat.length / config.members();
    double squared = CODE_SCALE * CODE_SCALE;
    for (int m = 0; m < config.members(); m++) {
      for (Seen one : seen) {
        for (int d = 0; d < config.sizes().code(); d++) {
          int group = m * row + groupCode(one.group()) + d;
          int run = m * row + runCode(one.run()) + d;
          gradient[group] += squared * one.penalty() * flat[group];
          gradient[run] += squared * one.weight() / config.evidence() * flat[run];
        }
      }
    }
  }
}
