package io.lode.jobs.pipeline;

import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.jobs.group.GroupSettings;
import io.lode.jobs.spark.GroupTasks;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.trajectory.GroupKey;
import java.util.List;

/**
 * Says which hyperparameters of every group vary beside the rate, and what they do; one group a
 * Spark task.
 *
 * @param context of the use case
 */
public record LookAtSettings(JobContext context) {

  /**
   * Looks.
   *
   * @throws io.lode.jobs.NothingUsableException if the store has no group that the filter admits
   */
  public GroupsReport<GroupSettings> run() {
    TrajectorySnapshot snapshot = context.store().trajectories();
    List<GroupKey> groups =
        snapshot.groups(context.groups()).stream().map(GroupSummary::group).toList();
    if (groups.isEmpty()) {
      throw context.groups().nothingIn(context.store().root(), snapshot.keys());
    }
    TrainSettings settings = TrainSettings.of(context.settings());
    Artifacts artifacts = context.store().artifacts();
    long seed = context.seed();
    return new GroupsReport<>(
        "show settings",
        new GroupTasks(context.spark(), snapshot, context.progress())
            .run("settings", groups, sweep -> GroupSettings.of(sweep, artifacts, settings, seed)));
  }
}
