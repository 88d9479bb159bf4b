package io.lode.jobs.ingest.format;

import io.lode.jobs.conf.settings.ReadingBounds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The bounds that hold for every reader, and what readers do at them. They travel in the
 * configuration that a reader is opened with; {@code ingest.*} of {@code conf/lode.conf} says them.
 */
public final class Bounds {

  private static final String PREFIX = "lode.ingest.";
  private static final ReadingBounds DEFAULTS = ReadingBounds.defaults();

  private Bounds() {}

  /** The bounds of a configuration: the defaults, unless {@link #put} said others. */
  public static ReadingBounds of(Configuration configuration) {
    return new ReadingBounds(
        configuration.getInt(PREFIX + "longest-row", DEFAULTS.longestRow()),
        configuration.getInt(PREFIX + "kept-text", DEFAULTS.keptText()),
        configuration.getInt(PREFIX + "largest-record", DEFAULTS.largestRecord()),
        configuration.getDouble(PREFIX + "largest-unpacking", DEFAULTS.largestUnpacking()),
        configuration.getLong(PREFIX + "free-unpacking", DEFAULTS.freeUnpacking()),
        configuration.getInt(PREFIX + "most-columns", DEFAULTS.mostColumns()),
        configuration.getInt(PREFIX + "largest-document", DEFAULTS.largestDocument()),
        configuration.getBoolean(PREFIX + "follow-links", DEFAULTS.followLinks()));
  }

  /** The bounds of {@code conf/lode.conf}. */
  public static ReadingBounds defaults() {
    return DEFAULTS;
  }

  /** Makes the bounds hold for what is read with a configuration. */
  public static void put(ReadingBounds bounds, Configuration configuration) {
    configuration.setInt(PREFIX + "longest-row", bounds.longestRow());
    configuration.setInt(PREFIX + "kept-text", bounds.keptText());
    configuration.setInt(PREFIX + "largest-record", bounds.largestRecord());
    configuration.setDouble(PREFIX + "largest-unpacking", bounds.largestUnpacking());
    configuration.setLong(PREFIX + "free-unpacking", bounds.freeUnpacking());
    configuration.setInt(PREFIX + "most-columns", bounds.mostColumns());
    configuration.setInt(PREFIX + "largest-document", bounds.largestDocument());
    configuration.setBoolean(PREFIX + "follow-links", bounds.followLinks());
  }

  /**
   * A text, or its beginning and how long it is where it has more characters than are kept.
   *
   * @param kept the most characters of the text itself
   */
  public static String shortened(String text, int kept) {
    return text.length() <= kept
        ? text
        : text.substring(0, kept) + "... (" + text.length() + " characters)";
  }

  /**
   * The text of a file that is read whole.
   *
   * @throws RowDefect if it is larger than such a file may be
   * @throws IOException if the file system fails
   */
  public static String document(Path file, Configuration configuration)
      throws IOException, RowDefect {
    int most = of(configuration).largestDocument();
    try (InputStream in = LogFiles.fileSystem(file, configuration).open(file)) {
      byte[] bytes = in.readNBytes(most);
      if (bytes.length == most && in.read() >= 0) {
        throw new RowDefect(
            "unreadable file",
            file.getName() + " is over " + most + " bytes (ingest.largest-document)");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /**
   * Checks how much a compressed file has unpacked to.
   *
   * @param packed bytes of the file that were read
   * @param unpacked bytes that they gave
   * @throws DamagedDataException if that is more than logs do
   */
  static void requirePlausible(long packed, long unpacked, ReadingBounds bounds)
      throws DamagedDataException {
    if (unpacked > bounds.freeUnpacking() && unpacked > bounds.largestUnpacking() * packed) {
      throw new DamagedDataException(
          packed
              + " compressed bytes give over "
              + unpacked
              + ", expected at most "
              + bounds.largestUnpacking()
              + " times as many (ingest.largest-unpacking)",
          null);
    }
  }
}
