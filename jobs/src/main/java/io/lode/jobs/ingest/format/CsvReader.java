package io.lode.jobs.ingest.format;

import io.lode.jobs.conf.settings.ReadingBounds;
import io.lode.jobs.conf.source.NumberForm;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Comma-separated values after RFC 4180 with a header line: quoted fields may hold commas, line
 * breaks and doubled quotes. Blank lines are no rows, nor are lines that start with # and are no
 * rows of the table. A header without a comma may be separated by tabs or semicolons. A later line
 * that names the columns again, as a resumed program writes it, is the header of the rows after it.
 */
final class CsvReader extends CellRowReader {

  private final CsvRecords records;
  private final String header;
  private final String headerDefect;

  /** The columns of the header in force, and where each is among the cells. */
  private Set<String> names = Set.of();

  private int[] places = new int[0];
  private boolean ended;
  private String raw = "";
  private long leftOut;

  /**
   * Opens a file.
   *
   * @param numbers how its numbers are written; null where its first rows tell
   */
  CsvReader(InputStream stream, NumberForm numbers, ReadingBounds bounds) throws IOException {
    records = new CsvRecords(new TextStart(stream), bounds.longestRow());
    String broken = null;
    boolean found = false;
    try {
      found = header();
      broken = records.problem();
    } catch (DamagedDataException e) {
      broken = e.getMessage();
    }
    List<String> columns = columns();
    if (broken == null && columns.size() > bounds.mostColumns()) {
      broken =
          "the header names "
              + columns.size()
              + " columns, expected at most "
              + bounds.mostColumns()
              + " (ingest.most-columns)";
    }
    Set<String> seen = new HashSet<>();
    for (String name : columns) {
      if (!seen.add(name) && broken == null) {
        broken = "the header names column '" + name + "' twice";
      }
    }
    if (broken == null) {
      take(columns);
    }
    header = records.raw();
    if (broken == null) {
      cells.read(numbers == null ? CsvNumbers.tell(records.ahead(), records.separator()) : numbers);
    }
    headerDefect = broken == null && !found ? "found nothing, expected a header line" : broken;
  }

  private boolean header() throws IOException {
    boolean found = records.next();
    while (found && records.problem() == null && isComment()) {
      leftOut++;
      found = records.next();
    }
    if (records.fields().size() == 1) {
      for (char other : new char[] {'\t', ';'}) {
        if (records.raw().indexOf(other) >= 0) {
          records.separateBy(other);
          String[] split = records.raw().split(String.valueOf(other), -1);
          records.fields().clear();
          records.fields().addAll(List.of(split));
          break;
        }
      }
    }
    return found;
  }

  /** Whether the record is a remark of the program, such as a version. */
  private boolean isComment() {
    return records.raw().startsWith("#");
  }

  @Override
  public long leftOut() {
    return leftOut;
  }

  private List<String> columns() {
    List<String> columns = new ArrayList<>();
    records.fields().forEach(field -> columns.add(strip(field)));
    return columns;
  }

  private static String strip(String name) {
    return name.startsWith("\uFEFF") ? name.substring(1).strip() : name.strip();
  }

  /** Makes a list of columns the header in force. */
  private void take(List<String> columns) {
    cells.clear();
    names = new HashSet<>(columns);
    places = columns.stream().mapToInt(cells::place).toArray();
  }

  /**
   * Whether the record names columns: no field is a number, no name comes twice, and at least half
   * of the names of the header in force are among them.
   */
  private boolean isHeader() {
    List<String> fields = records.fields();
    if (names.isEmpty() || 2 * fields.size() < names.size() || startsLikeANumber(fields.get(0))) {
      return false;
    }
    Set<String> found = new HashSet<>();
    int known = 0;
    for (String field : fields) {
      String name = strip(field);
      if (name.isEmpty() || Numbers.parse(name) != null || !found.add(name)) {
        return false;
      }
      known += names.contains(name) ? 1 : 0;
    }
    return 2 * known >= names.size();
  }

  /** Most rows do, which thus are no headers without a further look. */
  private static boolean startsLikeANumber(String field) {
    if (field.isEmpty()) {
      return true;
    }
    char first = field.charAt(0);
    return (first >= '0' && first <= '9') || first == '-' || first == '.' || first == '+';
  }

  @Override
  public boolean next() throws IOException {
    if (ended) {
      return false;
    }
    defect = null;
    if (headerDefect != null) {
      raw = header;
      row = 1;
      return last(headerDefect);
    }
    boolean any;
    try {
      any = records.next();
      while (any && records.problem() == null && isNoRow()) {
        any = records.next();
      }
    } catch (DamagedDataException e) {
      row = records.line();
      raw = "";
      return last(e.getMessage());
    }
    if (!any) {
      ended = true;
      return false;
    }
    row = records.line();
    raw = records.raw();
    List<String> fields = records.fields();
    if (records.problem() != null) {
      defect = new RowDefect("truncated row", records.problem());
    } else if (fields.size() != places.length) {
      boolean cut = !records.isEnded() && fields.size() < places.length;
      defect =
          new RowDefect(
              cut ? "truncated row" : "wrong number of columns",
              "found " + fields.size() + " columns, expected " + places.length);
    } else {
      for (int i = 0; i < places.length; i++) {
        cells.set(places[i], fields.get(i));
      }
    }
    return true;
  }

  /** Whether the record is blank, or a comment, or a header, which then is in force. */
  private boolean isNoRow() {
    List<String> fields = records.fields();
    if (isComment() && fields.size() != places.length) {
      leftOut++;
      return true;
    }
    if (fields.size() == 1 && fields.get(0).isBlank()) {
      return true;
    }
    if (!isHeader()) {
      return false;
    }
    take(columns());
    return true;
  }

  private boolean last(String detail) {
    ended = true;
    defect = new RowDefect("unreadable file", detail);
    return true;
  }

  @Override
  public String raw() {
    return raw;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
