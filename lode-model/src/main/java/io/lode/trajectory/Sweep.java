package io.lode.trajectory;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

  /** Sorts the runs. */
  public Sweep {
    runs = runs.stream().sorted(ORDER).toList();
  }

  /** Whether any run diverged. */
  public boolean anyDiverged() {
    return runs.stream().anyMatch(Run::diverged);
  }

  /**
   * The number of steps that horizons are fractions of: the total that most runs have, the larger
   * one of equally frequent ones.
   *
   * @throws IllegalStateException if there are no runs
   */
  public double totalSteps() {
    Map<Double, Integer> counts = new TreeMap<>();
    for (Run run : runs) {
      counts.merge(run.totalSteps(), 1, Integer::sum);
    }
    return counts.entrySet().stream()
        .max(
            Map.Entry.<Double, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .orElseThrow(() -> new IllegalStateException("group " + group + " has no runs"))
        .getKey();
  }
}
