package io.lode.jobs.print;

import io.lode.jobs.SafeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rows under named columns, as aligned text or as one map a row. */
public final class TextTable {

  private static final int WIDEST = 60;

  private final List<String> columns;
  private final List<List<Object>> rows = new ArrayList<>();

  public TextTable(String... columns) {
    this.columns = List.of(columns);
  }

  /** Adds a row with a value, or null, for each column. */
  public void add(Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          "a row needs " + columns.size() + " values, found " + values.length);
    }
    rows.add(Arrays.asList(values));
  }

  public List<List<Object>> rows() {
    return rows;
  }

  /** One map a row, by column. */
  public List<Map<String, Object>> records() {
    List<Map<String, Object>> records = new ArrayList<>();
    for (List<Object> row : rows) {
      Map<String, Object> record = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        record.put(columns.get(i), row.get(i));
      }
      records.add(record);
    }
    return records;
  }

  /** A header and a line a row, columns padded; line breaks and long values are shortened. */
  public List<String> lines() {
    List<List<String>> cells = new ArrayList<>();
    cells.add(columns);
    for (List<Object> row : rows) {
      cells.add(row.stream().map(TextTable::cell).toList());
    }
    int[] widths = new int[columns.size()];
    for (List<String> line : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    return cells.stream().map(line -> padded(line, widths)).toList();
  }

  private static String padded(List<String> line, int[] widths) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      text.append(line.get(i));
      text.append(" ".repeat(widths[i] - line.get(i).length() + 2));
    }
    return text.toString().stripTrailing();
  }

  private static String cell(Object value) {
    if (value == null) {
      return "-";
    }
    String text;
    if (value instanceof Double number) {
      text =
          number == Math.rint(number) && Math.abs(number) < 1e15
              ? Long.toString(Math.round(number))
              : String.format(Locale.ROOT, "%.6g", number);
    } else {
      text = value.toString();
    }
    // A name of nothing but blanks would not be seen.
    text = SafeText.escaped(text.isBlank() && !text.isEmpty() ? "'" + text + "'" : text);
    return text.length() > WIDEST ? text.substring(0, WIDEST - 3) + "..." : text;
  }
}
