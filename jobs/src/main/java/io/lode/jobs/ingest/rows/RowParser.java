package io.lode.jobs.ingest.rows;

import io.lode.jobs.conf.settings.ReadingBounds;
import io.lode.jobs.conf.source.Layout;
import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.ingest.format.Bounds;
import io.lode.jobs.ingest.format.LogFile;
import io.lode.jobs.ingest.format.LogReader;
import io.lode.jobs.ingest.format.LogReader.Cell;
import io.lode.jobs.ingest.format.Numbers;
import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.format.RunMetadata;

/**
 * Turns the rows of one file into rows of runs, or says why not. {@link ColumnRoles} says what the
 * columns mean, {@link RunsOfFile} says which run a row belongs to; this class checks the row's
 * values and adds them to the run.
 */
final class RowParser {

  /** What a message shows of a cell: enough to recognise it. */
  private static final int SHOWN_CHARACTERS = 200;

  private final SourceDefinition source;
  private final Layout layout;
  private final LogReader reader;
  private final ColumnRoles columns;
  private final RunsOfFile runs;
  private final StepRules steps;
  private final RowDefect fileDefect;
  private final RowOrder order = new RowOrder();
  private RunsOfFile.FileRun run;

  /**
   * Prepares to parse a file.
   *
   * @param beside what a file beside the log says of its runs
   */
  RowParser(
      SourceDefinition source,
      LogFile file,
      LogReader reader,
      RunMetadata beside,
      ReadingBounds bounds) {
    this.source = source;
    this.layout = source.layout();
    this.reader = reader;
    columns = new ColumnRoles(source, file, reader);
    steps = new StepRules(source.rules(), columns);
    runs =
        new RunsOfFile(source, file, reader, columns, beside.hyperparameters(), bounds.keptText());
    fileDefect = beside.defect() != null ? beside.defect() : columns.missingColumn();
  }

  /**
   * The run of the reader's row.
   *
   * @throws RowDefect if the row, its file or its run cannot be used
   */
  RunsOfFile.FileRun run() throws RowDefect {
    if (reader.defect() != null) {
      throw reader.defect();
    }
    if (fileDefect != null) {
      throw fileDefect;
    }
    columns.takeNewColumns();
    run = runs.runOfRow();
    return run;
  }

  /**
   * Adds the values of the reader's row to its run.
   *
   * @param run the run of the row
   * @return the step that the row counts at, 0 or more
   * @throws RowDefect if a value is missing or wrong; then nothing was added
   */
  double values(RunBlock.Builder into, IdentifiedRun run) throws RowDefect {
    double step = step();
    if (layout.isLong()) {
      double counted = steps.isEmpty() ? step : longStep(step, run);
      longRow(into);
      return counted;
    }
    // All is checked before anything is added, so that a bad row leaves nothing behind.
    int filled = reader.filled();
    for (int k = 0; k < filled; k++) {
      int i = reader.filled(k);
      if (columns.role(i) >= 0 && columns.isLogged(i)) {
        check(columns.role(i), i);
      }
    }
    double counted = steps.isEmpty() ? step : steps.ofRow(step, reader, run);
    for (int k = 0; k < filled; k++) {
      int i = reader.filled(k);
      int role = columns.role(i);
      if (role >= 0) {
        if (columns.isLogged(i)) {
          into.value(role, number(role, i));
        }
      } else if (role == ColumnRoles.METRIC
          && reader.cell(i) == Cell.NUMBER
          && columns.isLogged(i)) {
        into.value(into.metric(columns.metricName(reader.column(i))), reader.number(i));
      }
    }
    for (int i : columns.nanColumns()) {
      if (!columns.isLogged(i)) {
        int role = columns.role(i);
        into.value(
            role >= 0 ? role : into.metric(columns.metricName(reader.column(i))), Double.NaN);
      }
    }
    return counted;
  }

  private double longStep(double step, IdentifiedRun run) throws RowDefect {
    int metricColumn = columns.metricColumn();
    String metric = metricColumn < 0 ? null : reader.text(metricColumn);
    return metric == null ? step : steps.ofMetric(metric, step, run);
  }

  private void longRow(RunBlock.Builder into) throws RowDefect {
    int metricColumn = columns.metricColumn();
    int valueColumn = columns.valueColumn();
    String metric = metricColumn < 0 ? null : reader.text(metricColumn);
    if (metric == null) {
      throw new RowDefect("metric is missing", "expected a name in " + layout.metricColumn());
    }
    if (valueColumn < 0 || !columns.isLogged(valueColumn)) {
      throw new RowDefect("value is missing", "expected a number in " + layout.valueColumn());
    }
    Integer field = columns.fieldOfMetric(metric);
    if (reader.cell(valueColumn) != Cell.NUMBER) {
      throw new RowDefect("value is not a number", found(valueColumn, "a number"));
    }
    if (field != null) {
      check(field, valueColumn);
    }
    for (int k = 0; k < reader.filled(); k++) {
      int i = reader.filled(k);
      if (columns.role(i) >= 0 && columns.isLogged(i)) {
        check(columns.role(i), i);
      }
    }
    for (int k = 0; k < reader.filled(); k++) {
      int i = reader.filled(k);
      if (columns.role(i) >= 0 && columns.isLogged(i)) {
        into.value(columns.role(i), number(columns.role(i), i));
      }
    }
    into.value(
        field == null ? into.metric(columns.metricName(metric)) : field,
        reader.number(valueColumn));
  }

  private double step() throws RowDefect {
    if (layout.countsSteps()) {
      String metric = layout.isLong() ? reader.text(columns.metricColumn()) : null;
      return order.next(run.number(), metric == null ? "" : metric);
    }
    int stepColumn = columns.stepColumn();
    if (stepColumn < 0 || !columns.isLogged(stepColumn)) {
      throw new RowDefect(
          "step is missing", "expected a number in column " + source.columns().get("step"));
    }
    if (reader.cell(stepColumn) != Cell.NUMBER) {
      throw new RowDefect("step is not a number", found(stepColumn, "a number"));
    }
    double step = reader.number(stepColumn);
    if (!Double.isFinite(step)) {
      throw new RowDefect("step is not finite", found(stepColumn, "a number"));
    }
    if (step < 0) {
      throw new RowDefect("step is negative", found(stepColumn, "at least 0"));
    }
    // Adding 0 turns -0.0 into 0.0, which would else be a step of its own.
    return step + 0.0;
  }

  /** The number in a column that was checked; a time may be a date. */
  private double number(int field, int column) {
    return field == Fields.TIME && reader.cell(column) == Cell.TEXT
        ? Numbers.secondsSince1970(reader.text(column))
        : reader.number(column);
  }

  private void check(int field, int column) throws RowDefect {
    String name = Fields.NAMES.get(field);
    if (field == Fields.TIME
        && reader.cell(column) == Cell.TEXT
        && Numbers.secondsSince1970(reader.text(column)) != null) {
      return;
    }
    if (reader.cell(column) != Cell.NUMBER) {
      throw new RowDefect(name + " is not a number", found(column, "a number"));
    }
    if (field == Fields.LEARNING_RATE) {
      double rate = reader.number(column);
      if (!Double.isFinite(rate)) {
        throw new RowDefect("learning_rate is not finite", found(column, "a number of at least 0"));
      }
      if (rate < 0) {
        throw new RowDefect("learning_rate is negative", found(column, "at least 0"));
      }
    }
  }

  private String found(int column, String expected) {
    return "column "
        + reader.column(column)
        + ": found '"
        + Bounds.shortened(reader.text(column), SHOWN_CHARACTERS)
        + "', expected "
        + expected
        + (hasComma(reader.text(column))
            ? "; say with decimal = \",\" or thousands = \",\" in the source what a comma means"
            : "");
  }

  /** Whether a text is a number but for a comma. */
  private static boolean hasComma(String text) {
    return text != null && text.indexOf(',') > 0 && Numbers.parse(text.replace(",", "")) != null;
  }
}
