package io.lode.jobs.store.tables;

import io.lode.jobs.store.files.StorePlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Rows of a table, read in this process: for commands that only list, which need no Spark.
 *
 * @param table to read
 * @param snapshot at which it is read
 */
record ListedRows(Table table, long snapshot) {

  /** The current rows; empty before the first commit. */
  static Optional<ListedRows> current(StoreTable table) {
    return table
        .find()
        .filter(found -> found.currentSnapshot() != null)
        .map(found -> new ListedRows(found, found.currentSnapshot().snapshotId()));
  }

  /**
   * Every row, with some columns; one that a table of an earlier build lacks is left out.
   *
   * @throws io.lode.jobs.DamagedStoreException if a file of the table is damaged
   */
  void each(List<String> columns, Consumer<Record> row) {
    each(columns, Expressions.alwaysTrue(), row);
  }

  /** The rows that a condition admits, with some columns. */
  void each(List<String> columns, Expression where, Consumer<Record> row) {
    List<String> known =
        columns.stream().filter(column -> table.schema().findField(column) != null).toList();
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table).useSnapshot(snapshot).select(known).where(where).build()) {
      rows.forEach(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      String location = table.location();
      String name = location.substring(location.lastIndexOf('/') + 1);
      throw TableDamage.of(e, StorePlace.ofTable(location), name);
    }
  }

  /** A text of a row; null where it is null, or the column is not there. */
  static String text(Record row, String column) {
    Object value = row.getField(column);
    return value == null ? null : value.toString();
  }
}
