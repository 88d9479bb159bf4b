package io.lode.trajectory;

import io.lode.schedule.LoggedSchedule;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;

/**
 * One training run of a sweep.
 *
 * @param sweep the sweep it came with
 * @param run its name, unique within the group
 * @param seed its random seed as logged, or null where not logged
 * @param hyperparameters as logged, by name
 * @param status how it ended
 * @param totalSteps steps it was planned to take, at least its last logged step
 * @param trajectory what it logged
 */
public record Run(
    String sweep,
    String run,
    String seed,
    Map<String, String> hyperparameters,
    RunStatus status,
    double totalSteps,
    Trajectory trajectory)
    implements Serializable {

  /**
   * Copies the hyperparameters and checks the total.
   *
   * @throws IllegalArgumentException if the total is not positive or below the last logged step
   */
  public Run {
    hyperparameters = Map.copyOf(hyperparameters);
    if (!(totalSteps > 0) || totalSteps < trajectory.lastStep()) {
      throw new IllegalArgumentException(
          "run "
              + run
              + ": total steps must be positive and at least the last logged step "
              + trajectory.lastStep()
              + ", found "
              + totalSteps);
    }
  }

  /** The run within its group: its sweep and its name. */
  public String key() {
    return sweep + "/" + run;
  }

  /**
   * The schedule that the run followed, from the rates that it logged.
   *
   * @throws IllegalArgumentException if the run logged nothing
   */
  public LoggedSchedule schedule() {
    return trajectory.schedule();
  }

  /**
   * What the run had logged by a step, as a run that was stopped there; empty where it had logged
   * nothing. A run that had ended by then is as it is.
   *
   * @param lastStep over 0
   */
  public Optional<Run> until(double lastStep) {
    if (trajectory.lastStep() <= lastStep) {
      return Optional.of(this);
    }
    Trajectory early = trajectory.until(lastStep);
    return early.length() == 0
        ? Optional.empty()
        : Optional.of(
            new Run(sweep, run, seed, hyperparameters, RunStatus.STOPPED, early.lastStep(), early));
  }

  /** The same run with another trajectory of the same length. */
  public Run with(Trajectory other) {
    return new Run(sweep, run, seed, hyperparameters, status, totalSteps, other);
  }

  /** The same run with another end. */
  public Run with(RunStatus other) {
    return new Run(sweep, run, seed, hyperparameters, other, totalSteps, trajectory);
  }

  /** The same run with other hyperparameters. */
  public Run with(Map<String, String> other) {
    return new Run(sweep, run, seed, other, status, totalSteps, trajectory);
  }

  /** The same run under another seed. */
  public Run withSeed(String other) {
    return new Run(sweep, run, other, hyperparameters, status, totalSteps, trajectory);
  }

  /** Whether the run diverged. */
  public boolean diverged() {
    return status == RunStatus.DIVERGED;
  }
}
