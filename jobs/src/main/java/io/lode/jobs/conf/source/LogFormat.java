package io.lode.jobs.conf.source;

import java.io.Serializable;
import java.util.Map;
import java.util.Set;

/** How a log file is written, as far as a source file needs to know it. */
public interface LogFormat extends Serializable {

  /** The name in a source file; each format has another. */
  String label();

  /** Columns that every file of the format has, by field; none where it is not overridden. */
  default Map<String, String> columns() {
    return Map.of();
  }

  /** Whether a row holds one value, in column {@code value} of {@code metric}. */
  default boolean isLong() {
    return false;
  }

  /** Keys of a source file that this format reads and that not every format does. */
  default Set<String> keys() {
    return Set.of();
  }

  /**
   * Refuses what no file of the format can be read with.
   *
   * @throws IllegalArgumentException if there is such a thing in the layout
   */
  default void check(Layout layout) {}
}
