package io.lode.jobs.ingest;

import io.lode.jobs.conf.SourceDefinition.Format;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** Reads one log file row by row. */
sealed interface LogReader extends Closeable permits CsvReader, JsonLinesReader, ParquetLogReader {

  /**
   * The next row, or null at the end.
   *
   * @throws IOException if the file system fails; what is wrong with the file itself comes as a
   *     defective row
   */
  RawRow next() throws IOException;

  /** The columns that every row has, or null where each row has its own. */
  Set<String> columns();

  /** Opens a file in a format. */
  static LogReader open(Format format, Path file, Configuration configuration) throws IOException {
    return switch (format) {
      case CSV -> new CsvReader(stream(file, configuration));
      case JSON -> new JsonLinesReader(stream(file, configuration));
      case PARQUET -> new ParquetLogReader(file, configuration);
    };
  }

  private static InputStream stream(Path file, Configuration configuration) throws IOException {
    InputStream bytes = file.getFileSystem(configuration).open(file);
    CompressionCodec codec = new CompressionCodecFactory(configuration).getCodec(file);
    return codec == null ? bytes : codec.createInputStream(bytes);
  }
}
