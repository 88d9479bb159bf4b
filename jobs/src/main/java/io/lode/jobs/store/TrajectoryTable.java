package io.lode.jobs.store;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * One row a run: who it is, how it ended, what it is judged by, and what it logged as arrays of one
 * length, null where a metric was not logged at that step.
 *
 * <p>{@code digest} is a SHA-256 over the whole row's content: equal digests, equal runs.
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
          .add("digest", DataTypes.StringType, false);

  private static final List<String> KEY = List.of("group_path", "run");

  private final StoreTable table;

  TrajectoryTable(StoreTable table) {
    this.table = table;
  }

  /** The runs at the current snapshot; empty before the first. */
  public Optional<TrajectorySnapshot> current() {
    return table.currentSnapshot().map(id -> new TrajectorySnapshot(id, table.rowsAt(id)));
  }

  /** Whether a delivery was committed here. */
  public boolean holds(String delivery) {
    return table.holds(delivery);
  }

  /**
   * Adds the runs that are new or differ from what is stored, as one snapshot; makes no snapshot
   * where there are none.
   *
   * @param rows of {@link #SCHEMA}, one a run, at least one
   * @param groups paths of the groups that the runs belong to
   * @param delivery the identity of the delivery they came with
   */
  public void merge(Dataset<Row> rows, List<String> groups, String delivery) {
    table.upsert(rows, KEY, alias -> col(alias + ".digest"), groups, delivery);
  }
}
