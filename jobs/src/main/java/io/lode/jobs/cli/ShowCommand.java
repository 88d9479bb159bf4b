package io.lode.jobs.cli;

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
import io.lode.jobs.UsageException;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.trajectory.GroupKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what the store holds. */
@Command(name = "show", description = "List what the store holds.")
final class ShowCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Parameters(
      arity = "0..1",
      paramLabel = "WHAT",
      defaultValue = "groups",
      description = "groups, runs, rejected, schedules or ensembles (default: ${DEFAULT-VALUE})")
  private String what;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "list at most so many runs or rejected rows (default: ${DEFAULT-VALUE})")
  private int limit;

  @Override
  public Integer call() {
    return shared.run(this::show);
  }

  private Result show(JobContext context) {
    return switch (what) {
      case "groups" -> groups(context);
      case "runs" -> runs(context);
      case "rejected" -> rejected(context);
      case "schedules" -> schedules(context);
      case "ensembles" -> ensembles(context);
      default ->
          throw new UsageException(
              "show takes groups, runs, rejected, schedules or ensembles, found '" + what + "'");
    };
  }

  private static Result groups(JobContext context) {
    TextTable table =
        new TextTable(
            "model",
            "dataset",
            "optimizer",
            "runs",
            "diverged",
            "running",
            "metric",
            "direction",
            "fingerprint");
    Optional<TrajectorySnapshot> snapshot = context.store().findTrajectories();
    if (snapshot.isPresent()) {
      for (GroupSummary summary : snapshot.get().groups(context.groups())) {
        table.add(
            summary.group().model(),
            summary.group().dataset(),
            summary.group().optimizer(),
            summary.runs(),
            summary.diverged(),
            summary.running(),
            summary.objective().metric(),
            summary.objective().direction().label(),
            summary.fingerprint().substring(0, 12));
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("groups", table.records());
    json.put("snapshot", snapshot.map(found -> Long.toString(found.id())).orElse(null));
    return Result.of(json, table.lines());
  }

  private Result runs(JobContext context) {
    TextTable table =
        new TextTable(
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
            "best");
    Optional<TrajectorySnapshot> snapshot = context.store().findTrajectories();
    if (snapshot.isPresent()) {
      Column logged = array_compact(col("objective"));
      Column last = aggregate(logged, lit(null).cast("double"), (before, value) -> value);
      Column best =
          when(col("objective_direction").equalTo("minimize"), array_min(logged))
              .otherwise(array_max(logged));
      Dataset<Row> rows =
          admitted(context, snapshot.get().rows())
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
                  "best")
              .limit(limit);
      rows.collectAsList().forEach(table::add);
    }
    return Result.of(Map.of("runs", table.records()), table.lines());
  }

  private Result rejected(JobContext context) {
    TextTable table = new TextTable("reason", "detail", "file", "row", "raw");
    TextTable counts = new TextTable("reason", "rows");
    Dataset<Row> rows = context.store().rejectedRows().rows();
    if (context.groups().model() != null) {
      List<String> paths =
          rows.select("group_path").distinct().collectAsList().stream()
              .map(row -> row.getString(0))
              .filter(path -> GroupKey.parsePath(path).filter(context.groups()).isPresent())
              .toList();
      rows = rows.filter(col("group_path").isInCollection(paths));
    }
    rows.groupBy("reason").count().orderBy("reason").collectAsList().forEach(counts::add);
    rows.select("reason", "detail", "file", "row", "raw")
        .orderBy("file", "row", "reason")
        .limit(limit)
        .collectAsList()
        .forEach(table::add);
    Map<String, Object> byReason = new LinkedHashMap<>();
    counts.rows().forEach(row -> byReason.put((String) row.get(0), row.get(1)));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rejectedByReason", byReason);
    json.put("rows", table.records());
    List<String> lines = new ArrayList<>(counts.lines());
    lines.add("");
    lines.addAll(table.lines());
    return Result.of(json, lines);
  }

  private static Result schedules(JobContext context) {
    TextTable table =
        new TextTable("model", "dataset", "optimizer", "horizon", "versions", "latest", "path");
    Artifacts artifacts = context.store().artifacts();
    for (GroupKey group : artifacts.groupsWithSchedules()) {
      if (!context.groups().test(group)) {
        continue;
      }
      for (Horizon horizon : artifacts.horizons(group)) {
        VersionedFolder versions = artifacts.schedules(group, horizon);
        table.add(
            group.model(),
            group.dataset(),
            group.optimizer(),
            horizon.fraction(),
            versions.versions(),
            versions.latestVersion().orElse(null),
            context.store().root() + "/" + versions.folder());
      }
    }
    return Result.of(Map.of("schedules", table.records()), table.lines());
  }

  private static Result ensembles(JobContext context) {
    TextTable table = new TextTable("model", "dataset", "optimizer", "ensemble", "path");
    Artifacts artifacts = context.store().artifacts();
    for (GroupKey group : artifacts.groupsWithEnsembles()) {
      if (context.groups().test(group)) {
        for (String id : artifacts.ensembles(group)) {
          table.add(
              group.model(),
              group.dataset(),
              group.optimizer(),
              id,
              context.store().root() + "/" + artifacts.ensemblePath(group, id));
        }
      }
    }
    return Result.of(Map.of("ensembles", table.records()), table.lines());
  }

  private static Dataset<Row> admitted(JobContext context, Dataset<Row> rows) {
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
