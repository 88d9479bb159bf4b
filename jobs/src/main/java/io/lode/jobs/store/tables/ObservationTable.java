package io.lode.jobs.store.tables;

import io.lode.jobs.store.files.StoreHold;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * What runs logged: one row per run and step, null where a value was not logged at that step, NaN
 * where it was logged as NaN.
 *
 * <p>Beside the values a row carries what its source said of the run: planned steps (null where
 * unknown), whether it was still running, and its objective; trajectories follow from this table
 * alone. The learning rate is what was logged or follows from the declared schedule. {@code file}
 * names the log files that the row came from, one a line.
 */
public final class ObservationTable {

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
          .add("hyperparameters", map(DataTypes.StringType), false)
          .add("step", DataTypes.DoubleType, false)
          .add("epoch", DataTypes.DoubleType)
          .add("time", DataTypes.DoubleType)
          .add("learning_rate", DataTypes.DoubleType)
          .add("train_loss", DataTypes.DoubleType)
          .add("validation_loss", DataTypes.DoubleType)
          .add("validation_accuracy", DataTypes.DoubleType)
          .add("metrics", map(DataTypes.DoubleType), false)
          .add("planned_steps", DataTypes.DoubleType)
          .add("running", DataTypes.BooleanType, false)
          .add("objective_metric", DataTypes.StringType, false)
          .add("objective_direction", DataTypes.StringType, false)
          .add("objective_ceiling", DataTypes.DoubleType)
          .add("file", DataTypes.StringType);

  private final StoreTable table;

  /** Wraps a table of the columns {@link #SCHEMA}. */
  public ObservationTable(StoreTable table) {
    this.table = table;
  }

  private static MapType map(DataType values) {
    return DataTypes.createMapType(DataTypes.StringType, values, false);
  }

  /** All rows at the current snapshot; none before the first. */
  public Dataset<Row> rows() {
    return table.rows();
  }

  /** The current snapshot; empty before the first. */
  public Optional<Long> snapshot() {
    return table.currentSnapshot();
  }

  /** The rows of some groups, named by their paths, at the current snapshot. */
  public Dataset<Row> rows(List<String> groups) {
    return StoreTable.ofGroups(table.rows(), groups);
  }

  /** Creates the table where it does not exist. */
  void create() {
    table.create();
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
