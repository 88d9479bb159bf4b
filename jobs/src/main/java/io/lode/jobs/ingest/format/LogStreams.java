package io.lode.jobs.ingest.format;

import com.github.luben.zstd.ZstdInputStream;
import io.lode.jobs.conf.settings.ReadingBounds;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * The bytes of log files, decompressed: gzip and zstd are known by their first bytes, whatever the
 * file's name, and what else Hadoop knows by the name.
 */
public final class LogStreams {

  private static final int MAGIC = 4;

  private LogStreams() {}

  /** How a file is compressed. */
  enum Compression {
    NONE,
    GZIP,
    ZSTD
  }

  /**
   * Opens a file.
   *
   * <p>What the decompression finds wrong is a {@link DamagedDataException}; any other exception is
   * the file system's.
   */
  public static InputStream open(Path file, Configuration configuration) throws IOException {
    ReadingBounds bounds = Bounds.of(configuration);
    FileBytes bytes = new FileBytes(LogFiles.fileSystem(file, configuration).open(file));
    try {
      PushbackInputStream start = new PushbackInputStream(bytes, MAGIC);
      Compression compression = sniff(start);
      if (compression == Compression.NONE) {
        CompressionCodec codec = new CompressionCodecFactory(configuration).getCodec(file);
        String name = file.getName();
        boolean misnamed = name.endsWith(".gz") || name.endsWith(".zst") || name.endsWith(".zstd");
        return codec == null || misnamed
            ? start
            : new Decompressed(codec.createInputStream(start), bytes, bounds);
      }
      return new Decompressed(
          compression == Compression.GZIP
              ? new GZIPInputStream(start, 1 << 16)
              : new ZstdInputStream(start),
          bytes,
          bounds);
    } catch (IOException e) {
      bytes.close();
      if (bytes.failed) {
        throw e;
      }
      throw new DamagedDataException("compressed data is damaged: " + Describe.shortly(e), e);
    }
  }

  /** How a file is compressed, by its first bytes. */
  static Compression compression(Path file, Configuration configuration) throws IOException {
    try (PushbackInputStream start =
        new PushbackInputStream(LogFiles.fileSystem(file, configuration).open(file), MAGIC)) {
      return sniff(start);
    }
  }

  private static Compression sniff(PushbackInputStream stream) throws IOException {
    byte[] first = new byte[MAGIC];
    int length = stream.readNBytes(first, 0, MAGIC);
    stream.unread(first, 0, length);
    if (length >= 2 && first[0] == 0x1f && first[1] == (byte) 0x8b) {
      return Compression.GZIP;
    }
    boolean zstd =
        length == MAGIC
            && first[0] == 0x28
            && first[1] == (byte) 0xb5
            && first[2] == 0x2f
            && first[3] == (byte) 0xfd;
    return zstd ? Compression.ZSTD : Compression.NONE;
  }

  /** Remembers whether the file system failed, and how many bytes it gave. */
  private static final class FileBytes extends FilterInputStream {

    private boolean failed;
    private long count;

    FileBytes(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        int read = super.read();
        count += read < 0 ? 0 : 1;
        return read;
      } catch (IOException e) {
        failed = true;
        throw e;
      }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        int read = super.read(into, offset, length);
        count += Math.max(0, read);
        return read;
      } catch (IOException e) {
        failed = true;
        throw e;
      }
    }
  }

  /** Tells damage from a failure of the file system, and ends what unpacks beyond bounds. */
  private static final class Decompressed extends FilterInputStream {

    private final FileBytes bytes;
    private final ReadingBounds bounds;
    private long count;

    Decompressed(InputStream in, FileBytes bytes, ReadingBounds bounds) {
      super(in);
      this.bytes = bytes;
      this.bounds = bounds;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read;
      try {
        read = super.read(into, offset, length);
      } catch (IOException | RuntimeException e) {
        if (bytes.failed) {
          throw e;
        }
        throw new DamagedDataException("compressed data is damaged: " + Describe.shortly(e), e);
      }
      count += Math.max(0, read);
      Bounds.requirePlausible(bytes.count, count, bounds);
      return read;
    }

    /** Skips by reading, so that what is skipped counts, too. */
    @Override
    public long skip(long wanted) throws IOException {
      byte[] passed = new byte[(int) Math.min(1 << 16, Math.max(0, wanted))];
      return passed.length == 0 ? 0 : Math.max(0, read(passed, 0, passed.length));
    }
  }
}
