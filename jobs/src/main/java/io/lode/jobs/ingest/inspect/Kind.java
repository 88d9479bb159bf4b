package io.lode.jobs.ingest.inspect;

import java.util.List;

/**
 * How a file is read: its format, and what a source file must say besides it.
 *
 * @param format the label of the format
 * @param settings lines of a source file, such as {@code records = "log_history"}
 * @param isLong whether a row holds the value of one metric
 * @param isOneRow whether a file holds one row, so that the files of a folder are one run
 * @param questions what the text of the files leaves open
 */
record Kind(
    String format,
    List<String> settings,
    boolean isLong,
    boolean isOneRow,
    List<Question> questions) {

  /** A kind that leaves nothing open. */
  Kind(String format, List<String> settings, boolean isLong, boolean isOneRow) {
    this(format, settings, isLong, isOneRow, List.of());
  }

  /** A format that needs nothing else said. */
  static Kind of(String format) {
    return new Kind(format, List.of(), false, false);
  }

  /** A format whose rows hold one value each by themselves. */
  static Kind ofValues(String format) {
    return new Kind(format, List.of(), true, false);
  }

  /** Whether one file holds many runs, which the tracker names. */
  boolean isDatabase() {
    return format.equals("optuna") || format.equals("mlflow");
  }
}
