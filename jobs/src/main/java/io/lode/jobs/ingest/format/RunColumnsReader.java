package io.lode.jobs.ingest.format;

import io.lode.jobs.conf.Listing;
import io.lode.jobs.conf.source.SourceDefinition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A table with columns of several runs, such as {@code quiet-sun-1 - val/loss}: a row for each run
 * that has a value in a row of the table. What the column's name says of the run is in columns of
 * their own, and the run's values are in columns named as the source names them. Of the table's
 * other columns only those are read that the source names.
 */
final class RunColumnsReader implements LogReader {

  private final LogReader table;
  private final SourceDefinition source;

  /** The runs met so far, by what the names of their columns say. */
  private final Map<Map<String, String>, List<Column>> runs = new LinkedHashMap<>();

  /** Names of the columns: the table's own that are read, what names say, the runs' values. */
  private final List<String> names = new ArrayList<>();

  private final List<Integer> shared = new ArrayList<>();
  private int width;
  private List<Map.Entry<Map<String, String>, List<Column>>> ofRow = List.of();
  private int at;
  private RowDefect noColumns;
  private boolean any;

  /** A column of the table that belongs to a run. */
  private record Column(int place, int name) {}

  RunColumnsReader(LogReader table, SourceDefinition source) {
    this.table = table;
    this.source = source;
    takeNewColumns();
  }

  private int name(String name) {
    int place = names.indexOf(name);
    if (place < 0) {
      place = names.size();
      names.add(name);
      shared.add(-1);
    }
    return place;
  }

  private void takeNewColumns() {
    for (; width < table.width(); width++) {
      int place = width;
      String column = table.column(width);
      var ofRun = source.layout().form().runColumn(column);
      if (ofRun.isPresent()) {
        Map<String, String> captures = ofRun.get().getValue();
        captures.keySet().forEach(this::name);
        runs.computeIfAbsent(captures, run -> new ArrayList<>())
            .add(new Column(place, name(ofRun.get().getKey())));
      } else if (source.names(column) || source.layout().isHyperparameter(column)) {
        shared.set(name(column), place);
      }
    }
  }

  @Override
  public boolean next() throws IOException {
    if (++at < ofRow.size()) {
      return true;
    }
    while (table.next()) {
      at = 0;
      any = true;
      if (table.defect() != null) {
        ofRow = List.of();
        return true;
      }
      takeNewColumns();
      if (runs.isEmpty()) {
        return withoutRuns();
      }
      ofRow = runs.entrySet().stream().filter(run -> hasValue(run.getValue())).toList();
      if (!ofRow.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private boolean withoutRuns() {
    ofRow = List.of();
    List<String> found = new ArrayList<>();
    for (int i = 0; i < table.width(); i++) {
      found.add(table.column(i));
    }
    noColumns =
        new RowDefect(
            "no column " + String.join(", ", source.layout().form().runColumns().keySet()),
            "found columns " + Listing.of(found));
    return true;
  }

  private boolean hasValue(List<Column> columns) {
    return columns.stream().anyMatch(column -> table.cell(column.place()) != Cell.MISSING);
  }

  /** The column of the table behind a column of the current row; -1 where there is none. */
  private int place(int index) {
    if (shared.get(index) >= 0 || ofRow.isEmpty()) {
      return shared.get(index);
    }
    for (Column column : ofRow.get(at).getValue()) {
      if (column.name() == index) {
        return column.place();
      }
    }
    return -1;
  }

  private String captured(int index) {
    return ofRow.isEmpty() ? null : ofRow.get(at).getKey().get(names.get(index));
  }

  @Override
  public RowDefect defect() {
    return table.defect() != null ? table.defect() : noColumns;
  }

  @Override
  public long row() {
    return table.row();
  }

  @Override
  public String raw() {
    if (defect() != null || ofRow.isEmpty()) {
      return any ? table.raw() : "";
    }
    StringJoiner text = new StringJoiner(", ", "{", "}");
    for (int i = 0; i < names.size(); i++) {
      if (text(i) != null) {
        text.add(names.get(i) + "=" + text(i));
      }
    }
    return text.toString();
  }

  @Override
  public boolean keepsRaw() {
    return false;
  }

  @Override
  public int width() {
    return names.size();
  }

  @Override
  public String column(int index) {
    return names.get(index);
  }

  /** False: the runs of a table may have different columns. */
  @Override
  public boolean hasFixedColumns() {
    return false;
  }

  @Override
  public Cell cell(int index) {
    int place = place(index);
    return place >= 0
        ? table.cell(place)
        : captured(index) == null
            ? Cell.MISSING
            : captured(index).isBlank() ? Cell.MISSING : Cell.TEXT;
  }

  @Override
  public double number(int index) {
    int place = place(index);
    return place >= 0 ? table.number(place) : Double.NaN;
  }

  @Override
  public String text(int index) {
    int place = place(index);
    return place >= 0 ? table.text(place) : captured(index);
  }

  @Override
  public RunMetadata facts() {
    return table.facts();
  }

  @Override
  public long leftOut() {
    return table.leftOut();
  }

  @Override
  public void close() throws IOException {
    table.close();
  }
}
