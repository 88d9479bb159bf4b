package io.lode.model.network;

import java.util.Arrays;

/**
 * The parameters of an ensemble's members while Adam fits them, with its moments and the number of
 * steps done.
 *
 * <p>In Java arrays, so that a step leaves nothing on the device and a checkpoint is a copy of
 * them.
 */
public final class MemberParameters {

  private final double[][] values;
  private final double[][] firstMoment;
  private final double[][] secondMoment;
  private int step;

  /**
   * Starts a fit.
   *
   * @param initial (member, value), taken over
   */
  public MemberParameters(double[][] initial) {
    values = initial;
    firstMoment = new double[initial.length][initial[0].length];
    secondMoment = new double[initial.length][initial[0].length];
  }

  public int members() {
    return values.length;
  }

  /** Steps done. */
  public int step() {
    return step;
  }

  /** One member's values as they are now; not to be changed. */
  public double[] of(int member) {
    return values[member];
  }

  /** All values, (member, value), row-major. */
  public double[] flat() {
    return Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
  }

  /** Copies of the values of some members, from one on and before another. */
  public double[][] copy(int from, int to) {
    return copy(Arrays.copyOfRange(values, from, to));
  }

  /**
   * Takes a step.
   *
   * @param gradient of all members, (member, value), row-major
   */
  public void update(Adam adam, double[] gradient, double learningRate) {
    int count = values[0].length;
    for (int member = 0; member < values.length; member++) {
      adam.update(
          values[member],
          firstMoment[member],
          secondMoment[member],
          Arrays.copyOfRange(gradient, member * count, (member + 1) * count),
          learningRate,
          step);
    }
    step++;
  }

  public FitCheckpoint checkpoint() {
    return new FitCheckpoint(step, copy(values), copy(firstMoment), copy(secondMoment));
  }

  /**
   * Goes back to, or on from, a checkpoint of the same settings and data.
   *
   * @throws IllegalArgumentException if it has other numbers of members or values
   */
  public void restore(FitCheckpoint checkpoint) {
    double[][][] from = {
      checkpoint.parameters(), checkpoint.firstMoment(), checkpoint.secondMoment()
    };
    double[][][] to = {values, firstMoment, secondMoment};
    for (double[][] one : from) {
      if (one.length != values.length || one[0].length != values[0].length) {
        throw new IllegalArgumentException(
            "a checkpoint of "
                + values.length
                + " members of "
                + values[0].length
                + " values is needed, found "
                + one.length
                + " of "
                + one[0].length);
      }
    }
    for (int i = 0; i < to.length; i++) {
      for (int member = 0; member < values.length; member++) {
        to[i][member] = from[i][member].clone();
      }
    }
    step = checkpoint.step();
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }
}
