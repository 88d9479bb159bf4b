package io.lode.jobs.ingest.merge;

import io.lode.jobs.ingest.rows.Fields;
import io.lode.jobs.ingest.rows.RunBlock;
import io.lode.jobs.ingest.rows.RunHeader;
import io.lode.trajectory.Objective;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The rows of one run after the rows of all its files and of the store were merged: one row a step,
 * steps increasing. A {@link RunBlock} holds rows of one file only, before the merge. Fields are
 * numbered as in {@link RunBlock}.
 */
public final class MergedRun {

  private final RunHeader header;
  private final List<String> metrics;
  private final double[][] values;
  private final BitSet[] logged;
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
    int fields = RunBlock.METRICS + metrics.size();
    values = new double[fields][];
    logged = new BitSet[fields];
    step = new double[capacity];
    file = new String[capacity];
  }

  /** Starts a row. */
  void addRow(double atStep) {
    step[length++] = atStep;
  }

  /** Sets a value of the last row; says whether the row had none. */
  boolean setIfAbsent(int field, double value) {
    return setIfAbsent(length - 1, field, value);
  }

  /** Sets a value where there is none; says whether it did. */
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
    return logged[field] != null && logged[field].get(row);
  }

  /** How many rows have a value of a field; none of a field below 0. */
  public int count(int field) {
    return field < 0 || logged[field] == null ? 0 : logged[field].cardinality();
  }

  /** The value of a field; meaningless where none was logged. */
  public double value(int field, int row) {
    return values[field][row];
  }

  /** The value of a field, or null where none was logged. */
  Double valueOrNull(int field, int row) {
    return isLogged(field, row) ? (Double) values[field][row] : null;
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
    int index = metrics.indexOf(name);
    return index < 0 ? -1 : RunBlock.METRICS + index;
  }
}
