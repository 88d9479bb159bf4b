package io.lode.jobs.pipeline.upkeep;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.forecast.Horizon;
import io.lode.jobs.DamagedStoreException;
import io.lode.jobs.GroupFilter;
import io.lode.jobs.NothingUsableException;
import io.lode.jobs.UsageException;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.trajectory.GroupKey;
import java.util.List;
import java.util.Optional;

/**
 * Makes another version of a schedule the latest one.
 *
 * @param context of the use case; its filter must admit exactly one group with schedules
 */
public record Rollback(JobContext context) {

  /**
   * What became of a schedule.
   *
   * @param group whose schedule it is
   * @param folder of its versions, relative to the store
   * @param path of the version that is the latest now, relative to the store
   * @param from the latest version before; empty where none was
   * @param to the latest version now
   */
  public record RolledBack(
      GroupKey group, String folder, String path, Optional<Integer> from, int to) {

    /** Whether another version was the latest before. */
    public boolean changed() {
      return from.filter(latest -> latest == to).isEmpty();
    }
  }

  /**
   * Makes a version of a group's schedule the latest.
   *
   * @throws UsageException if the filter names no group or admits several, or there is no such
   *     version
   * @throws NothingUsableException if the filter admits no group with schedules
   * @throws DamagedStoreException if the version is damaged
   */
  public RolledBack schedule(Horizon horizon, int version) {
    Artifacts artifacts = context.store().artifacts();
    GroupKey group = group(artifacts.groupsWithSchedules());
    return moved(group, artifacts.schedules(group, horizon), version);
  }

  /**
   * As {@link #schedule}, for the plan of a run in flight.
   *
   * @param run its name
   */
  public RolledBack planOf(String run, Horizon horizon, int version) {
    Artifacts artifacts = context.store().artifacts();
    GroupKey group = group(artifacts.groupsWithSchedules());
    return moved(group, artifacts.plans(group, run, horizon), version);
  }

  private static RolledBack moved(GroupKey group, VersionedFolder folder, int version) {
    byte[] content =
        folder
            .read(version)
            .orElseThrow(
                () ->
                    new UsageException(
                        "--to "
                            + version
                            + " is no version of "
                            + folder.folder()
                            + ", found "
                            + folder.versions()));
    // What is damaged must not be made the latest.
    try {
      ScheduleArtifactJson.read(content, folder.path(version));
    } catch (ArtifactException e) {
      throw new DamagedStoreException(
          e.getMessage() + "; nothing was changed: choose another version", e);
    }
    RolledBack moved =
        new RolledBack(
            group, folder.folder(), folder.path(version), folder.latestVersion(), version);
    if (moved.changed()) {
      folder.makeLatest(version);
    }
    return moved;
  }

  private GroupKey group(List<GroupKey> groups) {
    GroupFilter filter = context.groups();
    if (filter.model() == null) {
      throw new UsageException(
          "rollback takes --group model=M,dataset=D[,optimizer=O], found none");
    }
    List<GroupKey> admitted = groups.stream().filter(filter).toList();
    if (admitted.isEmpty()) {
      throw new NothingUsableException(
          "no schedule was published for " + filter + "; lode show schedules lists them");
    }
    if (admitted.size() > 1) {
      throw new UsageException(
          "rollback takes one group, found "
              + admitted.size()
              + " of "
              + filter
              + "; name one of the optimizers "
              + admitted.stream().map(GroupKey::optimizer).toList());
    }
    return admitted.get(0);
  }
}
