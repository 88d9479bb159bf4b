package io.lode.jobs.store.tables;

import org.apache.iceberg.StructLike;

/** A row of a table as an array of its columns' values. */
public final class ArrayRow implements StructLike {

  private final Object[] values;

  private ArrayRow(Object[] values) {
    this.values = values;
  }

  /** The row of some values, which it keeps: a value that is changed changes the row. */
  public static ArrayRow of(Object... values) {
    return new ArrayRow(values);
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public <T> T get(int position, Class<T> type) {
    return type.cast(values[position]);
  }

  @Override
  public <T> void set(int position, T value) {
    values[position] = value;
  }
}
