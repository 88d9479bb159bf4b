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

  /**
   * Runs that have this many times the steps of others may be the trainings whose pilots those are:
   * a pilot tries out that a program runs, for a few steps.
   */
  private static final double PILOTS_APART = 10;

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
   * fiftieth since logs end a little early; the larger one of equally frequent ones. Pilots do not
   * outvote trainings: where runs of over ten times that total took more steps together than all
   * others, only they count.
   *
   * @throws IllegalStateException if there are no runs
   */
  public double totalSteps() {
    if (runs.isEmpty()) {
      throw new IllegalStateException("group " + group + " has no runs");
    }
    return totalSteps(runs.stream().mapToDouble(Run::totalSteps).toArray());
  }

  /**
   * As {@link #totalSteps()}, for a group of which only the lengths of its runs are known.
   *
   * @param ofRuns the total of each run, over 0, at least one, in any order
   */
  public static double totalSteps(double[] ofRuns) {
    double[] totals = ofRuns.clone();
    Arrays.sort(totals);
    while (true) {
      double common = mostCommon(totals);
      double[] trainings =
          Arrays.stream(totals).filter(total -> total > PILOTS_APART * common).toArray();
      double steps = Arrays.stream(trainings).sum();
      if (steps <= Arrays.stream(totals).sum() - steps) {
        return common;
      }
      totals = trainings;
    }
  }

  /**
   * The total that most have, the larger one of equally frequent ones.
   *
   * @param totals ascending
   */
  private static double mostCommon(double[] totals) {
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
    return common;
  }
}
