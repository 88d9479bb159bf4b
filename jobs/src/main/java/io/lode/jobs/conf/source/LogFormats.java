package io.lode.jobs.conf.source;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Formats of one room. A room that reads log files names its own in {@code META-INF/services}, so
 * that a new format is one change in one room.
 */
public interface LogFormats {

  /** The formats, each with a label of its own. */
  List<LogFormat> formats();

  /** The formats of all rooms, by label. */
  static List<LogFormat> all() {
    return ServiceLoader.load(LogFormats.class, LogFormats.class.getClassLoader()).stream()
        .flatMap(room -> room.get().formats().stream())
        .sorted(Comparator.comparing(LogFormat::label))
        .toList();
  }

  /**
   * The format of a label.
   *
   * @throws IllegalArgumentException if no format has it
   */
  static LogFormat labelled(String label) {
    List<LogFormat> all = all();
    return all.stream()
        .filter(format -> format.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "format must be one of "
                        + String.join(", ", all.stream().map(LogFormat::label).toList())
                        + ", found '"
                        + label
                        + "'"));
  }
}
