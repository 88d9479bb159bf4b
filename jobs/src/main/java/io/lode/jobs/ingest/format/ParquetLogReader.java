package io.lode.jobs.ingest.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.StringJoiner;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.ColumnReadStore;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;

/**
 * Parquet; values of nested columns are named {@code outer.inner}, repeated ones are left out.
 * Timestamps and dates are seconds since 1970.
 */
final class ParquetLogReader implements LogReader {

  private static final int BATCH = 1024;

  private final Path file;
  private final Configuration configuration;
  private final LocalCopy copy;
  private ParquetFileReader reader;
  private MessageType schema;
  private List<ParquetColumn> columns = List.of();
  private RowDefect defect;
  private long row;
  private long leftInGroup;
  private int batch;
  private int at = -1;
  private boolean ended;

  private ParquetLogReader(Path file, Configuration configuration, LocalCopy copy)
      throws IOException {
    this.file = file;
    this.configuration = configuration;
    this.copy = copy;
    try {
      attempt(this::openFile);
    } catch (RowDefect e) {
      defect = e;
    }
  }

  /** Opens a file, which as a whole may be compressed. */
  static ParquetLogReader open(Path file, Configuration configuration) throws IOException {
    if (LogStreams.compression(file, configuration) == LogStreams.Compression.NONE) {
      return new ParquetLogReader(file, configuration, null);
    }
    try {
      LocalCopy copy = LocalCopy.of(file, configuration);
      Configuration local = LogFiles.readable(configuration);
      return new ParquetLogReader(new Path(copy.file().toUri()), local, copy);
    } catch (DamagedDataException e) {
      ParquetLogReader broken = new ParquetLogReader(file, configuration, null);
      broken.defect = new RowDefect("unreadable file", e.getMessage());
      return broken;
    }
  }

  private void openFile() throws IOException {
    reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(file, LogFiles.configuration(file, configuration)),
            HadoopReadOptions.builder(configuration, file)
                .usePageChecksumVerification(true)
                .build());
    schema = reader.getFileMetaData().getSchema();
    columns =
        schema.getColumns().stream()
            .filter(column -> column.getMaxRepetitionLevel() == 0)
            .map(column -> new ParquetColumn(column, BATCH))
            .toList();
  }

  private interface Reading {
    void run() throws IOException;
  }

  /**
   * Does what may find the file damaged.
   *
   * @throws RowDefect if it is
   * @throws IOException if the file system fails
   */
  private void attempt(Reading reading) throws IOException, RowDefect {
    try {
      reading.run();
    } catch (IOException e) {
      // Parquet reports damage by this exception, too, so the bytes themselves are tried.
      readToTheEnd();
      throw damaged(e);
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // A damaged length may ask for more memory than there is.
      throw damaged(e);
    }
  }

  private static RowDefect damaged(Throwable thrown) {
    return new RowDefect("unreadable file", Describe.shortly(thrown));
  }

  private void readToTheEnd() throws IOException {
    try (InputStream in = LogFiles.fileSystem(file, configuration).open(file)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
  }

  @Override
  public boolean next() throws IOException {
    if (ended) {
      return false;
    }
    row++;
    if (defect == null && ++at < batch) {
      return true;
    }
    try {
      if (defect != null) {
        throw defect;
      }
      attempt(this::readBatch);
    } catch (RowDefect e) {
      ended = true;
      defect = e;
      return true;
    }
    at = 0;
    ended = batch == 0;
    return !ended;
  }

  private void readBatch() throws IOException {
    while (leftInGroup == 0) {
      PageReadStore pages = reader.readNextRowGroup();
      if (pages == null) {
        batch = 0;
        return;
      }
      leftInGroup = pages.getRowCount();
      ColumnReadStore store =
          new ColumnReadStoreImpl(
              pages,
              new GroupRecordConverter(schema).getRootConverter(),
              schema,
              reader.getFileMetaData().getCreatedBy());
      columns.forEach(column -> column.start(store));
    }
    int rows = (int) Math.min(BATCH, leftInGroup);
    columns.forEach(column -> column.read(rows));
    leftInGroup -= rows;
    batch = rows;
  }

  @Override
  public RowDefect defect() {
    return defect;
  }

  @Override
  public long row() {
    return row;
  }

  @Override
  public String raw() {
    if (defect != null) {
      return "";
    }
    StringJoiner text = new StringJoiner(", ", "{", "}");
    for (ParquetColumn column : columns) {
      String value = column.text(at);
      if (value != null) {
        text.add(column.name() + "=" + value);
      }
    }
    return text.toString();
  }

  @Override
  public boolean keepsRaw() {
    return false;
  }

  @Override
  public int width() {
    return columns.size();
  }

  @Override
  public String column(int index) {
    return columns.get(index).name();
  }

  @Override
  public boolean hasFixedColumns() {
    return true;
  }

  @Override
  public Cell cell(int index) {
    return columns.get(index).cell(at);
  }

  @Override
  public double number(int index) {
    return columns.get(index).number(at);
  }

  @Override
  public String text(int index) {
    return columns.get(index).text(at);
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
    if (copy != null) {
      copy.close();
    }
  }
}
