package io.lode.jobs.pipeline;

import io.lode.jobs.NothingUsableException;
import io.lode.jobs.UsageException;
import io.lode.jobs.conf.settings.HyperparameterSettings;
import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.group.longrun.ExtendTask;
import io.lode.jobs.group.longrun.ExtendedRun;
import io.lode.jobs.store.artifacts.RunLogs;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Plans how a finished or running training goes on to more steps than it was planned for, and
 * publishes that as the run's own schedule.
 *
 * @param context of the use case
 */
public record Extend(JobContext context) {

  /**
   * Publishes. Where the latest version says the same already, that version is reported.
   *
   * @param run its name
   * @param from step of the checkpoint that it goes on from; empty for the last step it logged
   * @param steps where it will end
   * @throws UsageException if several groups have a run of this name, or the steps do not fit it
   * @throws NothingUsableException if no group has one, or it cannot be extended
   */
  public ExtendedRun run(String run, OptionalDouble from, long steps) {
    TrajectorySnapshot snapshot = context.store().trajectories();
    GroupKey group = group(run, snapshot);
    List<Sweep> sweeps = snapshot.sweeps(List.of(group)).collect();
    if (sweeps.isEmpty()) {
      throw new NothingUsableException(
          "group "
              + group
              + " of run "
              + run
              + " has no sweep in the store; run lode ingest first");
    }
    return new ExtendTask(
            context.longRuns(String.valueOf(snapshot.id())),
            HyperparameterSettings.of(context.settings()),
            IngestSettings.of(context.settings()))
        .extend(sweeps.get(0), run, from, (double) steps);
  }

  private GroupKey group(String run, TrajectorySnapshot snapshot) {
    Set<GroupKey> groups = new TreeSet<>();
    RunLogs logs = new RunLogs(context.store().files());
    for (GroupKey group : logs.groups()) {
      if (context.groups().test(group) && logs.runs(group).contains(run)) {
        groups.add(group);
      }
    }
    for (Row row :
        snapshot
            .rows()
            .filter(functions.col("run").equalTo(run))
            .select("model", "dataset", "optimizer")
            .distinct()
            .collectAsList()) {
      GroupKey group = new GroupKey(row.getString(0), row.getString(1), row.getString(2));
      if (context.groups().test(group)) {
        groups.add(group);
      }
    }
    if (groups.size() > 1) {
      throw new UsageException(
          "run " + run + " is in " + groups.size() + " groups; name one with --group");
    }
    if (groups.isEmpty()) {
      throw new NothingUsableException(
          "store "
              + context.store().root()
              + " holds no run "
              + run
              + " of "
              + context.groups()
              + "; lode show runs lists them");
    }
    return groups.iterator().next();
  }
}
