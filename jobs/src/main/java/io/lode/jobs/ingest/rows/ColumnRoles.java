package io.lode.jobs.ingest.rows;

import io.lode.jobs.conf.source.Layout;
import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.ingest.format.LogFile;
import io.lode.jobs.ingest.format.LogReader;
import io.lode.jobs.ingest.format.LogReader.Cell;
import io.lode.jobs.ingest.format.RowDefect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What each column of one log file means, by the source's declaration: the step, a field, a part of
 * the run's identity, a metric, or nothing. A file may show new columns in any row; each keeps its
 * number.
 */
final class ColumnRoles {

  /** The role of a column whose numbers are a metric named like the column. */
  static final int METRIC = -6;

  // Roles of 0 and up are numbers of fields, as in Fields.
  private static final int IGNORED = -1;
  private static final int STEP = -2;
  private static final int IDENTITY = -3;
  private static final int METRIC_NAME = -4;
  private static final int METRIC_VALUE = -5;

  /** What programs write in place of a number that they do not have, in lower case. */
  private static final Set<String> NOT_AVAILABLE =
      Set.of("n/a", "na", "#n/a", "<na>", "none", "null", "nil", "-", "--");

  private final SourceDefinition source;
  private final Layout layout;
  private final LogReader reader;

  /** The folder of the file that columns name; null where they name none. */
  private final String folder;

  private final Set<String> inConstants;
  private final Map<String, Integer> fieldOfColumn = new HashMap<>();
  private final Map<String, Integer> fieldOfMetric = new HashMap<>();
  private final List<Integer> identityColumns = new ArrayList<>();
  private final List<Integer> nanColumns = new ArrayList<>();
  private final boolean everythingCounts;
  private int[] roles = new int[0];
  private int stepColumn = -1;
  private int metricColumn = -1;
  private int valueColumn = -1;

  ColumnRoles(SourceDefinition source, LogFile file, LogReader reader) {
    folder = source.rules().folderOf(file.relativePath());
    inConstants = source.namesInConstants();
    this.source = source;
    this.layout = source.layout();
    this.reader = reader;
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
  }

  /** Says which column the file lacks that no row can do without; null where it has them all. */
  RowDefect missingColumn() {
    if (!reader.hasFixedColumns() || reader.width() == 0) {
      return null;
    }
    Set<String> columns = new HashSet<>();
    for (int i = 0; i < reader.width(); i++) {
      columns.add(reader.column(i));
    }
    List<String> needed = new ArrayList<>();
    if (!layout.countsSteps()) {
      needed.add(source.columns().get("step"));
    }
    if (layout.isLong()) {
      needed.add(layout.metricColumn());
      needed.add(layout.valueColumn());
    } else if (!source.path().hasWildcard() && source.rules().folders().isEmpty()) {
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

  /** Takes in the columns that the reader met since the last call. */
  void takeNewColumns() {
    int before = roles.length;
    if (reader.width() <= before) {
      return;
    }
    roles = Arrays.copyOf(roles, reader.width());
    for (int i = before; i < roles.length; i++) {
      String column = reader.column(i);
      roles[i] = role(column);
      if (roles[i] != IDENTITY && isAlsoIdentity(column)) {
        identityColumns.add(i);
      }
      if (isEmptyNan(i)) {
        nanColumns.add(i);
      }
      switch (roles[i]) {
        case STEP -> stepColumn = i;
        case IDENTITY -> identityColumns.add(i);
        case METRIC_NAME -> metricColumn = i;
        case METRIC_VALUE -> valueColumn = i;
        default -> {}
      }
    }
  }

  /** Whether a column that has another role is named as part of the identity, too. */
  private boolean isAlsoIdentity(String column) {
    return layout.hyperparameterColumns().contains(column)
        || inConstants.contains(column)
        || SourceDefinition.IDENTITY.stream()
            .anyMatch(name -> column.equals(source.columns().get(name)));
  }

  private int role(String column) {
    if (!layout.countsSteps() && column.equals(source.columns().get("step"))) {
      return STEP;
    }
    if (column.equals(layout.metricColumn())) {
      return METRIC_NAME;
    }
    if (column.equals(layout.valueColumn())) {
      return METRIC_VALUE;
    }
    Integer field = find(fieldOfColumn, column);
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

  /** How many columns have a role so far. */
  int width() {
    return roles.length;
  }

  /** The role of a column: {@link #METRIC}, a field's number of 0 and up, or another below 0. */
  int role(int column) {
    return roles[column];
  }

  /** The column of the step; -1 where none was met. */
  int stepColumn() {
    return stepColumn;
  }

  /** The column of a long table that names the metric; -1 where none was met. */
  int metricColumn() {
    return metricColumn;
  }

  /** The column of a long table that holds the value; -1 where none was met. */
  int valueColumn() {
    return valueColumn;
  }

  /** The columns that say which run a row belongs to, or hold its hyperparameters, in order. */
  List<Integer> identityColumns() {
    return Collections.unmodifiableList(identityColumns);
  }

  /** The field that a metric of a long table is; null where it is no field. */
  Integer fieldOfMetric(String metric) {
    return find(fieldOfMetric, metric);
  }

  /** What a name stands for: that of its folder goes before the name alone. */
  private Integer find(Map<String, Integer> fields, String name) {
    Integer inFolder = folder == null ? null : fields.get(folder + ":" + name);
    return inFolder != null ? inFolder : fields.get(name);
  }

  /** The name of a metric: with its folder where columns name that. */
  String metricName(String name) {
    return folder == null ? name : folder + ":" + name;
  }

  private boolean isEmptyNan(int column) {
    String name = reader.column(column);
    return (roles[column] >= 0 || roles[column] == METRIC)
        && (source.rules().emptyIsNan().contains(name)
            || source.rules().emptyIsNan().contains(metricName(name)));
  }

  /** The columns in which an empty cell is NaN. */
  List<Integer> nanColumns() {
    return Collections.unmodifiableList(nanColumns);
  }

  /** Whether the current row has a value in a column, by the source's list of missing values. */
  boolean isLogged(int column) {
    Cell cell = reader.cell(column);
    if (cell == Cell.MISSING || (cell == Cell.TEXT && isNotAvailable(column))) {
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

  /** Whether a column of numbers holds one of the usual words for no number. */
  private boolean isNotAvailable(int column) {
    return roles[column] != IDENTITY
        && roles[column] != METRIC_NAME
        && NOT_AVAILABLE.contains(reader.text(column).toLowerCase(Locale.ROOT));
  }
}
