package io.lode.jobs.ingest.merge;

import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.trajectory.Direction;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Trajectory;
import java.util.Arrays;
import java.util.List;

/**
 * Decides how the runs of a group ended, and keeps of each what came before it diverged.
 *
 * @param objective what the group is judged by
 * @param settings the rules' numbers
 */
public record TrajectoryBuilder(Objective objective, IngestSettings settings) {

  /**
   * The runs of a group.
   *
   * <p>Where it is not known how many steps a run was to take, its last step stands for it; for a
   * run that diverged or is still running, the longest of the group's others does.
   */
  List<Run> build(List<LoggedRun> logs) {
    double longest = 0;
    for (LoggedRun log : logs) {
      longest = Math.max(longest, stepsToShow(log));
    }
    double total = longest;
    return logs.stream().map(log -> run(log, total)).toList();
  }

  /** The steps that a run shows its group to take, 0 where it does not. */
  public double stepsToShow(LoggedRun log) {
    if (log.plannedSteps() != null) {
      return log.plannedSteps();
    }
    return log.running() || divergedAt(log) < log.step().length ? 0 : log.lastStep();
  }

  /**
   * The run of a log.
   *
   * @param longest the most steps that a run of the group shows
   */
  public Run run(LoggedRun log, double longest) {
    int kept = divergedAt(log);
    boolean diverged = kept < log.step().length;
    double planned =
        log.plannedSteps() != null
            ? log.plannedSteps()
            : diverged || log.running() ? longest : log.lastStep();
    double total = Math.max(1, Math.max(planned, log.lastStep()));
    return new Run(
        log.sweep(),
        log.run(),
        log.seed(),
        log.hyperparameters(),
        status(log, diverged, total),
        total,
        new Trajectory(
            Arrays.copyOf(log.step(), kept),
            Arrays.copyOf(log.learningRate(), kept),
            unboxed(log.trainLoss(), kept),
            unboxed(log.objective(), kept)));
  }

  /**
   * Why a run has its status; null for a completed one.
   *
   * @param run made of the log
   */
  public String reason(LoggedRun log, Run run) {
    return switch (run.status()) {
      case DIVERGED -> whyDiverged(log);
      case STOPPED -> "it ended at step " + log.lastStep() + " of " + run.totalSteps();
      case RUNNING -> "its source says that it is still training";
      default -> null;
    };
  }

  private String whyDiverged(LoggedRun log) {
    int at = divergedAt(log);
    boolean byLoss = outside(log.trainLoss()[at], limit(log.trainLoss()));
    Double value = byLoss ? log.trainLoss()[at] : log.objective()[at];
    String name = byLoss ? "train_loss" : objective.metric();
    return name
        + " is "
        + value
        + " at step "
        + log.step()[at]
        + (Double.isFinite(value)
            ? ", over " + settings.divergenceFactor() + " times the first one"
            : "");
  }

  private RunStatus status(LoggedRun log, boolean diverged, double total) {
    if (diverged) {
      return RunStatus.DIVERGED;
    }
    boolean reached = log.lastStep() >= settings.completedFraction() * total;
    if (log.running() && !(reached && log.plannedSteps() != null)) {
      return RunStatus.RUNNING;
    }
    return reached ? RunStatus.COMPLETED : RunStatus.STOPPED;
  }

  /** Index of the first point that diverged; the length where none did. */
  private int divergedAt(LoggedRun log) {
    double lossLimit = limit(log.trainLoss());
    double objectiveLimit =
        objective.direction() == Direction.MINIMIZE
            ? limit(log.objective())
            : Double.POSITIVE_INFINITY;
    for (int i = 0; i < log.step().length; i++) {
      if (outside(log.trainLoss()[i], lossLimit) || outside(log.objective()[i], objectiveLimit)) {
        return i;
      }
    }
    return log.step().length;
  }

  /** The largest loss that has not diverged; infinite where the first one is not positive. */
  private double limit(Double[] loss) {
    for (Double value : loss) {
      if (value != null) {
        return value > 0 && Double.isFinite(value)
            ? settings.divergenceFactor() * value
            : Double.POSITIVE_INFINITY;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  private static boolean outside(Double value, double limit) {
    return value != null && !(Double.isFinite(value) && value <= limit);
  }

  private static double[] unboxed(Double[] values, int length) {
    double[] unboxed = new double[length];
    for (int i = 0; i < length; i++) {
      unboxed[i] = values[i] == null ? Double.NaN : values[i];
    }
    return unboxed;
  }
}
