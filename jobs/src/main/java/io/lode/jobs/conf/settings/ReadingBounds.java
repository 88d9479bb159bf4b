package io.lode.jobs.conf.settings;

import com.typesafe.config.Config;
import io.lode.jobs.UsageException;
import java.io.Serializable;

/**
 * How much of one log file is held in memory at once, and which files are read at all. A file that
 * goes beyond a bound loses the row or the rest, with a reason; the other files are read.
 *
 * @param longestRow characters of a row of text, over 0
 * @param keptText characters that are kept of a rejected row's text, at least 100; also the most
 *     that a value may have that names a run
 * @param largestRecord bytes of a record of an event file or a .wandb file, over 0
 * @param largestUnpacking how many times its own size a compressed file may unpack to, over 1
 * @param freeUnpacking bytes that any compressed file may unpack to, at least 0
 * @param mostColumns columns, or names of metrics, of one file, over 0
 * @param largestDocument bytes of a file that is read whole, such as hyperparameters, over 0; of a
 *     JSON document of arrays, characters
 * @param followLinks whether symbolic links may lead out of the input
 */
public record ReadingBounds(
    int longestRow,
    int keptText,
    int largestRecord,
    double largestUnpacking,
    long freeUnpacking,
    int mostColumns,
    int largestDocument,
    boolean followLinks)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  public ReadingBounds {
    require("longest-row", longestRow, 1);
    require("kept-text", keptText, 100);
    require("largest-record", largestRecord, 1);
    require("free-unpacking", freeUnpacking, 0);
    require("most-columns", mostColumns, 1);
    require("largest-document", largestDocument, 1);
    if (!(largestUnpacking > 1)) {
      throw new IllegalArgumentException(
          "largest-unpacking must be over 1, found " + largestUnpacking);
    }
  }

  private static void require(String key, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(key + " must be at least " + least + ", found " + value);
    }
  }

  /** The bounds of {@code conf/lode.conf}. */
  public static ReadingBounds defaults() {
    return of(Settings.defaults());
  }

  /**
   * Reads them from the section {@code ingest}.
   *
   * @throws UsageException if a value is out of its range
   */
  public static ReadingBounds of(Settings settings) {
    return settings.read("ingest", ReadingBounds::of);
  }

  private static ReadingBounds of(Config section) {
    return new ReadingBounds(
        section.getInt("longest-row"),
        section.getInt("kept-text"),
        section.getInt("largest-record"),
        section.getDouble("largest-unpacking"),
        section.getLong("free-unpacking"),
        section.getInt("most-columns"),
        section.getInt("largest-document"),
        section.getBoolean("follow-links"));
  }
}
