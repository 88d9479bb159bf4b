package io.lode.trajectory;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The runs of one group, judged by one objective.
 *
 * @param group whose runs they are
 * @param objective what they are judged by
 * @param runs in the order of their sweep and name, so that equal logs give an equal sweep
 */
public record Sweep(GroupKey group, Objective objective, List<Run> runs) implements Serializable {

  private static final Comparator<Run> ORDER =
      Comparator.comparing(Run::sweep).thenComparing(Run::run);

  /** Totals that differ by less, as a part, count as one. */
  private static final double SAME_LENGTH = 0.02;

  /** Sorts the runs. */
  public Sweep {
    runs = runs.stream().sorted(ORDER).toList();
  }

  /** Whether any run diverged. */
  public boolean anyDiverged() {
    return runs.stream().anyMatch(Run::diverged);
  }

  /**
   * The number of steps that horizons are fractions of: the total that most runs have, up to a
   * fiftieth since logs end a little early; the larger one of equally frequent ones.
   *
   * @throws IllegalStateException if there are no runs
   */
  public double totalSteps() {
    double[] totals = runs.stream().mapToDouble(Run::totalSteps).sorted().toArray();
    double common = 0;
    long most = 0;
    for (double total : totals) {
      double smallest = total * (1 - SAME_LENGTH);
      long count =
          Arrays.stream(totals).filter(other -> other >= smallest && other <= total).count();
      if (count >= most) {
        most = count;
        common = total;
      }
    }
    if (most == 0) {
      throw new IllegalStateException("group " + group + " has no runs");
    }
    return common;
  }
}
