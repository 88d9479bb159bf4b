package io.lode.artifact;

import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.Schedule;
import io.lode.schedule.ScheduleBounds;
import io.lode.schedule.StretchedSchedule;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import java.util.List;

/**
 * A published schedule with the forecast it was chosen by.
 *
 * <p>{@link ScheduleArtifactJson} writes and reads it; docs/following.md explains every key.
 *
 * <p>All values are on the objective's own scale.
 *
 * @param version counted up within its folder, from 1; 0 before it is published
 * @param group whose runs it was learnt from
 * @param run the run in flight whose own plan it is, or null where it is for any run of the group
 * @param horizon part of training after which the objective counts
 * @param totalSteps optimiser steps of a full run
 * @param objective what it was chosen by
 * @param schedule the learning rate
 * @param decision {@code revised} where no run of the ordinary sweep followed it, {@code kept}
 *     where one did
 * @param reason of the decision, one sentence
 * @param policy {@code proven}, {@code planned} or {@code proposed}
 * @param risk what the policy leaves open, one sentence
 * @param predicted how the objective is expected to unfold
 * @param outcome what is expected at the horizon
 * @param bestRun the best run of the sweep
 * @param compared other schedules under the same ensemble
 * @param bounds rates that the search allowed, and those of the schedule itself
 * @param provenance where it comes from
 * @param settings the hyperparameters beside the learning rate that it is for
 * @param longRun what it says further of a run that is longer than any; {@link LongRunKeys#NONE}
 *     for others
 */
public record ScheduleArtifact(
    int version,
    GroupKey group,
    String run,
    double horizon,
    double totalSteps,
    Objective objective,
    PiecewiseLogLinear schedule,
    String decision,
    String reason,
    String policy,
    String risk,
    Predicted predicted,
    Outcome outcome,
    BestRun bestRun,
    List<Compared> compared,
    ScheduleBounds bounds,
    Provenance provenance,
    ScheduleSettings settings,
    LongRunKeys longRun) {

  /** Copies the list. */
  public ScheduleArtifact {
    compared = List.copyOf(compared);
  }

  /** An artifact of a run of the group's usual length, in a group that varies nothing but rates. */
  public ScheduleArtifact(
      int version,
      GroupKey group,
      String run,
      double horizon,
      double totalSteps,
      Objective objective,
      PiecewiseLogLinear schedule,
      String decision,
      String reason,
      String policy,
      String risk,
      Predicted predicted,
      Outcome outcome,
      BestRun bestRun,
      List<Compared> compared,
      ScheduleBounds bounds,
      Provenance provenance) {
    this(
        version,
        group,
        run,
        horizon,
        totalSteps,
        objective,
        schedule,
        decision,
        reason,
        policy,
        risk,
        predicted,
        outcome,
        bestRun,
        compared,
        bounds,
        provenance,
        ScheduleSettings.NONE,
        LongRunKeys.NONE);
  }

  /**
   * The learning rate for a job of so many optimiser steps: stretched where they differ, unless the
   * knots are at the job's own steps.
   */
  public Schedule scheduleFor(double jobSteps) {
    return longRun.ownSteps() ? schedule : new StretchedSchedule(schedule, totalSteps, jobSteps);
  }

  /** The same artifact, with what it says of a run that is longer than any. */
  public ScheduleArtifact with(LongRunKeys keys) {
    return with(version, provenance, settings, keys);
  }

  /** The same artifact for settings of the hyperparameters beside the learning rate. */
  public ScheduleArtifact withSettings(ScheduleSettings other) {
    return with(version, provenance, other, longRun);
  }

  /** The same artifact as a version. */
  public ScheduleArtifact withVersion(int newVersion) {
    return with(newVersion, provenance, settings, longRun);
  }

  /** The same artifact, made at another time. */
  public ScheduleArtifact createdAt(String instant) {
    Provenance then =
        new Provenance(
            provenance.ensemble(),
            provenance.snapshot(),
            provenance.code(),
            provenance.seed(),
            instant);
    return with(version, then, settings, longRun);
  }

  private ScheduleArtifact with(
      int newVersion,
      Provenance newProvenance,
      ScheduleSettings newSettings,
      LongRunKeys newLongRun) {
    return new ScheduleArtifact(
        newVersion,
        group,
        run,
        horizon,
        totalSteps,
        objective,
        schedule,
        decision,
        reason,
        policy,
        risk,
        predicted,
        outcome,
        bestRun,
        compared,
        bounds,
        newProvenance,
        newSettings,
        newLongRun);
  }

  /** A predicted trajectory: step, mean and standard deviation, (time) each. */
  public record Predicted(double[] step, double[] mean, double[] standardDeviation) {}

  /** A predicted objective at the horizon and its standard deviation. */
  public record Outcome(double objective, double standardDeviation) {}

  /** A run and the objective it was observed to reach. */
  public record BestRun(String run, double objective) {}

  /** Another schedule, by name, under the same ensemble. */
  public record Compared(String schedule, double objective, double standardDeviation) {}
}
