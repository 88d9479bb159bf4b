package io.lode.jobs.pipeline;

import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import io.lode.forecast.Horizon;
import io.lode.jobs.Notices;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.ScheduleVersions;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.trajectory.GroupKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Lists what a store holds of the groups that the filter admits.
 *
 * @param context of the use case
 */
public record Show(JobContext context) {

  /** Columns of {@link #runs}. */
  public static final List<String> RUN_COLUMNS =
      List.of(
          "model",
          "dataset",
          "optimizer",
          "sweep",
          "run",
          "status",
          "points",
          "lastStep",
          "totalSteps",
          "metric",
          "last",
          "best",
          "reason");

  /** Columns of {@link Rejected#rows}. */
  public static final List<String> REJECTED_COLUMNS =
      List.of("reason", "detail", "file", "row", "raw");

  /**
   * The groups of a snapshot.
   *
   * @param snapshot its id; null where the store has no trajectories
   * @param groups in their order
   */
  public record Groups(Long snapshot, List<GroupSummary> groups) {}

  /**
   * Rows that were not used.
   *
   * @param byReason how many, by reason
   * @param rows the first of them, under {@link #REJECTED_COLUMNS}
   */
  public record Rejected(Map<String, Long> byReason, List<Row> rows) {}

  /**
   * A schedule with its versions.
   *
   * @param group whose schedule it is
   * @param horizon part of training
   * @param versions ascending
   * @param latest what readers find; empty where none is
   * @param path of the folder, a URI
   */
  public record Schedule(
      GroupKey group,
      Horizon horizon,
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
    Optional<TrajectorySnapshot> snapshot = context.store().findTrajectories();
    return new Groups(
        snapshot.map(TrajectorySnapshot::id).orElse(null),
        snapshot.map(found -> found.groups(context.groups())).orElse(List.of()));
  }

  /**
   * The runs, by group, sweep and name, under {@link #RUN_COLUMNS}.
   *
   * @param limit most runs
   */
  public List<Row> runs(int limit) {
    Optional<TrajectorySnapshot> snapshot = context.store().findTrajectories();
    if (snapshot.isEmpty()) {
      return List.of();
    }
    return runs(snapshot.get().rows(), limit);
  }

  /** The runs that were removed, otherwise as {@link #runs}. */
  public List<Row> removedRuns(int limit) {
    return context
        .store()
        .findTrajectories()
        .map(snapshot -> runs(snapshot.allRows().filter(col("removed")), limit))
        .orElse(List.of());
  }

  private List<Row> runs(Dataset<Row> rows, int limit) {
    Column logged = array_compact(col("objective"));
    Column last = aggregate(logged, lit(null).cast("double"), (before, value) -> value);
    Column best =
        when(col("objective_direction").equalTo("minimize"), array_min(logged))
            .otherwise(array_max(logged));
    return admitted(rows)
        .withColumn("points", size(col("step")))
        .withColumn("last_step", when(size(col("step")).gt(0), element_at(col("step"), -1)))
        .withColumn("last", last)
        .withColumn("best", best)
        .orderBy("model", "dataset", "optimizer", "sweep", "run")
        .select(
            "model",
            "dataset",
            "optimizer",
            "sweep",
            "run",
            "status",
            "points",
            "last_step",
            "total_steps",
            "objective_metric",
            "last",
            "best",
            "status_reason")
        .limit(limit)
        .collectAsList();
  }

  /**
   * Rows that were not used, by file and row.
   *
   * @param limit most rows; the counts are of all
   */
  public Rejected rejected(int limit) {
    Dataset<Row> rows = context.store().rejectedRows().rows();
    if (context.groups().model() != null) {
      List<String> paths =
          rows.select("group_path").distinct().collectAsList().stream()
              .map(row -> row.getString(0))
              .filter(path -> GroupKey.parsePath(path).filter(context.groups()).isPresent())
              .toList();
      rows = rows.filter(col("group_path").isInCollection(paths));
    }
    Map<String, Long> byReason = new LinkedHashMap<>();
    rows.groupBy("reason")
        .count()
        .orderBy("reason")
        .collectAsList()
        .forEach(row -> byReason.put(row.getString(0), row.getLong(1)));
    return new Rejected(
        byReason,
        rows.select("reason", "detail", "file", "row", "raw")
            .orderBy("file", "row", "reason")
            .limit(limit)
            .collectAsList());
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
        schedules.add(schedule(group, horizon, artifacts.schedules(group, horizon)));
      }
      for (long steps : artifacts.longRuns(group)) {
        schedules.add(schedule(group, new Horizon(1), artifacts.longRuns(group, steps)));
      }
      VersionedFolder anytime = artifacts.anytime(group);
      if (anytime.latestVersion().isPresent()) {
        schedules.add(schedule(group, new Horizon(1), anytime));
      }
    }
    return schedules;
  }

  private Schedule schedule(GroupKey group, Horizon horizon, VersionedFolder folder) {
    if (new ScheduleVersions(folder).sound().isLatestDamaged()) {
      Notices.tell(
          folder.latestPath() + " is damaged; lode generate mends it, and lode check --repair");
    }
    return new Schedule(
        group,
        horizon,
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

  private Dataset<Row> admitted(Dataset<Row> rows) {
    if (context.groups().model() == null) {
      return rows;
    }
    Dataset<Row> admitted =
        rows.filter(
            col("model")
                .equalTo(context.groups().model())
                .and(col("dataset").equalTo(context.groups().dataset())));
    return context.groups().optimizer() == null
        ? admitted
        : admitted.filter(col("optimizer").equalTo(context.groups().optimizer()));
  }
}
