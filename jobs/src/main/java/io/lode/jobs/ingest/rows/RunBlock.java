package io.lode.jobs.ingest.rows;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Consecutive rows of one run in one file, as arrays.
 *
 * <p>A row holds values of a few fields; which ones is its shape, and most rows of a log have one
 * of few shapes, whether it has a column a metric or a metric a row.
 *
 * @param context the run
 * @param file where the rows are
 * @param order the file's place in the delivery: what a later file says wins
 * @param stored whether the rows come from the store, so that any delivered row wins
 * @param step steps, (row)
 * @param row position in the file, (row)
 * @param raw text, (row), or null where it follows from the values
 * @param shape index into {@code shapes}, (row)
 * @param shapes fields of each shape: numbers below {@link #METRICS} are those of {@link Fields},
 *     others are metrics
 * @param metrics names of metrics; field {@code METRICS + i} is metric {@code i}
 * @param values of all rows one after another, in the order of their shapes
 */
public record RunBlock(
    IdentifiedRun context,
    String file,
    int order,
    boolean stored,
    double[] step,
    long[] row,
    String[] raw,
    int[] shape,
    int[][] shapes,
    String[] metrics,
    double[] values)
    implements Piece {

  /** The first field that is a metric. */
  public static final int METRICS = Fields.NAMES.size();

  /** The number of rows. */
  public int length() {
    return step.length;
  }

  /** Gathers the rows of a run. */
  public static final class Builder {

    private final IdentifiedRun context;
    private final String file;
    private final int order;
    private final boolean stored;
    private final Map<String, Integer> metrics = new HashMap<>();
    private final Map<List<Integer>, Integer> shapes = new HashMap<>();
    private String[] metricNames = new String[8];
    private int[][] shapeFields = new int[4][];
    private double[] step = new double[64];
    private long[] row = new long[64];
    private String[] raw = new String[0];
    private int[] shape = new int[64];
    private double[] values = new double[256];
    private int[] fields = new int[16];
    private int fieldCount;
    private int length;
    private int valueCount;

    /**
     * Starts without rows.
     *
     * @param context the run
     * @param file where the rows are
     * @param order the file's place in the delivery: what a later file says wins
     * @param stored whether the rows come from the store, so that any delivered row wins
     */
    public Builder(IdentifiedRun context, String file, int order, boolean stored) {
      this.context = context;
      this.file = file;
      this.order = order;
      this.stored = stored;
    }

    /** The field of a metric, which is added where it is new. */
    public int metric(String name) {
      Integer known = metrics.get(name);
      if (known != null) {
        return known;
      }
      int index = metrics.size();
      if (index == metricNames.length) {
        metricNames = Arrays.copyOf(metricNames, 2 * index);
      }
      metricNames[index] = name;
      metrics.put(name, METRICS + index);
      return METRICS + index;
    }

    /** Adds a value to the row that {@link #endRow} ends. */
    public void value(int field, double value) {
      if (fieldCount == fields.length) {
        fields = Arrays.copyOf(fields, 2 * fieldCount);
      }
      fields[fieldCount++] = field;
      if (valueCount == values.length) {
        values = Arrays.copyOf(values, 2 * valueCount);
      }
      values[valueCount++] = value;
    }

    /**
     * Ends a row.
     *
     * @param rawText its text, or null where it follows from the values
     */
    public void endRow(double atStep, long position, String rawText) {
      if (length == step.length) {
        step = Arrays.copyOf(step, 2 * length);
        row = Arrays.copyOf(row, 2 * length);
        shape = Arrays.copyOf(shape, 2 * length);
      }
      step[length] = atStep;
      row[length] = position;
      if (rawText != null) {
        if (length >= raw.length) {
          raw = Arrays.copyOf(raw, step.length);
        }
        raw[length] = rawText;
      }
      shape[length] = shapeOfRow();
      length++;
      fieldCount = 0;
    }

    private int shapeOfRow() {
      if (length > 0 && isShape(shape[length - 1])) {
        return shape[length - 1];
      }
      int known = shapes.size();
      if (known <= 8) {
        for (int i = 0; i < known; i++) {
          if (isShape(i)) {
            return i;
          }
        }
      }
      int[] wanted = Arrays.copyOf(fields, fieldCount);
      List<Integer> key = Arrays.stream(wanted).boxed().toList();
      Integer place = shapes.get(key);
      if (place != null) {
        return place;
      }
      shapes.put(key, known);
      if (known == shapeFields.length) {
        shapeFields = Arrays.copyOf(shapeFields, 2 * known);
      }
      shapeFields[known] = wanted;
      return known;
    }

    private boolean isShape(int index) {
      return Arrays.equals(shapeFields[index], 0, shapeFields[index].length, fields, 0, fieldCount);
    }

    /** The number of rows that were ended so far. */
    public int length() {
      return length;
    }

    /** The number of values of all rows so far. */
    int valueCount() {
      return valueCount;
    }

    RunKey key() {
      return context.header().key();
    }

    /** The rows so far. */
    public RunBlock build() {
      return new RunBlock(
          context,
          file,
          order,
          stored,
          Arrays.copyOf(step, length),
          Arrays.copyOf(row, length),
          raw.length == 0 ? null : Arrays.copyOf(raw, length),
          Arrays.copyOf(shape, length),
          Arrays.copyOf(shapeFields, shapes.size()),
          Arrays.copyOf(metricNames, metrics.size()),
          Arrays.copyOf(values, valueCount));
    }
  }
}
