package io.lode.jobs.store.tables;

import io.lode.jobs.GroupFilter;
import io.lode.jobs.store.files.StoreHold;
import java.util.List;
import java.util.Optional;
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

  /** What tells one rejected row from another. */
  public static final List<String> KEY = List.of("group_path", "file", "row", "reason", "raw");

  private final StoreTable table;

  /** Wraps a table of the columns {@link #SCHEMA}. */
  public RejectedTable(StoreTable table) {
    this.table = table;
  }

  /** All rows at the current snapshot; none before the first. */
  public Dataset<Row> rows() {
    return table.rows();
  }

  /**
   * The same as a list that needs no Spark.
   *
   * @param filter of groups
   * @param limit most rows; the counts are of all
   */
  public RejectedListing listing(GroupFilter filter, int limit) {
    return RejectedListing.of(table, filter, limit);
  }

  /** Where tasks write; serializable. */
  public TableWriting writing() {
    return table.writing();
  }

  /** The current snapshot; empty before the first. */
  public Optional<Long> snapshot() {
    return table.currentSnapshot();
  }

  /** What tasks wrote and no snapshot holds yet. */
  public Dataset<Row> read(WrittenFiles written) {
    return table.read(written);
  }

  /** Appends rows of {@link #SCHEMA} as one snapshot of a delivery. */
  public void append(Dataset<Row> rows, String delivery) {
    table.append(rows, delivery);
  }

  /** Makes what tasks wrote part of the table, as one snapshot of a delivery. */
  public void commit(WrittenFiles written, String delivery, StoreHold hold) {
    table.commit(written, delivery, hold);
  }
}
