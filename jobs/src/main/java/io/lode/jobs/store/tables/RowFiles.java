package io.lode.jobs.store.tables;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.data.parquet.InternalReader;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.parquet.Parquet;
import scala.Tuple2;

/**
 * Reads files of rows to the end, in tasks, to see whether they can be.
 *
 * @param schema of the table
 * @param io by which they are reached
 */
record RowFiles(Schema schema, FileIO io) implements Serializable {

  /** The file's location and why it cannot be read; none where it can be. */
  List<Tuple2<String, String>> damage(ContentFile<?> file) {
    Schema columns =
        file instanceof DataFile ? schema : schema.select(StoreTable.GROUP_PATH, "run");
    long rows = 0;
    try (CloseableIterable<StructLike> reader =
        Parquet.read(io.newInputFile(file.location()))
            .project(columns)
            .createReaderFunc(found -> InternalReader.create(columns, found))
            .build()) {
      for (StructLike row : reader) {
        rows += row.size() > 0 ? 1 : 0;
      }
    } catch (IOException | RuntimeException e) {
      // Whatever a decoder throws at bytes that no encoder wrote.
      return List.of(new Tuple2<>(file.location(), "cannot be read: " + firstLine(e)));
    }
    return rows == file.recordCount()
        ? List.of()
        : List.of(
            new Tuple2<>(
                file.location(), "holds " + rows + " rows, expected " + file.recordCount()));
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
