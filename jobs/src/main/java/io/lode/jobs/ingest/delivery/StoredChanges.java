package io.lode.jobs.ingest.delivery;

import static org.apache.spark.sql.functions.col;

import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.ingest.delivery.StoredRuns.Known;
import io.lode.jobs.ingest.merge.Plateaus;
import io.lode.jobs.ingest.rows.RunKey;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.tables.TableWriter;
import io.lode.jobs.store.tables.TableWriting;
import io.lode.jobs.store.tables.TrajectoryRows;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.jobs.store.tables.WrittenFiles;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * Stored runs that were not delivered and change all the same, since others of their group did:
 * those whose total steps follow from the longest run, and those that sit on a plateau beside runs
 * that learn.
 *
 * @param store where they are
 * @param settings the rules of trajectories
 */
record StoredChanges(Store store, IngestSettings settings) {

  /** What a run changes to: its total, and why it sits on a plateau, null where it does not. */
  private record Change(double total, String plateau) implements Serializable {}

  /** Writes those that change. */
  WrittenFiles write(
      Map<RunKey, Known> stored,
      Collection<RunKey> delivered,
      Map<String, Double> longest,
      Map<RunKey, String> plateaus) {
    Map<RunKey, Change> changes = new HashMap<>();
    stored.forEach(
        (key, run) -> {
          double total = run.totalSteps();
          if (run.followsOthers()) {
            total = Math.max(1, Math.max(longest.getOrDefault(key.group(), 0.0), run.lastStep()));
          }
          boolean sits = run.status() == RunStatus.PLATEAU;
          if (!delivered.contains(key)
              && !run.removed()
              && (total != run.totalSteps() || sits != plateaus.containsKey(key))) {
            changes.put(key, new Change(total, plateaus.get(key)));
          }
        });
    if (changes.isEmpty()) {
      return WrittenFiles.none();
    }
    List<String> groups = changes.keySet().stream().map(RunKey::group).distinct().toList();
    List<String> runs = changes.keySet().stream().map(RunKey::run).distinct().toList();
    TableWriting writing = store.trajectoryTable().writing();
    TrajectorySnapshot snapshot = store.trajectories();
    IngestSettings rules = settings;
    return snapshot
        .rows(groups)
        .filter(col("run").isInCollection(runs))
        .javaRDD()
        .mapPartitions(rows -> List.of(write(rows, changes, writing, rules)).iterator())
        .collect()
        .stream()
        .reduce(WrittenFiles.none(), WrittenFiles::and);
  }

  private static WrittenFiles write(
      Iterator<Row> rows,
      Map<RunKey, Change> changes,
      TableWriting writing,
      IngestSettings settings) {
    try (TableWriter writer = writing.open()) {
      while (rows.hasNext()) {
        Row row = rows.next();
        GroupKey group = TrajectoryRows.group(row);
        Run run = TrajectoryRows.toRun(row);
        Change change = changes.get(new RunKey(group.path(), run.run()));
        if (change != null) {
          Objective objective = TrajectoryRows.objective(row);
          TrajectoryRows.Said said = TrajectoryRows.Said.of(row);
          Run changed = changed(run, said, change, settings);
          writer.removeRun(group.path(), run.run());
          writer.startRun(group.path());
          writer.add(
              TrajectoryRows.toRow(
                  group,
                  objective,
                  changed,
                  said.withReason(reason(changed, said, change)),
                  TrajectoryRows.digest(group, objective, changed)));
        }
      }
      return writer.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Run changed(
      Run run, TrajectoryRows.Said said, Change change, IngestSettings settings) {
    RunStatus status = run.status();
    if (status == RunStatus.PLATEAU) {
      double last = said.lastStep() == null ? run.trajectory().lastStep() : said.lastStep();
      status =
          last >= settings.completedFraction() * change.total()
              ? RunStatus.COMPLETED
              : RunStatus.STOPPED;
    }
    Run other =
        new Run(
            run.sweep(),
            run.run(),
            run.seed(),
            run.hyperparameters(),
            status,
            change.total(),
            run.trajectory());
    return change.plateau() == null ? other : Plateaus.marked(other);
  }

  private static String reason(Run changed, TrajectoryRows.Said said, Change change) {
    return switch (changed.status()) {
      case PLATEAU -> change.plateau();
      case COMPLETED -> null;
      case STOPPED -> "it ended at step " + said.lastStep() + " of " + changed.totalSteps();
      default -> said.statusReason();
    };
  }
}
