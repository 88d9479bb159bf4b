package io.lode.jobs.pipeline.upkeep;

import io.lode.jobs.progress.Progress;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.files.StoreHold;
import io.lode.jobs.store.tables.StoreTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.actions.DeleteOrphanFiles;
import org.apache.iceberg.actions.RewriteDataFiles;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.SparkSession;

/**
 * Joins the small files of tables, applies what was deleted, lets old snapshots go and deletes
 * files that crashed jobs left.
 *
 * @param spark the session
 * @param store whose tables
 * @param progress takes a line at a time
 */
public record Compaction(SparkSession spark, Store store, Progress progress) {

  /**
   * What became of a table.
   *
   * @param table its name
   * @param filesBefore data and delete files of its current snapshot before
   * @param filesAfter the same after
   * @param snapshotsBefore snapshots that could be read before
   * @param snapshotsAfter the same after
   * @param orphansDeleted files that no snapshot held
   */
  public record Compacted(
      String table,
      long filesBefore,
      long filesAfter,
      long snapshotsBefore,
      long snapshotsAfter,
      long orphansDeleted) {}

  /**
   * Compacts all tables that exist, while no other process commits to them.
   *
   * @param retention how long a snapshot that is not the current one stays readable
   * @param orphanAge how old a file that no snapshot holds must be to be deleted
   */
  public List<Compacted> run(Duration retention, Duration orphanAge) {
    return store
        .files()
        .exclusively(
            hold -> {
              List<Compacted> done = new ArrayList<>();
              for (StoreTable table : store.tables()) {
                table
                    .find()
                    .ifPresent(found -> done.add(compact(found, retention, orphanAge, hold)));
              }
              return done;
            });
  }

  private Compacted compact(Table table, Duration retention, Duration orphanAge, StoreHold hold) {
    long filesBefore = files(table);
    long snapshotsBefore = snapshots(table);
    String name = table.name().substring(table.name().lastIndexOf('.') + 1);
    if (filesBefore > 1) {
      hold.require();
      progress.accept("compact: " + name + ", " + filesBefore + " files");
      SparkActions.get(spark)
          .rewriteDataFiles(table)
          .sort(order(table))
          .option(RewriteDataFiles.REMOVE_DANGLING_DELETES, "true")
          .option("min-input-files", "2")
          .option("delete-file-threshold", "1")
          .execute();
      table.refresh();
    }
    if (table.currentSnapshot() != null) {
      hold.require();
      table
          .expireSnapshots()
          .expireOlderThan(System.currentTimeMillis() - retention.toMillis())
          .retainLast(1)
          .commit();
      table.refresh();
    }
    long orphans = 0;
    DeleteOrphanFiles.Result result =
        SparkActions.get(spark)
            .deleteOrphanFiles(table)
            .olderThan(System.currentTimeMillis() - orphanAge.toMillis())
            .execute();
    for (String location : result.orphanFileLocations()) {
      orphans += location.isEmpty() ? 0 : 1;
    }
    return new Compacted(
        name, filesBefore, files(table), snapshotsBefore, snapshots(table), orphans);
  }

  /** Rows of a group together, and those of a run in the order of their steps. */
  private static SortOrder order(Table table) {
    SortOrder.Builder order = SortOrder.builderFor(table.schema());
    order.asc(StoreTable.GROUP_PATH, NullOrder.NULLS_FIRST);
    for (String column : List.of("run", "step", "file", "row")) {
      if (table.schema().findField(column) != null
          && table.schema().findField(column).type().isPrimitiveType()) {
        order.asc(column, NullOrder.NULLS_FIRST);
      }
    }
    return order.build();
  }

  private static long files(Table table) {
    Snapshot current = table.currentSnapshot();
    return current == null
        ? 0
        : Long.parseLong(current.summary().getOrDefault("total-data-files", "0"))
            + Long.parseLong(current.summary().getOrDefault("total-delete-files", "0"));
  }

  private static long snapshots(Table table) {
    return StreamSupport.stream(table.snapshots().spliterator(), false).count();
  }
}
