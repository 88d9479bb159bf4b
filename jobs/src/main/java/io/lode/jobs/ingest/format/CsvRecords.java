package io.lode.jobs.ingest.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits text into records after RFC 4180, each held in memory up to a bound.
 *
 * <p>A quote that is never closed would swallow what follows. Where it reaches over more than a
 * line to the end of the file, or to the bound, it is taken for a stray one: its line is a defect,
 * the lines after it are records, and from then on no record spans lines.
 */
final class CsvRecords implements Closeable {

  private final Reader text;
  private final int longest;
  private char[] buffer = new char[1 << 16];
  private int at;
  private int end;

  private char separator = ',';
  private boolean spansLines = true;
  private long line = 1;

  /** State of the record that was read last. */
  private final StringBuilder raw = new StringBuilder();

  private final List<String> fields = new ArrayList<>();
  private final StringBuilder field = new StringBuilder();
  private long start;
  private boolean endedByNewline;
  private String problem;

  /**
   * Reads the records of a text.
   *
   * @param longest the most characters of a record
   */
  CsvRecords(Reader text, int longest) {
    this.text = text;
    this.longest = longest;
  }

  /** Says what separates the fields of the records to come. */
  void separateBy(char other) {
    separator = other;
  }

  /** What separates the fields of a record. */
  char separator() {
    return separator;
  }

  /** Text after the record that was read last, as much as is at hand. */
  String ahead() throws IOException {
    return at < end || fill() ? new String(buffer, at, end - at) : "";
  }

  /** Reads the next record; false at the end. */
  boolean next() throws IOException {
    raw.setLength(0);
    field.setLength(0);
    fields.clear();
    problem = null;
    endedByNewline = false;
    start = line;
    boolean quoted = false;
    boolean any = false;
    int next;
    while ((next = read()) >= 0) {
      any = true;
      char c = (char) next;
      if (raw.length() >= longest && (c != '\n' || quoted)) {
        end(c, quoted);
        return true;
      }
      if (c == '\n') {
        line++;
        if (!quoted || !spansLines) {
          endedByNewline = true;
          break;
        }
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
    fields.add(field.toString());
    if (quoted) {
      problem = "a quote that is never closed";
      int first = raw.indexOf("\n");
      // One swallowed line is how a file ends whose writer was killed.
      int second = first < 0 ? -1 : raw.indexOf("\n", first + 1);
      if (second >= 0 && second < raw.length() - 1) {
        readAgain(first, "");
      }
    }
    return true;
  }

  /** Ends a record that is too long, whose next character is given. */
  private void end(char c, boolean quoted) throws IOException {
    int first = raw.indexOf("\n");
    if (quoted && first >= 0) {
      problem = "a quote that is never closed";
      readAgain(first, String.valueOf(c));
      return;
    }
    long length = raw.length() + 1L;
    int next = read();
    while (next >= 0 && next != '\n') {
      length++;
      next = read();
    }
    line++;
    endedByNewline = next >= 0;
    problem =
        "a row of " + length + " characters, expected at most " + longest + " (ingest.longest-row)";
  }

  /** Makes records of what follows the first line of the current one. */
  private void readAgain(int firstBreak, String next) {
    String again = raw.substring(firstBreak + 1) + next;
    char[] joined = new char[Math.max(buffer.length, again.length() + end - at)];
    again.getChars(0, again.length(), joined, 0);
    System.arraycopy(buffer, at, joined, again.length(), end - at);
    end = again.length() + end - at;
    at = 0;
    buffer = joined;
    raw.setLength(firstBreak);
    line = start + 1;
    endedByNewline = true;
    spansLines = false;
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
    return at < end || fill() ? buffer[at++] : -1;
  }

  private int peek() throws IOException {
    return at < end || fill() ? buffer[at] : -1;
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, text.read(buffer, 0, buffer.length));
    return end > 0;
  }

  /** The fields of the record. */
  List<String> fields() {
    return fields;
  }

  /** The text of the record without its line break; the beginning of one that is too long. */
  String raw() {
    return raw.toString();
  }

  /** The line that the record starts on; the first is 1. */
  long line() {
    return start;
  }

  /** Whether a line break ends the record, rather than the file. */
  boolean isEnded() {
    return endedByNewline;
  }

  /** Why the record has no fields to use, or null. */
  String problem() {
    return problem;
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
