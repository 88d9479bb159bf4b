package io.lode.jobs.ingest.merge;

import io.lode.jobs.ingest.rows.Fields;
import io.lode.jobs.ingest.rows.RunBlock;
import io.lode.jobs.ingest.rows.RunHeader;
import io.lode.trajectory.Objective;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * The rows of one run after the rows of all its files and of the store were merged: one row a step,
 * steps increasing. A {@link RunBlock} holds rows of one file only, before the merge. Fields are
 * numbered as in {@link RunBlock}. Metrics take memory where they were logged only.
 */
public final class MergedRun {

  private final RunHeader header;
  private final List<String> metrics;
  private final double[][] values = new double[RunBlock.METRICS][];
  private final BitSet[] logged = new BitSet[RunBlock.METRICS];
  private final RowMetrics rowMetrics;
  private double[] step;
  private String[] file;
  private int length;

  /**
   * An empty run.
   *
   * @param metrics names of its metrics, sorted
   * @param capacity the most rows that it may have
   */
  MergedRun(RunHeader header, List<String> metrics, int capacity) {
    this.header = header;
    this.metrics = metrics;
    rowMetrics = new RowMetrics(metrics.size(), capacity);
    step = new double[capacity];
    file = new String[capacity];
  }

  /** Starts a row. */
  void addRow(double atStep) {
    step[length++] = atStep;
    rowMetrics.startRow();
  }

  /** Takes the last row away, with its values of metrics; it must have no values of fields. */
  void removeRow() {
    length--;
    rowMetrics.removeRow();
  }

  /** Sets a value of the last row; says whether the row had none. */
  boolean setIfAbsent(int field, double value) {
    return field < RunBlock.METRICS
        ? setIfAbsent(length - 1, field, value)
        : rowMetrics.setIfAbsent(field - RunBlock.METRICS, value);
  }

  /** Sets a value of a field that is no metric where there is none; says whether it did. */
  boolean setIfAbsent(int row, int field, double value) {
    if (logged[field] == null) {
      values[field] = new double[step.length];
      logged[field] = new BitSet(step.length);
    } else if (logged[field].get(row)) {
      return false;
    }
    logged[field].set(row);
    values[field][row] = value;
    return true;
  }

  /** Ends the last row. */
  void endRows() {
    rowMetrics.endRows();
  }

  /** Says which files the last row came from. */
  void setFile(String files) {
    file[length - 1] = files;
  }

  /** What holds for all rows of the run. */
  public RunHeader header() {
    return header;
  }

  /** The names of the run's metrics, sorted. */
  public List<String> metrics() {
    return metrics;
  }

  /** The number of rows, which is the number of different steps. */
  public int length() {
    return length;
  }

  /** The step of a row, in training steps. */
  public double step(int row) {
    return step[row];
  }

  /** The steps, (row). */
  public double[] steps() {
    return Arrays.copyOf(step, length);
  }

  /** The log files that a row came from, one a line. */
  public String file(int row) {
    return file[row];
  }

  /** Whether a row has a value of a field; a logged NaN is a value. */
  public boolean isLogged(int field, int row) {
    return field < RunBlock.METRICS
        ? logged[field] != null && logged[field].get(row)
        : rowMetrics.find(field - RunBlock.METRICS, row) >= 0;
  }

  /** How many rows have a value of a field; none of a field below 0. */
  public int count(int field) {
    if (field < 0) {
      return 0;
    }
    return field < RunBlock.METRICS
        ? logged[field] == null ? 0 : logged[field].cardinality()
        : rowMetrics.count(field - RunBlock.METRICS);
  }

  /** The last row that has a value of a field; -1 where none has. */
  int lastRow(int field) {
    int row = count(field) == 0 ? -1 : length - 1;
    while (row >= 0 && !isLogged(field, row)) {
      row--;
    }
    return row;
  }

  /** The value of a field; NaN where none was logged. */
  public double value(int field, int row) {
    if (field < RunBlock.METRICS) {
      return isLogged(field, row) ? values[field][row] : Double.NaN;
    }
    int place = rowMetrics.find(field - RunBlock.METRICS, row);
    return place < 0 ? Double.NaN : rowMetrics.value(place);
  }

  /** The value of a field, or null where none was logged. */
  Double valueOrNull(int field, int row) {
    return isLogged(field, row) ? (Double) value(field, row) : null;
  }

  /** How many values a row has, of fields and metrics together. */
  public int valueCount(int row) {
    int count = rowMetrics.end(row) - rowMetrics.start(row);
    for (BitSet rows : logged) {
      count += rows != null && rows.get(row) ? 1 : 0;
    }
    return count;
  }

  /** Takes a metric and its value. */
  @FunctionalInterface
  interface MetricTaker {
    void take(String metric, double value);
  }

  /** Gives the metrics of a row, sorted by name. */
  void forEachMetric(int row, MetricTaker taker) {
    for (int place = rowMetrics.start(row); place < rowMetrics.end(row); place++) {
      taker.take(metrics.get(rowMetrics.metric(place)), rowMetrics.value(place));
    }
  }

  /** The values of a field, (row), null where none was logged; a field below 0 was never. */
  public Double[] column(int field) {
    Double[] column = new Double[length];
    if (field >= 0) {
      for (int i = 0; i < length; i++) {
        column[i] = valueOrNull(field, i);
      }
    }
    return column;
  }

  /** The field of what an objective names, or -1 where it was never logged. */
  public int field(Objective objective) {
    int field = Fields.of(objective);
    return field >= 0 ? field : metricField(objective.metric());
  }

  /** The field of a metric, or -1 where it was never logged. */
  public int metricField(String name) {
    int index = Collections.binarySearch(metrics, name);
    return index < 0 ? -1 : RunBlock.METRICS + index;
  }
}
