package io.lode.jobs.ingest.format;

import io.lode.jobs.conf.source.LogFormat;
import io.lode.jobs.conf.source.SourceDefinition;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A log format with its reader. */
public interface ReadableFormat extends LogFormat {

  /**
   * Opens a file.
   *
   * @throws IOException if the file system fails; what is wrong with the file itself comes as a row
   *     with a defect
   */
  LogReader open(SourceDefinition source, Path file, Configuration configuration)
      throws IOException;

  /**
   * Files beside a log that its rows are read from, too; some may not exist.
   *
   * @throws IOException if the file system fails
   */
  default List<Path> parts(Path file, Configuration configuration) throws IOException {
    return List.of();
  }

  /** Whether a byte of the format holds many more rows than a byte of text. */
  default boolean isDense() {
    return false;
  }

  /** The format of a source. */
  static ReadableFormat of(SourceDefinition source) {
    return (ReadableFormat) source.format();
  }
}
