package io.lode.jobs.ingest.format;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** A text that is read whole and may have only so many characters. */
public final class DocumentText extends FilterReader {

  private final int longest;
  private long count;

  /**
   * Reads a text.
   *
   * @param longest the most characters that it may have
   */
  public DocumentText(Reader text, int longest) {
    super(text);
    this.longest = longest;
  }

  /**
   * As the superclass.
   *
   * @throws DamagedDataException if the text has more characters than it may
   */
  @Override
  public int read(char[] into, int offset, int length) throws IOException {
    int read = super.read(into, offset, length);
    count += Math.max(0, read);
    if (count > longest) {
      throw new DamagedDataException(
          "a document of over " + longest + " characters (ingest.largest-document)", null);
    }
    return read;
  }

  @Override
  public int read() throws IOException {
    char[] one = new char[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }
}
