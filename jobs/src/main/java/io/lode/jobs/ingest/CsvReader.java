package io.lode.jobs.ingest;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;

/**
 * Comma-separated values after RFC 4180 with a header line: quoted fields may hold commas, line
 * breaks and doubled quotes. Blank lines are no rows.
 */
final class CsvReader implements LogReader {

  private static final int LONGEST_ROW = 1_000_000;

  private final BufferedReader text;
  private final List<String> header;
  private final String headerDefect;
  private long line = 1;
  private boolean ended;

  /** State of the record that was read last. */
  private final StringBuilder raw = new StringBuilder();

  private boolean endedByNewline;
  private boolean unclosedQuote;

  CsvReader(InputStream stream) throws IOException {
    text = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8), 1 << 16);
    List<String> fields = null;
    String broken = null;
    try {
      fields = record();
    } catch (EOFException | ZipException e) {
      broken = "compressed data is damaged: " + e.getMessage();
    }
    if (fields == null) {
      header = List.of();
      headerDefect = broken == null ? "found nothing, expected a header line" : broken;
    } else {
      header = fields.stream().map(name -> strip(name)).toList();
      Set<String> seen = new HashSet<>();
      headerDefect =
          header.stream()
              .filter(name -> !seen.add(name))
              .findFirst()
              .map(name -> "the header names column '" + name + "' twice")
              .orElse(null);
    }
  }

  private static String strip(String name) {
    return name.startsWith("\uFEFF") ? name.substring(1).strip() : name.strip();
  }

  @Override
  public Set<String> columns() {
    return new LinkedHashSet<>(header);
  }

  @Override
  public RawRow next() throws IOException {
    if (ended) {
      return null;
    }
    if (headerDefect != null) {
      ended = true;
      return RawRow.defective(1, String.join(",", header), "unreadable file", headerDefect);
    }
    long start = line;
    List<String> fields;
    try {
      do {
        start = line;
        fields = record();
      } while (fields != null && fields.size() == 1 && fields.get(0).isBlank() && !unclosedQuote);
    } catch (EOFException | ZipException e) {
      ended = true;
      return RawRow.defective(
          start,
          raw.toString(),
          "unreadable file",
          "compressed data is damaged: " + e.getMessage());
    }
    if (fields == null) {
      ended = true;
      return null;
    }
    if (unclosedQuote) {
      ended = true;
      return RawRow.defective(
          start,
          raw.toString(),
          "truncated row",
          "a quote that is never closed, or a row of over a million characters");
    }
    if (fields.size() != header.size()) {
      boolean cut = !endedByNewline && fields.size() < header.size();
      return RawRow.defective(
          start,
          raw.toString(),
          cut ? "truncated row" : "wrong number of columns",
          "found " + fields.size() + " columns, expected " + header.size());
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      String value = fields.get(i).strip();
      if (!value.isEmpty()) {
        values.put(header.get(i), value);
      }
    }
    return RawRow.of(start, raw.toString(), values);
  }

  /** Reads one record; null at the end. */
  private List<String> record() throws IOException {
    raw.setLength(0);
    unclosedQuote = false;
    endedByNewline = false;
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    boolean any = false;
    int next;
    while ((next = text.read()) >= 0) {
      any = true;
      char c = (char) next;
      if (c == '\n') {
        line++;
      }
      if (!quoted && c == '\n') {
        endedByNewline = true;
        break;
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
          raw.append((char) text.read());
          field.append('"');
        } else {
          quoted = false;
        }
      } else if (c == '"' && field.toString().isBlank()) {
        field.setLength(0);
        quoted = true;
      } else if (c == ',') {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    if (!any) {
      return null;
    }
    if (raw.length() > 0 && raw.charAt(raw.length() - 1) == '\r') {
      raw.setLength(raw.length() - 1);
    }
    unclosedQuote = quoted;
    fields.add(field.toString());
    return fields;
  }

  private int peek() throws IOException {
    text.mark(1);
    int next = text.read();
    text.reset();
    return next;
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
