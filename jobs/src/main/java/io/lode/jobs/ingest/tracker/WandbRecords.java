package io.lode.jobs.ingest.tracker;

import io.lode.jobs.ingest.format.Bounds;
import io.lode.jobs.ingest.format.DamagedDataException;
import io.lode.jobs.ingest.format.LogStreams;
import io.lode.jobs.ingest.format.RowDefect;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The records of a .wandb file. After seven bytes that name the format the file is one of blocks of
 * 32 KiB, as LevelDB writes logs: a record is whole in a block, or in parts (first, middle, last),
 * each with its CRC-32 (4 bytes), length (2) and kind (1), little-endian.
 */
final class WandbRecords implements Closeable {

  private static final int BLOCK = 1 << 15;
  private static final int HEAD = 7;
  private static final int FULL = 1;
  private static final int FIRST = 2;
  private static final int LAST = 4;
  private static final String DAMAGED = "damaged record";
  private static final String TOO_LARGE = "record too large";
  private static final byte[] START = {':', 'W', '&', 'B', (byte) 0xe1, (byte) 0xbe};

  private final InputStream stream;
  private final CRC32 crc = new CRC32();
  private final int largest;
  private int inBlock;
  private long number;

  WandbRecords(Path file, Configuration configuration) throws IOException {
    largest = Bounds.of(configuration).largestRecord();
    stream = new BufferedInputStream(LogStreams.open(file, configuration), 1 << 16);
    stream.skipNBytes(HEAD);
    inBlock = HEAD;
  }

  /** Whether a file starts as such files do. */
  static boolean isOne(Path file, Configuration configuration) throws IOException {
    try (InputStream in = LogStreams.open(file, configuration)) {
      byte[] start = in.readNBytes(HEAD);
      return start.length == HEAD
          && java.util.Arrays.equals(start, 0, START.length, START, 0, START.length);
    } catch (DamagedDataException e) {
      return false;
    }
  }

  /** Records read so far, damaged ones included. */
  long number() {
    return number;
  }

  /**
   * The next record; null at the end.
   *
   * @throws RowDefect if it is damaged: {@code truncated record} where the file ends within it,
   *     {@code damaged record} or {@code record too large} where the next one can still be read,
   *     {@code unreadable file} where it cannot
   */
  byte[] next() throws IOException, RowDefect {
    ByteArrayOutputStream parts = null;
    long size = 0;
    while (true) {
      int left = BLOCK - inBlock;
      if (left < HEAD) {
        stream.readNBytes(left);
        inBlock = 0;
        continue;
      }
      byte[] head = stream.readNBytes(HEAD);
      if (head.length == 0 && parts == null) {
        return null;
      }
      number += parts == null ? 1 : 0;
      if (head.length < HEAD) {
        throw new RowDefect("truncated record", "the file ends within record " + number);
      }
      ByteBuffer numbers = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
      int length = Short.toUnsignedInt(numbers.getShort(4));
      int kind = head[6];
      if (length > left - HEAD || kind < FULL || kind > LAST) {
        throw new RowDefect(
            "unreadable file", "record " + number + " is damaged, so what follows cannot be found");
      }
      byte[] data = stream.readNBytes(length);
      inBlock += HEAD + length;
      if (data.length < length) {
        throw new RowDefect("truncated record", "the file ends within record " + number);
      }
      crc.reset();
      crc.update(kind);
      crc.update(data);
      boolean fits = (kind == FULL || kind == FIRST) == (parts == null);
      if ((int) crc.getValue() != numbers.getInt(0) || !fits) {
        throw new RowDefect(
            DAMAGED,
            "record " + number + (fits ? ": its checksum is another" : ": its parts do not fit"));
      }
      if (kind == FULL) {
        return data;
      }
      if (kind == FIRST) {
        parts = new ByteArrayOutputStream();
      }
      size += data.length;
      if (size <= largest) {
        parts.writeBytes(data);
      }
      if (kind == LAST) {
        if (size > largest) {
          throw tooLarge(size);
        }
        return parts.toByteArray();
      }
    }
  }

  private RowDefect tooLarge(long size) {
    return new RowDefect(
        TOO_LARGE,
        "record "
            + number
            + ": found "
            + size
            + " bytes, expected at most "
            + largest
            + " (ingest.largest-record)");
  }

  /** Whether the records after one with a defect can be read. */
  static boolean goesOnAfter(RowDefect defect) {
    return defect.reason().equals(DAMAGED) || defect.reason().equals(TOO_LARGE);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
