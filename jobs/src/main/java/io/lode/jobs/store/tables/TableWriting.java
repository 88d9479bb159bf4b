package io.lode.jobs.store.tables;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Table;

/**
 * Opens writers of a table in tasks, and removes what they wrote where it is not wanted after all.
 *
 * @param table the table, in the form that travels to executors
 */
public record TableWriting(Table table) implements Serializable {

  /** A writer of one task. */
  public TableWriter open() {
    return new TableWriter(table);
  }

  /** Deletes files that no snapshot holds. */
  public void discard(WrittenFiles written) {
    List<String> locations = new ArrayList<>(written.dataLocations());
    written.deletes().forEach(file -> locations.add(file.location()));
    locations.forEach(table.io()::deleteFile);
  }
}
