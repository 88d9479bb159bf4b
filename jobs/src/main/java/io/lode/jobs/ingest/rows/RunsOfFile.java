package io.lode.jobs.ingest.rows;

import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.ingest.format.LogFile;
import io.lode.jobs.ingest.format.LogReader;
import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.format.RunMetadata;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The runs of one log file: says which run a row belongs to, by the file's path, the run's metadata
 * and the row's identity columns.
 */
final class RunsOfFile {

  private final SourceDefinition source;
  private final LogFile file;
  private final LogReader reader;
  private final ColumnRoles columns;
  private final Map<String, String> besideHyperparameters;
  private final int longestValue;

  /** The runs met so far, by what their rows say of themselves. */
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
  record FileRun(int number, IdentifiedRun context, String groupPath) {}

  /**
   * Starts with no runs.
   *
   * @param besideHyperparameters what a file beside the log says; the log's own values win
   * @param longestValue the most characters of a value that names a run
   */
  RunsOfFile(
      SourceDefinition source,
      LogFile file,
      LogReader reader,
      ColumnRoles columns,
      Map<String, String> besideHyperparameters,
      int longestValue) {
    this.source = source;
    this.file = file;
    this.reader = reader;
    this.columns = columns;
    this.besideHyperparameters = besideHyperparameters;
    this.longestValue = longestValue;
  }

  /**
   * The run of the reader's row.
   *
   * @throws RowDefect if the run cannot be used, or its identity is missing or wrong
   */
  FileRun runOfRow() throws RowDefect {
    RunMetadata facts = reader.facts();
    if (facts.defect() != null) {
      throw facts.defect();
    }
    if (lastOwn != null && isLast(facts)) {
      return lastRun;
    }
    List<Object> own = own(facts);
    FileRun known = runs.get(own);
    if (known == null) {
      IdentifiedRun context = resolve(facts);
      known = new FileRun(runs.size(), context, context.header().group().path());
      runs.put(own, known);
    }
    lastOwn = own;
    lastRun = known;
    return known;
  }

  /** What tells the row's run from others: the facts themselves, then its identity columns. */
  private List<Object> own(RunMetadata facts) {
    List<Integer> identityColumns = columns.identityColumns();
    Object[] own = new Object[identityColumns.size() + 1];
    own[0] = facts;
    for (int i = 1; i < own.length; i++) {
      own[i] = identity(identityColumns.get(i - 1));
    }
    return Arrays.asList(own);
  }

  private boolean isLast(RunMetadata facts) {
    List<Integer> identityColumns = columns.identityColumns();
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
    return columns.isLogged(column) ? reader.text(column) : null;
  }

  /** Refuses text that is too long to name a run: each of its rows would bring it along. */
  private void requireShort(String column, String value) throws RowDefect {
    if (value.length() > longestValue) {
      throw new RowDefect(
          "name too long",
          "column "
              + column
              + ": found "
              + value.length()
              + " characters, expected at most "
              + longestValue
              + " (ingest.kept-text)");
    }
  }

  private IdentifiedRun resolve(RunMetadata facts) throws RowDefect {
    Map<String, String> own = new LinkedHashMap<>();
    Map<String, String> hyperparameters = new TreeMap<>(besideHyperparameters);
    hyperparameters.putAll(facts.hyperparameters());
    Map<String, String> names = new HashMap<>();
    for (int column : columns.identityColumns()) {
      String name = reader.column(column);
      String value = identity(column);
      if (value != null) {
        requireShort(name, value);
        names.put(name, value);
        for (String field : SourceDefinition.IDENTITY) {
          if (name.equals(source.columns().get(field))) {
            own.put(field, value);
          }
        }
        if (name.equals(source.columns().get(SourceDefinition.STATUS))) {
          own.put(SourceDefinition.STATUS, value);
        }
        if (source.layout().isHyperparameter(name)) {
          hyperparameters.put(name, value);
        }
      }
    }
    names.putAll(facts.names());
    hyperparameters.putAll(source.rules().declared());
    return IdentifiedRun.resolve(
        source, file.captures(), new RunMetadata(names, hyperparameters, null), own);
  }
}
