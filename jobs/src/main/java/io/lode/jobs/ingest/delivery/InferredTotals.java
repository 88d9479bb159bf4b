package io.lode.jobs.ingest.delivery;

import static org.apache.spark.sql.functions.col;

import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.ingest.delivery.StoredRuns.Known;
import io.lode.jobs.ingest.rows.RunKey;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.tables.TableWriter;
import io.lode.jobs.store.tables.TableWriting;
import io.lode.jobs.store.tables.TrajectoryRows;
import io.lode.jobs.store.tables.WrittenFiles;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * Stored runs that were not delivered, but whose total steps follow from the longest run of their
 * group, which was.
 *
 * @param store where they are
 * @param source how the delivery is read
 * @param settings the rules of trajectories
 */
record InferredTotals(Store store, SourceDefinition source, IngestSettings settings) {

  /** Writes those whose total changes. */
  WrittenFiles write(
      Map<RunKey, Known> stored, Collection<RunKey> delivered, Map<String, Double> longest) {
    Map<RunKey, Double> totals = new HashMap<>();
    stored.forEach(
        (key, run) -> {
          double total =
              Math.max(1, Math.max(longest.getOrDefault(key.group(), 0.0), run.lastStep()));
          if (run.followsOthers() && !delivered.contains(key) && total != run.totalSteps()) {
            totals.put(key, total);
          }
        });
    if (totals.isEmpty()) {
      return WrittenFiles.none();
    }
    List<String> groups = totals.keySet().stream().map(RunKey::group).distinct().toList();
    List<String> runs = totals.keySet().stream().map(RunKey::run).distinct().toList();
    TableWriting writing = store.trajectoryTable().writing();
    return store
        .trajectories()
        .rows(groups)
        .filter(col("run").isInCollection(runs))
        .javaRDD()
        .mapPartitions(rows -> List.of(write(rows, totals, writing)).iterator())
        .collect()
        .stream()
        .reduce(WrittenFiles.none(), WrittenFiles::and);
  }

  private static WrittenFiles write(
      Iterator<Row> rows, Map<RunKey, Double> totals, TableWriting writing) {
    try (TableWriter writer = writing.open()) {
      while (rows.hasNext()) {
        Row row = rows.next();
        GroupKey group = TrajectoryRows.group(row);
        Run run = TrajectoryRows.toRun(row);
        Double total = totals.get(new RunKey(group.path(), run.run()));
        if (total != null) {
          Objective objective = TrajectoryRows.objective(row);
          Run changed =
              new Run(
                  run.sweep(),
                  run.run(),
                  run.seed(),
                  run.hyperparameters(),
                  run.status(),
                  total,
                  run.trajectory());
          writer.removeRun(group.path(), run.run());
          writer.startRun(group.path());
          writer.add(
              TrajectoryRows.toRow(
                  group,
                  objective,
                  changed,
                  null,
                  row.getAs("last_step"),
                  TrajectoryRows.digest(group, objective, changed)));
        }
      }
      return writer.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
