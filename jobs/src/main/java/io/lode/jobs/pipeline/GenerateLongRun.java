package io.lode.jobs.pipeline;

import io.lode.jobs.group.DecisionSettings;
import io.lode.jobs.group.GeneratedGroup;
import io.lode.jobs.group.longrun.LongRunTask;
import io.lode.jobs.spark.GroupTasks;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.longrun.PlannedLength;
import java.util.List;

/**
 * Plans and publishes the schedule of a run that is longer than any of its group, for every group
 * that the filter admits.
 *
 * @param context of the use case
 * @param decision for which values of the hyperparameters it is planned
 */
public record GenerateLongRun(JobContext context, DecisionSettings decision) {

  /**
   * Publishes. Where the latest version says the same already, that version is reported.
   *
   * @param length of the run
   * @throws io.lode.jobs.NothingUsableException if the store has no group that the filter admits
   */
  public GroupsReport<GeneratedGroup> run(PlannedLength length) {
    TrajectorySnapshot snapshot = context.store().trajectories();
    List<GroupSummary> groups = snapshot.groups(context.groups());
    if (groups.isEmpty()) {
      throw context.groups().nothingIn(context.store().root(), snapshot.keys());
    }
    LongRunTask task =
        new LongRunTask(context.longRuns(String.valueOf(snapshot.id())), length, decision);
    return new GroupsReport<>(
        "generate",
        new GroupTasks(context.spark(), snapshot, context.progress())
            .run("generate", groups.stream().map(GroupSummary::group).toList(), task::publish));
  }
}
