package io.lode.jobs.ingest;

import java.util.Map;

/**
 * A row as it was read.
 *
 * @param number the line it starts on, or its position in a file without lines; the first is 1
 * @param raw its text
 * @param values text by column, columns without a value left out; empty where there is a defect
 * @param defect why it is no row of values, or null
 */
record RawRow(long number, String raw, Map<String, String> values, RowDefect defect) {

  /** What is kept of the text of a row. */
  private static final int KEPT_CHARACTERS = 20_000;

  RawRow {
    raw = raw.length() > KEPT_CHARACTERS ? raw.substring(0, KEPT_CHARACTERS) : raw;
  }

  static RawRow of(long number, String raw, Map<String, String> values) {
    return new RawRow(number, raw, values, null);
  }

  static RawRow defective(long number, String raw, String reason, String detail) {
    return new RawRow(number, raw, Map.of(), new RowDefect(reason, detail));
  }
}
