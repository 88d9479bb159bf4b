package io.lode.jobs.ingest.rows;

import io.lode.trajectory.GroupKey;
import java.io.Serializable;
import java.util.Map;

/**
 * What the store keeps of a run beside its rows: group, name, seed and hyperparameters, the same
 * for every row. It holds no steps and no measured values; a {@code MergedRun} holds those.
 *
 * @param group the group
 * @param sweep the sweep
 * @param run the run's name
 * @param seed as logged, or null
 * @param hyperparameters as logged
 * @param plannedSteps steps it was to take, or null where unknown
 * @param running whether its source says that it is still training
 */
public record RunHeader(
    GroupKey group,
    String sweep,
    String run,
    String seed,
    Map<String, String> hyperparameters,
    Double plannedSteps,
    boolean running)
    implements Serializable {

  /** The same without hyperparameters, of which some runs have thousands. */
  RunHeader withoutHyperparameters() {
    return new RunHeader(group, sweep, run, seed, Map.of(), plannedSteps, running);
  }

  /** The key that names the run in the store: its group's path and its name. */
  public RunKey key() {
    return new RunKey(group.path(), run);
  }
}
