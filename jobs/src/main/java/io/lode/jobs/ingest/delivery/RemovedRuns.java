package io.lode.jobs.ingest.delivery;

import static org.apache.spark.sql.functions.col;

import io.lode.jobs.GroupFilter;
import io.lode.jobs.NothingUsableException;
import io.lode.jobs.UsageException;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.files.StoreHold;
import io.lode.jobs.store.tables.TableWriter;
import io.lode.jobs.store.tables.TrajectoryRows;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.jobs.store.tables.WrittenFiles;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/**
 * Takes runs out of what counts, and brings them back. A removed run stays in the store, with all
 * that it logged; deliveries that hold it leave it removed.
 *
 * @param store where they are
 */
public record RemovedRuns(Store store) {

  /** The delivery that snapshots of removals name. */
  private static final String DELIVERY = "lode remove";

  /**
   * A run that was removed or brought back.
   *
   * @param group its group
   * @param run its name
   * @param changed whether it was not so before
   */
  public record Changed(GroupKey group, String run, boolean changed) {}

  /**
   * Makes runs not count.
   *
   * @param groups where to look for them
   * @param runs their names; each must be in one of the groups, and in one only
   * @throws UsageException if a name is in several groups
   * @throws NothingUsableException if a name is in none
   */
  public List<Changed> remove(GroupFilter groups, List<String> runs) {
    return store.files().exclusively(hold -> set(groups, runs, true, hold));
  }

  /** Makes runs count again that were removed; otherwise as {@link #remove}. */
  public List<Changed> restore(GroupFilter groups, List<String> runs) {
    return store.files().exclusively(hold -> set(groups, runs, false, hold));
  }

  private List<Changed> set(
      GroupFilter groups, List<String> runs, boolean removed, StoreHold hold) {
    List<Row> found = found(groups, runs);
    store.createTables();
    List<Changed> changed = new ArrayList<>();
    WrittenFiles written;
    try (TableWriter writer = store.trajectoryTable().writing().open()) {
      for (Row row : found) {
        GroupKey group = TrajectoryRows.group(row);
        Run run = TrajectoryRows.toRun(row);
        boolean changes = TrajectoryRows.isRemoved(row) != removed;
        changed.add(new Changed(group, run.run(), changes));
        if (changes) {
          writer.removeRun(group.path(), run.run());
          writer.startRun(group.path());
          writer.add(
              TrajectoryRows.toRow(
                  group,
                  TrajectoryRows.objective(row),
                  run,
                  TrajectoryRows.Said.of(row).withRemoved(removed),
                  row.getAs("digest")));
        }
      }
      written = writer.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    store.trajectoryTable().commit(written, DELIVERY, hold);
    return changed;
  }

  private List<Row> found(GroupFilter groups, List<String> runs) {
    TrajectorySnapshot snapshot = store.trajectories();
    List<Row> rows = new ArrayList<>();
    for (Row row : snapshot.allRows().filter(col("run").isInCollection(runs)).collectAsList()) {
      if (groups.test(TrajectoryRows.group(row))) {
        rows.add(row);
      }
    }
    for (String run : runs) {
      TreeSet<String> paths = new TreeSet<>();
      rows.stream()
          .filter(row -> run.equals(row.getAs("run")))
          .forEach(row -> paths.add(TrajectoryRows.group(row).path()));
      if (paths.isEmpty()) {
        throw new NothingUsableException(
            "no run is named " + run + " in " + groups + "; lode show runs lists them");
      }
      if (paths.size() > 1) {
        throw new UsageException(
            "run "
                + run
                + " is in "
                + paths.size()
                + " groups, "
                + String.join(" and ", paths)
                + "; name one with --group model=M,dataset=D,optimizer=O");
      }
    }
    return rows;
  }
}
