package io.lode.jobs.ingest.merge;

import java.util.Arrays;

/**
 * The values of each field of a run in the order in which they were told: for each its position
 * among the told rows, and its step.
 */
final class ToldValues {

  private final int[] starts;
  private final int[] positions;
  private final double[] steps;

  private ToldValues(int[] starts, int[] positions, double[] steps) {
    this.starts = starts;
    this.positions = positions;
    this.steps = steps;
  }

  /** Gives the fields of a told row. */
  @FunctionalInterface
  interface Rows {
    int[] fields(int position);
  }

  /**
   * Sorts the values of rows by field.
   *
   * @param fields how many fields there are
   * @param step of each told row, in order
   * @param rows the fields of each told row that count
   */
  static ToldValues of(int fields, double[] step, Rows rows) {
    int[] starts = new int[fields + 1];
    for (int i = 0; i < step.length; i++) {
      for (int field : rows.fields(i)) {
        starts[field + 1]++;
      }
    }
    for (int field = 0; field < fields; field++) {
      starts[field + 1] += starts[field];
    }
    int[] next = Arrays.copyOf(starts, fields);
    int[] positions = new int[starts[fields]];
    double[] steps = new double[starts[fields]];
    for (int i = 0; i < step.length; i++) {
      for (int field : rows.fields(i)) {
        positions[next[field]] = i;
        steps[next[field]++] = step[i];
      }
    }
    return new ToldValues(starts, positions, steps);
  }

  /** How many values a field has. */
  int count(int field) {
    return starts[field + 1] - starts[field];
  }

  /** The position of the first row that says a field; the field must have values. */
  int first(int field) {
    return positions[starts[field]];
  }

  /** The position of the last row that says a field; the field must have values. */
  int last(int field) {
    return positions[starts[field + 1] - 1];
  }

  /** The position of a value, by its place among those of its field. */
  int position(int field, int place) {
    return positions[starts[field] + place];
  }

  /** The step of a value, by its place among those of its field. */
  double step(int field, int place) {
    return steps[starts[field] + place];
  }

  /** How many values of a field are told before a position. */
  int before(int field, int position) {
    int found = Arrays.binarySearch(positions, starts[field], starts[field + 1], position);
    return (found < 0 ? -found - 1 : found) - starts[field];
  }
}
