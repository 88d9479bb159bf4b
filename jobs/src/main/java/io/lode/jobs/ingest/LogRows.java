package io.lode.jobs.ingest;

import io.lode.jobs.conf.SourceDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;

/** The parsed rows of one file, read as they are asked for. */
final class LogRows implements Iterator<Row> {

  private final LogFile file;
  private final LogReader reader;
  private final RowParser parser;
  private RawRow next;

  LogRows(SourceDefinition source, LogFile file, Configuration configuration) {
    this.file = file;
    try {
      reader = LogReader.open(source.format(), LogFiles.path(file), configuration);
      parser = new RowParser(source, file, reader.columns(), configuration);
      next = read();
      if (next == null) {
        next = RawRow.defective(1, "", "no rows", "found a header and nothing else");
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Row next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    Row row = parser.parse(next);
    try {
      next = read();
    } catch (IOException e) {
      throw failed(e);
    }
    return row;
  }

  private RawRow read() throws IOException {
    RawRow row = reader.next();
    if (row == null) {
      reader.close();
    }
    return row;
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException(
        "log file " + file.uri() + " cannot be read: " + e.getMessage(), e);
  }
}
