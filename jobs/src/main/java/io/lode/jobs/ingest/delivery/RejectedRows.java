package io.lode.jobs.ingest.delivery;

import io.lode.jobs.store.Store;
import io.lode.jobs.store.files.StoreHold;
import io.lode.jobs.store.tables.RejectedTable;
import io.lode.jobs.store.tables.WrittenFiles;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Adds the rejected rows of a delivery that are not stored yet.
 *
 * @param store where to
 * @param delivery the delivery's identity
 */
record RejectedRows(Store store, String delivery) {

  /** Commits what tasks wrote, or only what of it is new. */
  void commit(WrittenFiles written, StoreHold hold) {
    if (written.isEmpty()) {
      return;
    }
    RejectedTable table = store.rejectedRows();
    if (table.snapshot().isEmpty()) {
      table.commit(written, delivery, hold);
      return;
    }
    Dataset<Row> delivered = table.read(written);
    Dataset<Row> fresh =
        delivered
            .join(
                table.rows(), CollectionConverters.asScala(RejectedTable.KEY).toSeq(), "left_anti")
            .select(delivered.columns()[0], tail(delivered.columns()));
    long count = fresh.count();
    if (count == delivered.count()) {
      table.commit(written, delivery, hold);
      return;
    }
    if (count > 0) {
      hold.require();
      table.append(fresh, delivery);
    }
    table.writing().discard(written);
  }

  private static String[] tail(String[] names) {
    return java.util.Arrays.copyOfRange(names, 1, names.length);
  }
}
