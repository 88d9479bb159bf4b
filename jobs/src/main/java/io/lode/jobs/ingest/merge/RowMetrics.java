package io.lode.jobs.ingest.merge;

import java.util.Arrays;

/**
 * The metrics of the rows of a run, only those that each row has: a run of a million rows may have
 * ten thousand names of metrics, of which each row has five.
 */
final class RowMetrics {

  private final int[] starts;
  private final int[] counts;
  private int rows;
  private int[] metrics = new int[64];
  private double[] values = new double[64];
  private int size;

  /** Where the last row has a metric, by metric; the row before which it counts is its start. */
  private final int[] places;

  /**
   * Starts without rows.
   *
   * @param names how many different metrics there are
   * @param capacity the most rows
   */
  RowMetrics(int names, int capacity) {
    starts = new int[capacity + 1];
    counts = new int[names];
    places = new int[names];
  }

  /** Ends the last row and starts the next. */
  void startRow() {
    endRows();
    starts[rows++] = size;
  }

  /** Takes the last row away. */
  void removeRow() {
    rows--;
    for (int place = starts[rows]; place < size; place++) {
      counts[metrics[place]]--;
    }
    size = starts[rows];
  }

  /** Sets a value of the last row; says whether the row had none. */
  boolean setIfAbsent(int metric, double value) {
    int place = places[metric];
    if (place >= starts[rows - 1] && place < size && metrics[place] == metric) {
      return false;
    }
    if (size == metrics.length) {
      int longer = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * size);
      metrics = Arrays.copyOf(metrics, longer);
      values = Arrays.copyOf(values, longer);
    }
    metrics[size] = metric;
    values[size] = value;
    places[metric] = size++;
    counts[metric]++;
    return true;
  }

  /** Ends the last row: sorts its metrics, so that they are found; mostly they are sorted. */
  void endRows() {
    if (rows == 0) {
      return;
    }
    int from = starts[rows - 1];
    boolean sorted = true;
    for (int i = from + 1; i < size && sorted; i++) {
      sorted = metrics[i] > metrics[i - 1];
    }
    if (sorted) {
      return;
    }
    int[] unsorted = Arrays.copyOfRange(metrics, from, size);
    double[] before = Arrays.copyOfRange(values, from, size);
    int[] order = unsorted.clone();
    Arrays.sort(order);
    // Where each metric is, by its place in the sorted order.
    for (int i = 0; i < unsorted.length; i++) {
      int target = from + Arrays.binarySearch(order, unsorted[i]);
      metrics[target] = unsorted[i];
      values[target] = before[i];
    }
  }

  /** Where the metrics of a row begin. */
  int start(int row) {
    return starts[row];
  }

  /** Where the metrics of a row end. */
  int end(int row) {
    return row == rows - 1 ? size : starts[row + 1];
  }

  /** Where a row that has ended has a metric; below 0 where it has none. */
  int find(int metric, int row) {
    return Arrays.binarySearch(metrics, start(row), end(row), metric);
  }

  /** The metric at a place. */
  int metric(int place) {
    return metrics[place];
  }

  /** The value at a place. */
  double value(int place) {
    return values[place];
  }

  /** How many rows have a metric. */
  int count(int metric) {
    return counts[metric];
  }
}
