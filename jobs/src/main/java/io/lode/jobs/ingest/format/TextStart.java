package io.lode.jobs.ingest.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The characters of a text file: UTF-8, or UTF-16 where its first bytes show that. A byte-order
 * mark is no part of the text.
 */
public final class TextStart extends Reader {

  private static final int LOOKED_AT = 4;

  private final InputStream stream;
  private Reader text;

  /** Reads from a stream, of which nothing is read yet. */
  public TextStart(InputStream stream) {
    this.stream = stream;
  }

  @Override
  public int read(char[] into, int offset, int length) throws IOException {
    if (text == null) {
      PushbackInputStream bytes = new PushbackInputStream(stream, LOOKED_AT);
      byte[] start = new byte[LOOKED_AT];
      int found = bytes.readNBytes(start, 0, LOOKED_AT);
      int mark = mark(start, found);
      bytes.unread(start, mark, found - mark);
      text = new InputStreamReader(bytes, charset(start, found));
    }
    return text.read(into, offset, length);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  private static Charset charset(byte[] start, int length) {
    if (length < 2) {
      return StandardCharsets.UTF_8;
    }
    // Without a mark, the empty half of each Latin letter shows the order.
    if (isLittleMark(start) || (start[0] != 0 && start[1] == 0)) {
      return StandardCharsets.UTF_16LE;
    }
    return isBigMark(start) || (start[0] == 0 && start[1] != 0)
        ? StandardCharsets.UTF_16BE
        : StandardCharsets.UTF_8;
  }

  /** Bytes of the byte-order mark, 0 where there is none. */
  private static int mark(byte[] start, int length) {
    if (length >= 2 && (isLittleMark(start) || isBigMark(start))) {
      return 2;
    }
    boolean utf8 =
        length >= 3
            && start[0] == (byte) 0xef
            && start[1] == (byte) 0xbb
            && start[2] == (byte) 0xbf;
    return utf8 ? 3 : 0;
  }

  private static boolean isLittleMark(byte[] start) {
    return start[0] == (byte) 0xff && start[1] == (byte) 0xfe;
  }

  private static boolean isBigMark(byte[] start) {
    return start[0] == (byte) 0xfe && start[1] == (byte) 0xff;
  }
}
