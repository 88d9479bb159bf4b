package io.lode.jobs.ingest.text;

import io.lode.jobs.conf.settings.ReadingBounds;
import io.lode.jobs.conf.source.FileForm;
import io.lode.jobs.ingest.format.CellRowReader;
import io.lode.jobs.ingest.format.DamagedDataException;
import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.format.TextStart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines of text, such as a program prints: a line in which a pattern is found is a row, and each
 * named group of the pattern a column. Where several patterns are found in a line, all give values,
 * earlier patterns first. Other lines are counted and left out. Colours of a terminal are no part
 * of a line, and a carriage return starts a new one, as progress bars do.
 */
final class TextReader extends CellRowReader {

  /** Lines on which a pattern was too slow, after which no pattern is tried: about a second. */
  private static final int MOST_SLOW_LINES = 100;

  private final BufferedReader text;
  private final List<LinePattern> patterns;
  private final List<String> carriedNames;
  private final Map<String, String> carried = new HashMap<>();
  private final StringBuilder line = new StringBuilder();

  /** Characters of a line that are read; a longer one is rejected. */
  private final int longest;

  private String raw = "";
  private String first;
  private long lines;
  private long matched;
  private long leftOut;
  private int slow;
  private long length;
  private boolean ended;

  TextReader(InputStream stream, FileForm form, ReadingBounds bounds) throws IOException {
    longest = bounds.longestRow();
    patterns = form.patterns().stream().map(LinePattern::of).toList();
    carriedNames = form.carried();
    cells.read(form.numbersOrPlain());
    text = new BufferedReader(new TextStart(stream), 1 << 16);
  }

  @Override
  public boolean next() throws IOException {
    defect = null;
    try {
      while (!ended) {
        if (!readLine()) {
          return end();
        }
        if (take()) {
          return true;
        }
      }
    } catch (DamagedDataException e) {
      return last(new RowDefect("unreadable file", e.getMessage()));
    }
    return false;
  }

  private boolean end() {
    ended = true;
    if (slow >= MOST_SLOW_LINES) {
      return last(
          new RowDefect(
              "pattern too slow",
              leftOut + " lines were left out, most of them untried; mend the patterns"));
    }
    return matched == 0
        && last(
            new RowDefect(
                "no rows",
                "no pattern is found in any of "
                    + lines
                    + " lines"
                    + (first == null ? "" : ", such as '" + first + "'")));
  }

  private boolean last(RowDefect found) {
    ended = true;
    raw = "";
    row = Math.max(1, lines);
    defect = found;
    return true;
  }

  /** Tries the patterns on the line; says whether it is a row. */
  private boolean take() {
    raw = line.toString();
    if (raw.isBlank()) {
      return false;
    }
    row = lines;
    if (length > longest) {
      matched++;
      defect =
          new RowDefect(
              "line too long",
              "a line of "
                  + length
                  + " characters, expected at most "
                  + longest
                  + " (ingest.longest-row)");
      return true;
    }
    if (first == null) {
      first = raw.length() > 200 ? raw.substring(0, 200) : raw;
    }
    cells.clear();
    boolean found = false;
    if (slow < MOST_SLOW_LINES) {
      try {
        for (LinePattern pattern : patterns) {
          found |= pattern.find(raw, this::set);
        }
      } catch (RowDefect e) {
        slow++;
        matched++;
        defect = e;
        return true;
      }
    }
    if (!found) {
      leftOut++;
      return false;
    }
    matched++;
    for (String name : carriedNames) {
      int place = cells.place(name);
      if (cells.cell(place) == Cell.MISSING) {
        cells.set(place, carried.getOrDefault(name, ""));
      } else {
        carried.put(name, cells.text(place));
      }
    }
    return true;
  }

  private void set(String name, String value) {
    int place = cells.place(name);
    if (cells.cell(place) == Cell.MISSING) {
      cells.set(place, value);
    }
  }

  /** Reads a line without its end and without colours; false at the end of the text. */
  private boolean readLine() throws IOException {
    line.setLength(0);
    length = 0;
    int next = text.read();
    if (next < 0) {
      return false;
    }
    lines++;
    boolean escape = false;
    while (next >= 0 && next != '\n' && next != '\r') {
      if (escape) {
        // A colour ends with a letter, such as ESC [ 3 2 m.
        escape = !Character.isLetter(next);
      } else if (next == 0x1b) {
        escape = true;
      } else {
        length++;
        if (length <= longest) {
          line.append((char) next);
        }
      }
      next = text.read();
    }
    return true;
  }

  @Override
  public long leftOut() {
    return leftOut;
  }

  @Override
  public String raw() {
    return raw;
  }

  /** False: each pattern has columns of its own. */
  @Override
  public boolean hasFixedColumns() {
    return false;
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
