package io.lode.jobs.group;

import io.lode.jobs.runlog.RunDescription;
import io.lode.trajectory.GroupKey;
import java.io.Serializable;

/**
 * What came of one run in flight.
 *
 * @param group that it belongs to
 * @param run its name
 * @param horizon part of training
 * @param step last step that it has logged
 * @param totalSteps that it is to take
 * @param outcome what was done
 * @param reason why
 * @param version of its own plan, 0 where it has none
 * @param path of that version relative to the store, null where there is none
 * @param objective expected at the horizon under what it follows now, NaN where skipped
 * @param standardDeviation of that
 * @param pace how many times as fast as its sweep it goes, NaN where skipped
 * @param paceStandardError of the logarithm of the pace
 * @param rise of its loss beyond any finished run's, in log
 * @param bestRun of its sweep, null where skipped
 * @param bestObjective what that run reached
 */
public record ReplannedRun(
    GroupKey group,
    String run,
    double horizon,
    double step,
    double totalSteps,
    Outcome outcome,
    String reason,
    int version,
    String path,
    double objective,
    double standardDeviation,
    double pace,
    double paceStandardError,
    double rise,
    String bestRun,
    double bestObjective)
    implements Serializable {

  /** What was done with a run. */
  public enum Outcome {
    /** A new version of its own plan was published. */
    REVISED,
    /** What it follows stays. */
    KEPT,
    /** It was left alone: nothing new, or not to be planned for a reason. */
    SKIPPED,
    /** It could not be read or planned. */
    FAILED
  }

  public static ReplannedRun without(
      GroupKey group, String run, RunDescription said, double step, Outcome outcome, String why) {
    return new ReplannedRun(
        group,
        run,
        said == null ? Double.NaN : said.horizon().fraction(),
        step,
        said == null ? Double.NaN : said.totalSteps(),
        outcome,
        why,
        0,
        null,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        0,
        null,
        Double.NaN);
  }
}
