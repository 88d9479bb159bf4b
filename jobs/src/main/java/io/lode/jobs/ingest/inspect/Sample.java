package io.lode.jobs.ingest.inspect;

import io.lode.jobs.ingest.format.LogFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What the first rows of a log file hold. */
final class Sample {

  private final LogFile file;
  private final Kind kind;
  private final Map<String, Column> columns = new LinkedHashMap<>();
  private final Map<String, String> hyperparameters = new TreeMap<>();
  private final Map<String, String> names = new TreeMap<>();
  private long rows;
  private long defects;
  private String defect;

  Sample(LogFile file, Kind kind) {
    this.file = file;
    this.kind = kind;
  }

  /** A column, or a metric where a row holds the value of one. */
  static final class Column {

    private long numbers;
    private long texts;
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;
    private double last = Double.NaN;
    private long decreases;
    private String first;

    void number(double value, String text) {
      numbers++;
      first = first == null ? text : first;
      decreases += value < last ? 1 : 0;
      last = value;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }

    void text(String text) {
      texts++;
      first = first == null ? text : first;
    }

    /** The text of the first cell that holds something; null where none does. */
    String first() {
      return first;
    }

    /** Rows with a number. */
    long numbers() {
      return numbers;
    }

    /** Rows with a text that is no number. */
    long texts() {
      return texts;
    }

    /** The largest number. */
    double most() {
      return most;
    }

    /** The smallest number. */
    double least() {
      return least;
    }

    /** How often a number is below the one before it. */
    long decreases() {
      return decreases;
    }
  }

  /** The same with other names of columns. */
  Sample renamed(UnaryOperator<String> names) {
    Sample other = new Sample(file, kind);
    columns.forEach((name, column) -> other.columns.put(names.apply(name), column));
    other.said(this.names, hyperparameters);
    other.rows = rows;
    other.defects = defects;
    other.defect = defect;
    return other;
  }

  /** The column of a name, which is added where it is new. */
  Column column(String name) {
    return columns.computeIfAbsent(name, key -> new Column());
  }

  void row() {
    rows++;
  }

  void defect(String reason) {
    defects++;
    defect = defect == null ? reason : defect;
  }

  void said(Map<String, String> ofNames, Map<String, String> ofHyperparameters) {
    names.putAll(ofNames);
    hyperparameters.putAll(ofHyperparameters);
  }

  LogFile file() {
    return file;
  }

  Kind kind() {
    return kind;
  }

  /** Columns, or metrics where a row holds the value of one, by name. */
  Map<String, Column> columns() {
    return columns;
  }

  /** Columns that hold numbers and nothing else. */
  List<String> numeric() {
    return columns.entrySet().stream()
        .filter(entry -> entry.getValue().numbers() > 0 && entry.getValue().texts() == 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What the file says of its runs' hyperparameters. */
  Map<String, String> hyperparameters() {
    return hyperparameters;
  }

  /** What the file says of its runs besides. */
  Map<String, String> names() {
    return names;
  }

  /** Rows that were looked at. */
  long rows() {
    return rows;
  }

  /** Rows among them that are damaged. */
  long defects() {
    return defects;
  }

  /** What is wrong with the first damaged row, or null. */
  String firstDefect() {
    return defect;
  }
}
