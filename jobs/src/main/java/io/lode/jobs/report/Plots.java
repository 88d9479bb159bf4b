package io.lode.jobs.report;

import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.forecast.Horizon;
import io.lode.jobs.store.Artifacts;
import io.lode.jobs.store.GroupFilter;
import io.lode.jobs.store.GroupSummary;
import io.lode.jobs.store.GroupTasks;
import io.lode.jobs.store.GroupTasks.Done;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.TrajectorySnapshot;
import io.lode.jobs.store.VersionedFolder;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/** Draws the latest schedule of every group and horizon into the store, one group a task. */
public final class Plots {

  private Plots() {}

  /**
   * Draws what the filter admits.
   *
   * @return paths of the pictures, relative to the store, by group
   */
  public static List<Done<List<String>>> draw(
      SparkSession spark, Store store, GroupFilter filter, Consumer<String> progress) {
    TrajectorySnapshot snapshot = store.trajectories();
    List<GroupKey> groups = snapshot.groups(filter).stream().map(GroupSummary::group).toList();
    Artifacts artifacts = store.artifacts();
    return new GroupTasks(spark, snapshot, progress)
        .run("plot", groups, sweep -> draw(artifacts, sweep));
  }

  private static List<String> draw(Artifacts artifacts, Sweep sweep) {
    List<String> paths = new ArrayList<>();
    for (Horizon horizon : artifacts.horizons(sweep.group())) {
      VersionedFolder folder = artifacts.schedules(sweep.group(), horizon);
      Optional<byte[]> latest = folder.latest();
      if (latest.isPresent()) {
        ScheduleArtifact artifact =
            ScheduleArtifactJson.read(latest.get(), folder.folder() + "/latest.json");
        String path = "plots/" + sweep.group().path() + "/horizon=" + horizon.fraction() + ".png";
        artifacts.files().replace(path, SchedulePlot.png(artifact, sweep));
        paths.add(path);
      }
    }
    return paths;
  }
}
