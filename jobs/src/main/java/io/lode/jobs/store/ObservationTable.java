package io.lode.jobs.store;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What runs logged: one row per run and step, null where a value was not logged at that step, NaN
 * where it was logged as NaN.
 *
 * <p>Beside the values a row carries what its source said of the run: planned steps (null where
 * unknown), whether it was still running, and its objective; trajectories follow from this table
 * alone.
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
          .add("learning_rate", DataTypes.DoubleType, false)
          .add("train_loss", DataTypes.DoubleType)
          .add("validation_loss", DataTypes.DoubleType)
          .add("validation_accuracy", DataTypes.DoubleType)
          .add("metrics", map(DataTypes.DoubleType), false)
          .add("planned_steps", DataTypes.DoubleType)
          .add("running", DataTypes.BooleanType, false)
          .add("objective_metric", DataTypes.StringType, false)
          .add("objective_direction", DataTypes.StringType, false)
          .add("objective_ceiling", DataTypes.DoubleType);

  /** What names a row. */
  public static final List<String> KEY = List.of("group_path", "run", "step");

  private final StoreTable table;

  ObservationTable(StoreTable table) {
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

  /** Whether a delivery was committed here. */
  public boolean holds(String delivery) {
    return table.holds(delivery);
  }

  /** The rows of some groups, named by their paths, at the current snapshot. */
  public Dataset<Row> rows(List<String> groups) {
    return StoreTable.ofGroups(table.rows(), groups);
  }

  /**
   * Adds the rows that are new or differ from what is stored, as one snapshot; makes no snapshot
   * where there are none.
   *
   * @param rows of {@link #SCHEMA}, one per key, at least one
   * @param groups paths of the groups that the rows belong to
   * @param delivery the identity of the delivery they came with
   */
  public void merge(Dataset<Row> rows, List<String> groups, String delivery) {
    table.upsert(rows, KEY, ObservationTable::comparable, groups, delivery);
  }

  /** A row's values in a form that compares; maps do not. */
  private static Column comparable(String alias) {
    List<Column> values = new ArrayList<>();
    for (StructField field : SCHEMA.fields()) {
      Column value = col(alias + "." + field.name());
      values.add(
          field.dataType() instanceof MapType
              ? functions.array_sort(functions.map_entries(value))
              : value);
    }
    return functions.struct(values.toArray(Column[]::new));
  }
}
