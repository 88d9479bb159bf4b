package io.lode.jobs.store;

import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What was read and not used: the raw row, where it was, why it was refused, and the delivery it
 * came with first.
 */
public final class RejectedTable {

  /** The columns, in order; the group path is that of the file's group, empty where unknown. */
  public static final StructType SCHEMA =
      new StructType()
          .add("group_path", DataTypes.StringType, false)
          .add("file", DataTypes.StringType, false)
          .add("row", DataTypes.LongType, false)
          .add("reason", DataTypes.StringType, false)
          .add("detail", DataTypes.StringType, false)
          .add("raw", DataTypes.StringType, false)
          .add("ingest_id", DataTypes.StringType, false);

  private static final List<String> KEY = List.of("group_path", "file", "row", "reason", "raw");

  private final StoreTable table;

  RejectedTable(StoreTable table) {
    this.table = table;
  }

  /** All rows at the current snapshot; none before the first. */
  public Dataset<Row> rows() {
    return table.rows();
  }

  /**
   * Appends the rows that are not stored yet; makes no snapshot where there are none.
   *
   * @param rows of {@link #SCHEMA}, at least one
   * @param groups paths of the groups that the rows belong to
   */
  public void add(Dataset<Row> rows, List<String> groups, String delivery) {
    // Equal keys, equal rows: whatever else a row says follows from them.
    table.upsert(rows, KEY, alias -> lit(true), groups, delivery);
  }
}
