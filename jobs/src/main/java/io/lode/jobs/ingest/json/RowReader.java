package io.lode.jobs.ingest.json;

import io.lode.jobs.ingest.format.DamagedDataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Text of which a part, a row, may have only so many characters. A parser that reads from it thus
 * cannot hold more of the row in memory.
 */
final class RowReader extends BufferedReader {

  /** What parsers read ahead, beyond the row. */
  private static final int AHEAD = 1 << 16;

  private final int longest;
  private long count = Long.MIN_VALUE;

  /**
   * Reads a text.
   *
   * @param longest the most characters of a row
   */
  RowReader(Reader text, int longest) {
    super(text, 1 << 16);
    this.longest = longest;
  }

  /** Counts what is read from here on. */
  void startRow() {
    count = 0;
  }

  /** Counts no longer. */
  void endRow() {
    count = Long.MIN_VALUE;
  }

  /**
   * As the superclass.
   *
   * @throws DamagedDataException if the row has more characters than it may
   */
  @Override
  public int read(char[] into, int offset, int length) throws IOException {
    int read = super.read(into, offset, length);
    count += Math.max(0, read);
    if (count > (long) longest + AHEAD) {
      throw new DamagedDataException(
          "a row of over " + longest + " characters (ingest.longest-row)", null);
    }
    return read;
  }
}
