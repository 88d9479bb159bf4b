package io.lode.jobs.pipeline;

import io.lode.jobs.group.DecisionSettings;
import io.lode.jobs.group.GeneratedGroup;
import io.lode.jobs.group.longrun.AnytimeTask;
import io.lode.jobs.spark.GroupTasks;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import java.util.List;
import java.util.OptionalLong;

/**
 * Plans and publishes a trunk with its cooldowns, for trainings whose end is not known, for every
 * group that the filter admits.
 *
 * @param context of the use case
 * @param decision for which values of the hyperparameters it is planned
 */
public record GenerateAnytime(JobContext context, DecisionSettings decision) {

  /**
   * Publishes. Where the latest version says the same already, that version is reported.
   *
   * @param last the last step at which the training may end; empty for twice the longest run
   * @throws io.lode.jobs.NothingUsableException if the store has no group that the filter admits
   */
  public GroupsReport<GeneratedGroup> run(OptionalLong last) {
    TrajectorySnapshot snapshot = context.store().trajectories();
    List<GroupSummary> groups = snapshot.groups(context.groups());
    if (groups.isEmpty()) {
      throw context.groups().nothingIn(context.store().root(), snapshot.keys());
    }
    AnytimeTask task =
        new AnytimeTask(
            context.longRuns(String.valueOf(snapshot.id())),
            last.isPresent() ? last.getAsLong() : Double.NaN,
            decision);
    return new GroupsReport<>(
        "generate",
        new GroupTasks(context.spark(), snapshot, context.progress())
            .run("generate", groups.stream().map(GroupSummary::group).toList(), task::publish));
  }
}
