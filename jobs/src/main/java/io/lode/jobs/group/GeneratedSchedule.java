package io.lode.jobs.group;

import io.lode.artifact.Cooldowns;
import io.lode.artifact.LongRunKeys;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleSettings;
import io.lode.search.evidence.Finding;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A schedule that was published, or a proposal that was written.
 *
 * @param horizon part of training
 * @param steps of a full run under the schedule
 * @param version of a published schedule, 0 for a proposal
 * @param path relative to the store
 * @param knots how many the schedule has
 * @param decision {@code revised} or {@code kept}; {@code proposed} for a proposal
 * @param reason of the decision, or why it is proposed
 * @param objective expected at the horizon
 * @param standardDeviation of that
 * @param bestRun name of the run it is compared with
 * @param bestObjective what that run was observed to reach
 * @param repeats name of the run whose schedule a proposal is; null where it is new, and where it
 *     was published
 * @param takenBack what was published before and why it no longer is, in words; null where nothing
 *     was taken back
 * @param diagnosis what the sweep lacks
 * @param settings the hyperparameters beside the learning rate that it is for
 * @param lengths which runs count at the horizon and which do not, in words; null where all runs
 *     have one length
 * @param cooldowns how to stop a training whose end is not known; empty for others
 * @param risk what a reader of the forecast of another length must know; empty where nothing, null
 *     for horizons within the usual length
 */
public record GeneratedSchedule(
    double horizon,
    double steps,
    int version,
    String path,
    int knots,
    String decision,
    String reason,
    double objective,
    double standardDeviation,
    String bestRun,
    double bestObjective,
    String repeats,
    String takenBack,
    ArrayList<Finding> diagnosis,
    ScheduleSettings settings,
    String lengths,
    ArrayList<Stop> cooldowns,
    String risk)
    implements Serializable {

  /**
   * A step at which a training may be stopped.
   *
   * @param fromStep at which the cooldown begins
   * @param steps of the cooldown
   * @param objective expected at its end
   * @param standardDeviation of that
   */
  public record Stop(double fromStep, double steps, double objective, double standardDeviation)
      implements Serializable {}

  /** A schedule of the latest version of its folder. */
  public static GeneratedSchedule published(
      ScheduleArtifact artifact, String path, String takenBack, List<Finding> diagnosis) {
    return of(artifact, path, null, takenBack, diagnosis);
  }

  static GeneratedSchedule proposed(
      ScheduleArtifact artifact, String path, String repeats, List<Finding> diagnosis) {
    return of(artifact, path, repeats, null, diagnosis);
  }

  private static GeneratedSchedule of(
      ScheduleArtifact artifact,
      String path,
      String repeats,
      String takenBack,
      List<Finding> diagnosis) {
    return new GeneratedSchedule(
        artifact.horizon(),
        artifact.totalSteps(),
        artifact.version(),
        path,
        artifact.schedule().step().length,
        artifact.decision(),
        artifact.reason(),
        artifact.outcome().objective(),
        artifact.outcome().standardDeviation(),
        artifact.bestRun().run(),
        artifact.bestRun().objective(),
        repeats,
        takenBack,
        new ArrayList<>(diagnosis),
        artifact.settings(),
        null,
        stops(artifact),
        LongRunKeys.NONE.equals(artifact.longRun()) ? null : artifact.risk());
  }

  /** The same, with what is said of the lengths of the runs. */
  GeneratedSchedule telling(String newLengths) {
    return new GeneratedSchedule(
        horizon,
        steps,
        version,
        path,
        knots,
        decision,
        reason,
        objective,
        standardDeviation,
        bestRun,
        bestObjective,
        repeats,
        takenBack,
        diagnosis,
        settings,
        newLengths,
        cooldowns,
        risk);
  }

  private static ArrayList<Stop> stops(ScheduleArtifact artifact) {
    ArrayList<Stop> stops = new ArrayList<>();
    Cooldowns cooldowns = artifact.longRun().cooldowns();
    if (cooldowns != null) {
      for (Cooldowns.Stop stop : cooldowns.stops()) {
        stops.add(
            new Stop(stop.fromStep(), stop.steps(), stop.objective(), stop.standardDeviation()));
      }
    }
    return stops;
  }

  /** What a publication takes back of the version before it; null where it takes back nothing. */
  static String takenBack(ScheduleArtifact before, ScheduleArtifact now) {
    boolean kept = before.decision().equals("revised") && now.decision().equals("kept");
    if (!kept) {
      return null;
    }
    return String.format(
        Locale.ROOT,
        "takes back version %d, a revised schedule under policy %s: %s",
        before.version(),
        before.policy(),
        before.policy().equals(now.policy())
            ? "its gain is no longer sure"
            : "policy "
                + now.policy()
                + " publishes other schedules than policy "
                + before.policy()
                + "; ask for --policy "
                + before.policy()
                + " to have it again");
  }
}
