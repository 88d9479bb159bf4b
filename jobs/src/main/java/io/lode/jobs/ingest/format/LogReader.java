package io.lode.jobs.ingest.format;

import io.lode.jobs.conf.source.SourceDefinition;
import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Reads one log file row by row. Columns are numbered in the order in which they are met; a reader
 * holds the cells of its current row only.
 */
public interface LogReader extends Closeable {

  /** What a cell holds. */
  enum Cell {
    /** Nothing. */
    MISSING,
    /** A number, NaN and infinity included. */
    NUMBER,
    /** Text that is no number. */
    TEXT
  }

  /**
   * Moves to the next row.
   *
   * @return whether there is one
   * @throws IOException if the file system fails; what is wrong with the file itself comes as a row
   *     with a defect
   */
  boolean next() throws IOException;

  /** Why the current row is no row of values, or null; such a row has no cells. */
  RowDefect defect();

  /** The line that the row starts on, or its position in a file without lines; the first is 1. */
  long row();

  /** The row's text. */
  String raw();

  /** Whether the text of a row cannot be told from its values, so that it must be kept. */
  boolean keepsRaw();

  /** Columns met so far. */
  int width();

  /** The name of a column. */
  String column(int index);

  /** How many columns may hold something in the current row; the others hold nothing. */
  default int filled() {
    return width();
  }

  /** One of the columns that may hold something in the current row, each once. */
  default int filled(int place) {
    return place;
  }

  /** Whether every row has all columns from the start. */
  boolean hasFixedColumns();

  /** What the current row holds in a column. */
  Cell cell(int index);

  /** The number in a column; NaN where there is none. */
  double number(int index);

  /** The text in a column; null where there is nothing. */
  String text(int index);

  /**
   * What the file says of the current row's run outside of its rows. All rows of one run have the
   * same object; it is never null.
   */
  default RunMetadata facts() {
    return RunMetadata.NONE;
  }

  /** Lines so far that are no rows at all, such as comments and other text of a program. */
  default long leftOut() {
    return 0;
  }

  /**
   * Opens a log of a source.
   *
   * @throws IOException if the file system fails; what is wrong with the file itself comes as a row
   *     with a defect
   */
  static LogReader open(SourceDefinition source, Path file, Configuration configuration)
      throws IOException {
    LogReader reader = ReadableFormat.of(source).open(source, file, configuration);
    return source.layout().form().runColumns().isEmpty()
        ? reader
        : new RunColumnsReader(reader, source);
  }
}
