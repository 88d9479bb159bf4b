package io.lode.jobs.ingest.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;

/**
 * The lines of a text, each held in memory up to a bound: of a longer one the beginning is kept,
 * and its end is passed over. A line ends with a line feed, or with that and a carriage return.
 */
public final class TextLines implements Closeable {

  private final Reader text;
  private final int longest;
  private final char[] buffer = new char[1 << 16];
  private int at;
  private int end;
  private long length;

  /**
   * Reads the lines of a text.
   *
   * @param longest the most characters that are kept of a line
   */
  public TextLines(Reader text, int longest) {
    this.text = text;
    this.longest = longest;
  }

  /**
   * The next line without its end, cut off where it is longer than the bound; null at the end.
   *
   * @throws IOException if the text cannot be read on
   */
  public String next() throws IOException {
    StringBuilder line = new StringBuilder();
    length = 0;
    while (fill()) {
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      length += at - from;
      line.append(buffer, from, Math.min(at - from, longest - line.length()));
      if (at < end) {
        at++;
        return ended(line);
      }
    }
    return length == 0 ? null : ended(line);
  }

  private String ended(StringBuilder line) {
    if (length == line.length() && length > 0 && line.charAt(line.length() - 1) == '\r') {
      line.setLength(line.length() - 1);
    }
    return line.toString();
  }

  /** How many characters the last line has in all. */
  public long length() {
    return length;
  }

  /** Whether the last line was longer than the bound, so that its end is lost. */
  public boolean isCut() {
    return length > longest;
  }

  private boolean fill() throws IOException {
    if (at < end) {
      return true;
    }
    at = 0;
    end = Math.max(0, text.read(buffer, 0, buffer.length));
    return end > 0;
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
