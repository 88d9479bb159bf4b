package io.lode.jobs.store.tables;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;

/**
 * Files of a table that tasks wrote and no snapshot holds yet.
 *
 * @param data new rows
 * @param deletes runs whose earlier rows no longer count
 */
public record WrittenFiles(List<DataFile> data, List<DeleteFile> deletes) implements Serializable {

  /** No files. */
  public static WrittenFiles none() {
    return new WrittenFiles(List.of(), List.of());
  }

  /** These files and others. */
  public WrittenFiles and(WrittenFiles other) {
    List<DataFile> allData = new ArrayList<>(data);
    allData.addAll(other.data);
    List<DeleteFile> allDeletes = new ArrayList<>(deletes);
    allDeletes.addAll(other.deletes);
    return new WrittenFiles(allData, allDeletes);
  }

  /** Whether there is nothing to commit. */
  public boolean isEmpty() {
    return data.isEmpty() && deletes.isEmpty();
  }

  /** Where the new rows are. */
  public List<String> dataLocations() {
    return data.stream().map(ContentFile::location).toList();
  }
}
