package io.lode.jobs.ingest.rows;

import io.lode.jobs.conf.source.Layout;
import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.ingest.format.LogFile;
import io.lode.jobs.ingest.format.LogReader;
import io.lode.jobs.ingest.format.LogReader.Cell;
import io.lode.jobs.ingest.format.Numbers;
import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.format.RunFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Turns the rows of one file into rows of runs, or says why not. */
final class RowParser {

  /** What a column is to us; numbers of fields and metrics are 0 and up. */
  private static final int IGNORED = -1;

  private static final int STEP = -2;
  private static final int IDENTITY = -3;
  private static final int METRIC_NAME = -4;
  private static final int METRIC_VALUE = -5;
  private static final int METRIC = -6;

  private final SourceDefinition source;
  private final Layout layout;
  private final LogFile file;
  private final LogReader reader;
  private final RunFacts beside;
  private final RowDefect fileDefect;

  private final Map<String, Integer> fieldOfColumn = new HashMap<>();
  private final Map<String, Integer> fieldOfMetric = new HashMap<>();
  private int[] roles = new int[0];
  private final List<Integer> identityColumns = new ArrayList<>();
  private final boolean everythingCounts;
  private int stepColumn = -1;
  private int metricColumn = -1;
  private int valueColumn = -1;

  /** What holds for a run, by what its rows say of themselves. */
  private final Map<List<Object>, FileRun> runs = new HashMap<>();

  private List<Object> lastOwn;
  private FileRun lastRun;

  /**
   * A run of the file.
   *
   * @param number its place among the runs of the file
   * @param context what holds for it
   * @param groupPath its group's path
   */
  record FileRun(int number, RunContext context, String groupPath) {}

  /**
   * Prepares to parse a file.
   *
   * @param beside what a file beside the log says of its runs
   */
  RowParser(SourceDefinition source, LogFile file, LogReader reader, RunFacts beside) {
    this.source = source;
    this.layout = source.layout();
    this.file = file;
    this.reader = reader;
    this.beside = beside;
    everythingCounts = layout.missing().isEmpty();
    for (int field = 0; field < Fields.NAMES.size(); field++) {
      int number = field;
      String name = Fields.NAMES.get(field);
      source
          .column(name)
          .ifPresent(
              column ->
                  (layout.isLong() && !name.equals("time") ? fieldOfMetric : fieldOfColumn)
                      .put(column, number));
    }
    fileDefect = beside.defect() != null ? beside.defect() : missingColumn();
  }

  /** Checks that a file has the columns that no row can do without. */
  private RowDefect missingColumn() {
    if (!reader.hasFixedColumns() || reader.width() == 0) {
      return null;
    }
    Set<String> columns = new HashSet<>();
    for (int i = 0; i < reader.width(); i++) {
      columns.add(reader.column(i));
    }
    List<String> needed = new ArrayList<>(List.of(source.columns().get("step")));
    if (layout.isLong()) {
      needed.add(layout.metricColumn());
      needed.add(layout.valueColumn());
    } else if (!source.path().hasWildcard()) {
      // Where a run has several files, another may say it.
      if (source.derivedRate() == null) {
        needed.add(source.columns().get("learning_rate"));
      }
      String metric = source.objective().metric();
      needed.add(source.column(metric).orElse(metric));
    }
    for (String column : needed) {
      if (!columns.contains(column)) {
        return new RowDefect("no column " + column, "found columns " + String.join(", ", columns));
      }
    }
    return null;
  }

  /** The run of the reader's row. */
  FileRun run() throws RowDefect {
    if (reader.defect() != null) {
      throw reader.defect();
    }
    if (fileDefect != null) {
      throw fileDefect;
    }
    if (reader.width() > roles.length) {
      assignRoles();
    }
    RunFacts facts = reader.facts();
    if (facts.defect() != null) {
      throw facts.defect();
    }
    if (lastOwn != null && isLast(facts)) {
      return lastRun;
    }
    List<Object> own = own(facts);
    FileRun known = runs.get(own);
    if (known == null) {
      RunContext context = resolve(facts);
      known = new FileRun(runs.size(), context, context.header().group().path());
      runs.put(own, known);
    }
    lastOwn = own;
    lastRun = known;
    return known;
  }

  /** What tells the row's run from others: the facts themselves, then its identity columns. */
  private List<Object> own(RunFacts facts) {
    Object[] own = new Object[identityColumns.size() + 1];
    own[0] = facts;
    for (int i = 1; i < own.length; i++) {
      own[i] = identity(identityColumns.get(i - 1));
    }
    return Arrays.asList(own);
  }

  private boolean isLast(RunFacts facts) {
    if (!lastOwn.get(0).equals(facts) || lastOwn.size() != identityColumns.size() + 1) {
      return false;
    }
    for (int i = 1; i < lastOwn.size(); i++) {
      Object before = lastOwn.get(i);
      String now = identity(identityColumns.get(i - 1));
      if (before == null ? now != null : !before.equals(now)) {
        return false;
      }
    }
    return true;
  }

  private String identity(int column) {
    return isLogged(column) ? reader.text(column) : null;
  }

  private RunContext resolve(RunFacts facts) throws RowDefect {
    Map<String, String> own = new LinkedHashMap<>();
    Map<String, String> hyperparameters = new TreeMap<>(beside.hyperparameters());
    hyperparameters.putAll(facts.hyperparameters());
    for (int column : identityColumns) {
      String name = reader.column(column);
      String value = identity(column);
      if (value != null) {
        for (String field : SourceDefinition.IDENTITY) {
          if (name.equals(source.columns().get(field))) {
            own.put(field, value);
          }
        }
        if (name.equals(source.columns().get(SourceDefinition.STATUS))) {
          own.put(SourceDefinition.STATUS, value);
        }
        if (layout.isHyperparameter(name)) {
          hyperparameters.put(name, value);
        }
      }
    }
    return RunContext.resolve(
        source, file.captures(), new RunFacts(facts.names(), hyperparameters, null), own);
  }

  private void assignRoles() {
    int before = roles.length;
    roles = Arrays.copyOf(roles, reader.width());
    for (int i = before; i < roles.length; i++) {
      String column = reader.column(i);
      roles[i] = role(column);
      switch (roles[i]) {
        case STEP -> stepColumn = i;
        case IDENTITY -> identityColumns.add(i);
        case METRIC_NAME -> metricColumn = i;
        case METRIC_VALUE -> valueColumn = i;
        default -> {}
      }
    }
    lastOwn = null;
  }

  private int role(String column) {
    if (column.equals(source.columns().get("step"))) {
      return STEP;
    }
    if (column.equals(layout.metricColumn())) {
      return METRIC_NAME;
    }
    if (column.equals(layout.valueColumn())) {
      return METRIC_VALUE;
    }
    Integer field = fieldOfColumn.get(column);
    if (field != null) {
      return field;
    }
    for (String name : SourceDefinition.IDENTITY) {
      if (column.equals(source.columns().get(name))) {
        return IDENTITY;
      }
    }
    if (column.equals(source.columns().get(SourceDefinition.STATUS))
        || layout.isHyperparameter(column)) {
      return IDENTITY;
    }
    return layout.isLong() ? IGNORED : METRIC;
  }

  private boolean isLogged(int column) {
    Cell cell = reader.cell(column);
    if (cell == Cell.MISSING) {
      return false;
    }
    if (everythingCounts) {
      return true;
    }
    return !layout.missing().contains(reader.text(column).toLowerCase(Locale.ROOT))
        && !(cell == Cell.NUMBER
            && Double.isNaN(reader.number(column))
            && layout.missing().contains("nan"));
  }

  /**
   * Adds the values of the reader's row to its run.
   *
   * @return the row's step
   */
  double values(RunBlock.Builder into) throws RowDefect {
    double step = step();
    if (layout.isLong()) {
      longRow(into);
      return step;
    }
    // All is checked before anything is added, so that a bad row leaves nothing behind.
    for (int i = 0; i < roles.length; i++) {
      if (roles[i] >= 0 && isLogged(i)) {
        check(roles[i], i);
      }
    }
    for (int i = 0; i < roles.length; i++) {
      int role = roles[i];
      if (role >= 0) {
        if (isLogged(i)) {
          into.value(role, number(role, i));
        }
      } else if (role == METRIC && reader.cell(i) == Cell.NUMBER && isLogged(i)) {
        into.value(into.metric(reader.column(i)), reader.number(i));
      }
    }
    return step;
  }

  private void longRow(RunBlock.Builder into) throws RowDefect {
    String metric = metricColumn < 0 ? null : reader.text(metricColumn);
    if (metric == null) {
      throw new RowDefect("metric is missing", "expected a name in " + layout.metricColumn());
    }
    if (valueColumn < 0 || !isLogged(valueColumn)) {
      throw new RowDefect("value is missing", "expected a number in " + layout.valueColumn());
    }
    Integer field = fieldOfMetric.get(metric);
    if (reader.cell(valueColumn) != Cell.NUMBER) {
      throw new RowDefect("value is not a number", found(valueColumn, "a number"));
    }
    if (field != null) {
      check(field, valueColumn);
    }
    for (int i = 0; i < roles.length; i++) {
      if (roles[i] >= 0 && isLogged(i)) {
        check(roles[i], i);
      }
    }
    for (int i = 0; i < roles.length; i++) {
      if (roles[i] >= 0 && isLogged(i)) {
        into.value(roles[i], number(roles[i], i));
      }
    }
    into.value(field == null ? into.metric(metric) : field, reader.number(valueColumn));
  }

  private double step() throws RowDefect {
    if (stepColumn < 0 || !isLogged(stepColumn)) {
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
        + reader.text(column)
        + "', expected "
        + expected;
  }
}
