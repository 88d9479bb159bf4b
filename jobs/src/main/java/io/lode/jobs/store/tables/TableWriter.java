package io.lode.jobs.store.tables;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.parquet.InternalWriter;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.encryption.EncryptedFiles;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;

/**
 * Writes rows of a table from one task, in files that no reader sees before they are committed.
 *
 * <p>A new file begins where a group does and the file before is not small, or where a file is
 * large, so that readers of one group open few files.
 */
public final class TableWriter implements Closeable {

  private static final long SMALL_ROWS = 100_000;
  private static final long LARGE_ROWS = 4_000_000;

  private final Table table;
  private final Schema runSchema;
  private final List<DataFile> data = new ArrayList<>();
  private final List<DeleteFile> deletes = new ArrayList<>();
  private DataWriter<StructLike> rows;
  private EqualityDeleteWriter<StructLike> removed;
  private String group;
  private long written;

  TableWriter(Table table) {
    this.table = table;
    runSchema = table.schema().select(StoreTable.GROUP_PATH, "run");
  }

  /**
   * Says which group the next rows belong to.
   *
   * @param path the group's path
   */
  public void startRun(String path) {
    if (rows != null && (written >= LARGE_ROWS || (written >= SMALL_ROWS && !path.equals(group)))) {
      closeRows();
    }
    group = path;
  }

  /** Writes a row in the order of the table's columns; the row may be used again afterwards. */
  public void add(StructLike row) {
    try {
      if (rows == null) {
        rows =
            Parquet.writeData(newFile("rows"))
                .forTable(table)
                .createWriterFunc(InternalWriter::createWriter)
                .withSpec(PartitionSpec.unpartitioned())
                .overwrite()
                .build();
        written = 0;
      }
      rows.write(row);
      written++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what is stored of a run; rows of the same commit stay. */
  public void removeRun(String path, String run) {
    try {
      if (removed == null) {
        removed =
            Parquet.writeDeletes(newFile("removed"))
                .metricsConfig(MetricsConfig.forTable(table))
                .createWriterFunc(InternalWriter::createWriter)
                .withSpec(PartitionSpec.unpartitioned())
                .rowSchema(runSchema)
                .equalityFieldIds(
                    runSchema.columns().stream().map(column -> column.fieldId()).toList())
                .overwrite()
                .buildEqualityWriter();
      }
      removed.write(ArrayRow.of(path, run));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the files and says which they are. */
  public WrittenFiles finish() {
    closeRows();
    if (removed != null) {
      try {
        removed.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      deletes.add(removed.toDeleteFile());
      removed = null;
    }
    return new WrittenFiles(List.copyOf(data), List.copyOf(deletes));
  }

  /** Lets go of files that were not finished, which stay behind unseen. */
  @Override
  public void close() throws IOException {
    if (rows != null) {
      rows.close();
    }
    if (removed != null) {
      removed.close();
    }
  }

  private void closeRows() {
    if (rows == null) {
      return;
    }
    try {
      rows.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    data.add(rows.toDataFile());
    rows = null;
  }

  private EncryptedOutputFile newFile(String kind) {
    String name = FileFormat.PARQUET.addExtension(kind + "-" + UUID.randomUUID());
    return EncryptedFiles.plainAsEncryptedOutput(
        table.io().newOutputFile(table.locationProvider().newDataLocation(name)));
  }
}
