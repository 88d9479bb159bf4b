package io.lode.jobs.pipeline;

import io.lode.forecast.Horizon;
import io.lode.jobs.Notices;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.ScheduleVersions;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.jobs.store.tables.RejectedListing;
import io.lode.jobs.store.tables.RunListing;
import io.lode.trajectory.GroupKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lists what a store holds of the groups that the filter admits. Nothing here starts Spark.
 *
 * @param context of the use case
 */
public record Show(JobContext context) {

  /**
   * The groups of a snapshot.
   *
   * @param snapshot its id; null where the store has no trajectories
   * @param groups in their order
   */
  public record Groups(Long snapshot, List<GroupSummary> groups) {}

  /** Which trainings a schedule is for. */
  public sealed interface Length {

    /** As long as the group's runs, judged at a horizon. */
    record OfHorizon(Horizon horizon) implements Length {}

    /** A number of steps that no run had. */
    record OfSteps(long steps) implements Length {}

    /** Without a known end. */
    record Open() implements Length {}
  }

  /**
   * A schedule with its versions.
   *
   * @param group whose schedule it is
   * @param length that it is for
   * @param versions ascending
   * @param latest what readers find; empty where none is
   * @param path of the folder, a URI
   */
  public record Schedule(
      GroupKey group,
      Length length,
      List<Integer> versions,
      Optional<Integer> latest,
      String path) {}

  /**
   * An ensemble.
   *
   * @param group that it was fitted to
   * @param id its name
   * @param path of its folder, a URI
   */
  public record Ensemble(GroupKey group, String id, String path) {}

  /** The groups. */
  public Groups groups() {
    Optional<RunListing> runs = context.store().trajectoryTable().listing();
    return new Groups(
        runs.map(RunListing::snapshot).orElse(null),
        runs.map(found -> found.groups(context.groups())).orElse(List.of()));
  }

  /**
   * The runs, by group, sweep and name.
   *
   * @param limit most runs
   */
  public List<RunListing.Listed> runs(int limit) {
    return runs(RunListing.Which.COUNTED, limit);
  }

  /** The runs that were removed, otherwise as {@link #runs}. */
  public List<RunListing.Listed> removedRuns(int limit) {
    return runs(RunListing.Which.REMOVED, limit);
  }

  private List<RunListing.Listed> runs(RunListing.Which which, int limit) {
    return context
        .store()
        .trajectoryTable()
        .listing()
        .map(runs -> runs.runs(context.groups(), which, limit))
        .orElse(List.of());
  }

  /**
   * Rows that were not used, by file and row.
   *
   * @param limit most rows; the counts are of all
   */
  public RejectedListing rejected(int limit) {
    return context.store().rejectedRows().listing(context.groups(), limit);
  }

  /** The schedules, by group and horizon. */
  public List<Schedule> schedules() {
    List<Schedule> schedules = new ArrayList<>();
    Artifacts artifacts = context.store().artifacts();
    for (GroupKey group : artifacts.groupsWithSchedules()) {
      if (!context.groups().test(group)) {
        continue;
      }
      for (Horizon horizon : artifacts.horizons(group)) {
        schedules.add(
            schedule(group, new Length.OfHorizon(horizon), artifacts.schedules(group, horizon)));
      }
      for (long steps : artifacts.longRuns(group)) {
        schedules.add(schedule(group, new Length.OfSteps(steps), artifacts.longRuns(group, steps)));
      }
      VersionedFolder anytime = artifacts.anytime(group);
      if (anytime.latestVersion().isPresent()) {
        schedules.add(schedule(group, new Length.Open(), anytime));
      }
    }
    return schedules;
  }

  private Schedule schedule(GroupKey group, Length length, VersionedFolder folder) {
    if (new ScheduleVersions(folder).sound().isLatestDamaged()) {
      Notices.tell(
          folder.latestPath() + " is damaged; lode generate mends it, and lode check --repair");
    }
    return new Schedule(
        group,
        length,
        folder.versions(),
        folder.latestVersion(),
        context.store().root() + "/" + folder.folder());
  }

  /** The ensembles, by group. */
  public List<Ensemble> ensembles() {
    List<Ensemble> ensembles = new ArrayList<>();
    Artifacts artifacts = context.store().artifacts();
    for (GroupKey group : artifacts.groupsWithEnsembles()) {
      if (context.groups().test(group)) {
        for (String id : artifacts.ensembles(group)) {
          ensembles.add(
              new Ensemble(
                  group, id, context.store().root() + "/" + artifacts.ensemblePath(group, id)));
        }
      }
    }
    return ensembles;
  }
}
