package io.lode.jobs.ingest.format;

import io.lode.jobs.conf.source.NumberForm;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Comma-separated values after RFC 4180 with a header line: quoted fields may hold commas, line
 * breaks and doubled quotes. Blank lines are no rows, nor are lines that start with # and are no
 * rows of the table. A header without a comma may be separated by tabs or semicolons.
 */
final class CsvReader extends CellRowReader {

  private static final int LONGEST_ROW = 1_000_000;
  private static final int NONE = -2;

  private final Reader text;
  private final char[] buffer = new char[1 << 16];
  private int at;
  private int end;
  private int ahead = NONE;

  private final int[] places;
  private final String header;
  private final String headerDefect;
  private char separator = ',';
  private long line = 1;
  private boolean ended;
  private long leftOut;

  /** State of the record that was read last. */
  private final StringBuilder raw = new StringBuilder();

  private final List<String> fields = new ArrayList<>();
  private final StringBuilder field = new StringBuilder();
  private boolean endedByNewline;
  private boolean unclosedQuote;

  CsvReader(InputStream stream, NumberForm numbers) throws IOException {
    text = new TextStart(stream);
    String broken = null;
    boolean found = false;
    try {
      found = header();
    } catch (DamagedDataException e) {
      broken = e.getMessage();
    }
    places = new int[fields.size()];
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < places.length; i++) {
      String name = fields.get(i).strip();
      if (!seen.add(name) && broken == null) {
        broken = "the header names column '" + name + "' twice";
      }
      places[i] = cells.place(name);
    }
    cells.read(numbers == null ? CsvNumbers.tell(buffer, at, end, separator) : numbers);
    header = raw.toString();
    headerDefect = broken == null && !found ? "found nothing, expected a header line" : broken;
  }

  private boolean header() throws IOException {
    boolean found = record();
    while (found && isComment() && !unclosedQuote) {
      leftOut++;
      found = record();
    }
    if (fields.size() == 1) {
      for (char other : new char[] {'\t', ';'}) {
        if (raw.indexOf(String.valueOf(other)) >= 0) {
          separator = other;
          String[] names = raw.toString().split(String.valueOf(other), -1);
          fields.clear();
          fields.addAll(List.of(names));
          break;
        }
      }
    }
    return found;
  }

  /** Whether the record that was read last is a remark of the program, such as a version. */
  private boolean isComment() {
    return raw.length() > 0 && raw.charAt(0) == '#';
  }

  @Override
  public long leftOut() {
    return leftOut;
  }

  @Override
  public boolean next() throws IOException {
    if (ended) {
      return false;
    }
    defect = null;
    row = line;
    if (headerDefect != null) {
      raw.setLength(0);
      raw.append(header);
      row = 1;
      return last("unreadable file", headerDefect);
    }
    boolean any;
    try {
      do {
        row = line;
        any = record();
      } while (any && !unclosedQuote && isNoRow());
    } catch (DamagedDataException e) {
      return last("unreadable file", e.getMessage());
    }
    if (!any) {
      ended = true;
      return false;
    }
    if (unclosedQuote) {
      return last(
          "truncated row", "a quote that is never closed, or a row of over a million characters");
    }
    if (fields.size() != places.length) {
      boolean cut = !endedByNewline && fields.size() < places.length;
      defect =
          new RowDefect(
              cut ? "truncated row" : "wrong number of columns",
              "found " + fields.size() + " columns, expected " + places.length);
      return true;
    }
    for (int i = 0; i < places.length; i++) {
      cells.set(places[i], fields.get(i));
    }
    return true;
  }

  /** Whether the record that was read last is blank, or a comment, which is counted. */
  private boolean isNoRow() {
    if (isComment() && fields.size() != places.length) {
      leftOut++;
      return true;
    }
    return fields.size() == 1 && fields.get(0).isBlank();
  }

  private boolean last(String reason, String detail) {
    ended = true;
    defect = new RowDefect(reason, detail);
    return true;
  }

  /** Reads one record; false at the end. */
  private boolean record() throws IOException {
    raw.setLength(0);
    field.setLength(0);
    fields.clear();
    unclosedQuote = false;
    endedByNewline = false;
    boolean quoted = false;
    boolean any = false;
    int next;
    while ((next = read()) >= 0) {
      any = true;
      char c = (char) next;
      if (c == '\n') {
        line++;
        if (!quoted) {
          endedByNewline = true;
          break;
        }
      }
      if (raw.length() >= LONGEST_ROW) {
        quoted = true;
        break;
      }
      raw.append(c);
      if (quoted) {
        if (c != '"') {
          field.append(c);
        } else if (peek() == '"') {
          raw.append((char) read());
          field.append('"');
        } else {
          quoted = false;
        }
      } else if (c == '"' && isBlank(field)) {
        field.setLength(0);
        quoted = true;
      } else if (c == separator) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    if (!any) {
      return false;
    }
    if (raw.length() > 0 && raw.charAt(raw.length() - 1) == '\r') {
      raw.setLength(raw.length() - 1);
    }
    unclosedQuote = quoted;
    fields.add(field.toString());
    return true;
  }

  private static boolean isBlank(StringBuilder text) {
    for (int i = 0; i < text.length(); i++) {
      if (!Character.isWhitespace(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private int read() throws IOException {
    if (ahead != NONE) {
      int next = ahead;
      ahead = NONE;
      return next;
    }
    if (at == end) {
      end = Math.max(0, text.read(buffer, 0, buffer.length));
      at = 0;
      if (end == 0) {
        return -1;
      }
    }
    return buffer[at++];
  }

  private int peek() throws IOException {
    if (ahead == NONE) {
      ahead = read();
    }
    return ahead;
  }

  @Override
  public String raw() {
    return raw.toString();
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
