package io.lode.jobs.store.tables;

import io.lode.jobs.store.files.StoreHold;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * One row a run: who it is, how it ended, what it is judged by, and what it logged as arrays of one
 * length, null where a metric was not logged at that step.
 *
 * <p>{@code digest} is a SHA-256 over what a run is to any reader: equal digests, equal runs.
 * {@code planned_steps} is null where the total was not known and had to be inferred; {@code
 * last_step} is the last one logged, whether or not the run had diverged by then. {@code
 * status_reason} says in words why the status is not completed. A run that is {@code removed} is
 * kept and does not count; null stands for a run that was not.
 */
public final class TrajectoryTable {

  /** The columns, in order. */
  public static final StructType SCHEMA =
      new StructType()
          .add("group_path", DataTypes.StringType, false)
          .add("sweep", DataTypes.StringType, false)
          .add("run", DataTypes.StringType, false)
          .add("model", DataTypes.StringType, false)
          .add("dataset", DataTypes.StringType, false)
          .add("optimizer", DataTypes.StringType, false)
          .add("seed", DataTypes.StringType)
          .add(
              "hyperparameters",
              DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType, false),
              false)
          .add("status", DataTypes.StringType, false)
          .add("total_steps", DataTypes.DoubleType, false)
          .add("objective_metric", DataTypes.StringType, false)
          .add("objective_direction", DataTypes.StringType, false)
          .add("objective_ceiling", DataTypes.DoubleType)
          .add("step", DataTypes.createArrayType(DataTypes.DoubleType, false), false)
          .add("learning_rate", DataTypes.createArrayType(DataTypes.DoubleType, false), false)
          .add("train_loss", DataTypes.createArrayType(DataTypes.DoubleType, true), false)
          .add("objective", DataTypes.createArrayType(DataTypes.DoubleType, true), false)
          .add("digest", DataTypes.StringType, false)
          .add("planned_steps", DataTypes.DoubleType)
          .add("last_step", DataTypes.DoubleType)
          .add("status_reason", DataTypes.StringType)
          .add("removed", DataTypes.BooleanType);

  private final StoreTable table;

  /** Wraps a table of the columns {@link #SCHEMA}. */
  public TrajectoryTable(StoreTable table) {
    this.table = table;
  }

  /** The same as a list that needs no Spark; empty before the first snapshot. */
  public Optional<RunListing> listing() {
    return RunListing.current(table);
  }

  /** The runs at the current snapshot; empty before the first. */
  public Optional<TrajectorySnapshot> current() {
    return table.currentSnapshot().map(id -> new TrajectorySnapshot(id, table.rowsAt(id)));
  }

  /** Where tasks write; serializable. */
  public TableWriting writing() {
    return table.writing();
  }

  /** Makes what tasks wrote part of the table, as one snapshot of a delivery. */
  public void commit(WrittenFiles written, String delivery, StoreHold hold) {
    table.commit(written, delivery, hold);
  }
}
