package io.lode.jobs.ingest.tracker;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.lode.jobs.conf.settings.ReadingBounds;
import io.lode.jobs.ingest.format.CellRowReader;
import io.lode.jobs.ingest.format.DamagedDataException;
import io.lode.jobs.ingest.format.Describe;
import io.lode.jobs.ingest.format.RowDefect;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.CRC32C;

/**
 * Event files of TensorBoard: a scalar a row, in columns {@code step}, {@code wall_time} (seconds
 * since 1970), {@code metric} and {@code value}. Both old simple values and TF2's scalar tensors
 * are scalars; images, histograms, text and other tensors are left out.
 *
 * <p>Records are framed as TensorFlow does: length (8 bytes, little-endian), its masked CRC-32C,
 * data, its masked CRC-32C. A record whose data is damaged is a rejected row, and so is the rest of
 * a file whose framing is. A record that is too large is a rejected row, and those after it are
 * read.
 */
final class EventFileReader extends CellRowReader {

  private static final String[] COLUMNS = {"step", "wall_time", "metric", "value"};
  private static final int CRC_MASK = 0xa282ead8;

  private final InputStream stream;
  private final ReadingBounds bounds;
  private final CRC32C crc = new CRC32C();
  private final Deque<Scalar> scalars = new ArrayDeque<>();
  private final ScalarTensor tensor = new ScalarTensor();
  private long step;
  private double wallTime;
  private Scalar current;
  private long record;
  private boolean ended;

  private record Scalar(String tag, double value) {}

  EventFileReader(InputStream stream, ReadingBounds bounds) {
    this.bounds = bounds;
    this.stream = new BufferedInputStream(stream, 1 << 16);
    for (String column : COLUMNS) {
      cells.place(column);
    }
  }

  @Override
  public boolean next() throws IOException {
    defect = null;
    current = scalars.poll();
    while (current == null && defect == null) {
      if (ended) {
        return false;
      }
      try {
        readRecord();
      } catch (DamagedDataException e) {
        fail("unreadable file", e.getMessage());
      }
      current = scalars.poll();
    }
    row++;
    if (defect == null) {
      cells.set(0, (double) step, Long.toString(step));
      cells.set(1, wallTime, Double.toString(wallTime));
      cells.set(2, current.tag());
      cells.set(3, current.value(), Double.toString(current.value()));
    }
    return true;
  }

  private void fail(String reason, String detail) {
    ended = true;
    defect = new RowDefect(reason, "record " + record + ": " + detail);
  }

  private void readRecord() throws IOException {
    byte[] head = stream.readNBytes(12);
    record++;
    if (head.length == 0) {
      ended = true;
      if (record == 1) {
        fail("unreadable file", "found nothing, expected an event file");
      }
      return;
    }
    if (head.length < 12) {
      fail("truncated record", "found " + head.length + " bytes of its head, expected 12");
      return;
    }
    ByteBuffer numbers = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    long length = numbers.getLong(0);
    if (masked(head, 8) != numbers.getInt(8) || length < 0) {
      fail("unreadable file", "its length is damaged, so what follows cannot be found");
      return;
    }
    if (length > bounds.largestRecord()) {
      passOver(length);
      return;
    }
    byte[] data = stream.readNBytes((int) length);
    byte[] tail = data.length == length ? stream.readNBytes(4) : new byte[0];
    if (tail.length < 4) {
      fail("truncated record", "found " + data.length + " bytes of its data, expected " + length);
      return;
    }
    int expected = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (masked(data, data.length) != expected) {
      defect = new RowDefect("damaged record", "record " + record + ": its checksum is another");
      return;
    }
    try {
      readEvent(CodedInputStream.newInstance(data));
    } catch (IOException | RuntimeException e) {
      scalars.clear();
      defect =
          new RowDefect(
              "damaged record", "record " + record + ": no event: " + Describe.shortly(e));
    }
  }

  /** Goes on behind a record that is too large to be held in memory. */
  private void passOver(long length) throws IOException {
    defect =
        new RowDefect(
            "record too large",
            "record "
                + record
                + ": found "
                + length
                + " bytes, expected at most "
                + bounds.largestRecord()
                + " (ingest.largest-record)");
    for (long left = length + 4; left > 0; ) {
      long skipped = stream.skip(left);
      if (skipped <= 0 && stream.read() < 0) {
        return;
      }
      left -= Math.max(1, skipped);
    }
  }

  private int masked(byte[] bytes, int length) {
    crc.reset();
    crc.update(bytes, 0, length);
    int value = (int) crc.getValue();
    return ((value >>> 15) | (value << 17)) + CRC_MASK;
  }

  private void readEvent(CodedInputStream event) throws IOException {
    step = 0;
    wallTime = Double.NaN;
    for (int tag = event.readTag(); tag != 0; tag = event.readTag()) {
      switch (tag) {
        case 1 << 3 | WireFormat.WIRETYPE_FIXED64 -> wallTime = event.readDouble();
        case 2 << 3 | WireFormat.WIRETYPE_VARINT -> step = event.readInt64();
        case 5 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> readSummary(message(event));
        default -> event.skipField(tag);
      }
    }
  }

  private void readSummary(CodedInputStream summary) throws IOException {
    for (int tag = summary.readTag(); tag != 0; tag = summary.readTag()) {
      if (tag == (1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
        readValue(message(summary));
      } else {
        summary.skipField(tag);
      }
    }
  }

  private void readValue(CodedInputStream value) throws IOException {
    String name = "";
    Double number = null;
    for (int tag = value.readTag(); tag != 0; tag = value.readTag()) {
      switch (tag) {
        case 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> name = value.readString();
        case 2 << 3 | WireFormat.WIRETYPE_FIXED32 -> number = (double) value.readFloat();
        case 8 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> number = tensor.read(message(value));
        default -> value.skipField(tag);
      }
    }
    if (number != null) {
      if (scalars.size() >= bounds.mostColumns()) {
        throw new IOException("over " + bounds.mostColumns() + " values (ingest.most-columns)");
      }
      scalars.add(new Scalar(name, number));
    }
  }

  private static CodedInputStream message(CodedInputStream within) throws IOException {
    ByteString bytes = within.readBytes();
    return bytes.newCodedInput();
  }

  @Override
  public String raw() {
    return current == null
        ? ""
        : "step " + step + ", " + current.tag() + " " + current.value() + " at " + wallTime;
  }

  @Override
  public boolean keepsRaw() {
    return false;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
