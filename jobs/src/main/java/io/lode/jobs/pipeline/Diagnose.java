package io.lode.jobs.pipeline;

import io.lode.jobs.NothingUsableException;
import io.lode.jobs.conf.settings.SearchSettings;
import io.lode.jobs.group.GroupDiagnosis;
import io.lode.jobs.spark.GroupTasks;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.search.DiagnosisConfig;
import io.lode.trajectory.GroupKey;
import java.util.List;

/**
 * Says what the sweep of every group lacks, one group a Spark task.
 *
 * @param context of the use case
 */
public record Diagnose(JobContext context) {

  /**
   * The diagnoses.
   *
   * @throws NothingUsableException if the store has no group that the filter admits
   */
  public GroupsReport<GroupDiagnosis> run() {
    TrajectorySnapshot snapshot = context.store().trajectories();
    List<GroupKey> groups =
        snapshot.groups(context.groups()).stream().map(GroupSummary::group).toList();
    if (groups.isEmpty()) {
      throw new NothingUsableException(
          "store "
              + context.store().root()
              + " holds no runs of "
              + context.groups()
              + "; lode show lists its groups");
    }
    DiagnosisConfig config = SearchSettings.of(context.settings()).search().diagnosis();
    return new GroupsReport<>(
        "show diagnosis",
        new GroupTasks(context.spark(), snapshot, context.progress())
            .run("diagnose", groups, sweep -> GroupDiagnosis.of(sweep, config)));
  }
}
