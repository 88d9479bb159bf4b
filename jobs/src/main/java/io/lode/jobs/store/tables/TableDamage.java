package io.lode.jobs.store.tables;

import io.lode.jobs.DamagedStoreException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ValidationException;

/** Tells a table that is damaged from a file system that fails. */
final class TableDamage {

  private TableDamage() {}

  /**
   * What to throw where a table cannot be loaded.
   *
   * @param failure what Iceberg threw
   * @param store the store's URI
   * @param table the table's name
   * @return that its files are damaged, where the failure says so; else the failure itself
   */
  static RuntimeException of(RuntimeException failure, String store, String table) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (isDamage(at)) {
        return found(at.getMessage(), store, table, failure);
      }
    }
    return failure;
  }

  /**
   * What to throw where a file of a table is known to be damaged.
   *
   * @param what is wrong, in words
   * @param cause of which that is known, or null
   */
  static DamagedStoreException found(String what, String store, String table, Throwable cause) {
    return new DamagedStoreException(
        "table "
            + table
            + " of store "
            + store
            + " is damaged: "
            + what
            + "; run lode check --store "
            + store
            + " --repair",
        cause);
  }

  private static boolean isDamage(Throwable one) {
    return one instanceof NotFoundException
        || one instanceof ValidationException
        || one instanceof IllegalArgumentException
        || one instanceof NullPointerException
        || one instanceof ChecksumException
        || one instanceof FileNotFoundException
        || one instanceof EOFException
        // Iceberg brings Jackson along under a name of its own.
        || one.getClass().getName().contains(".jackson.");
  }
}
