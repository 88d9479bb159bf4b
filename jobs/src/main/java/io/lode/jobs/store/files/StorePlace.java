package io.lode.jobs.store.files;

import io.lode.jobs.UsageException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where a store lies. What a store says of its own place is held against it: the tables of a copy,
 * and of a store that was moved, name files at the old place.
 */
public final class StorePlace {

  private final StoreFiles files;
  private final Map<String, Boolean> known = new ConcurrentHashMap<>();

  /** The place of some files. */
  public StorePlace(StoreFiles files) {
    this.files = files;
  }

  /** The files that lie there. */
  public StoreFiles files() {
    return files;
  }

  /** The URI by which the store was opened. */
  public String root() {
    return files.root();
  }

  /** Whether a store that says that it lies at a URI lies here. */
  public boolean isHere(String uri) {
    return known.computeIfAbsent(uri, files::isAlso);
  }

  /** Whether a table that says that it lies at a URI lies here. */
  public boolean isHere(String uri, String table) {
    return uri.endsWith("/" + table) && isHere(ofTable(uri));
  }

  /** Where the store of a table lies: the folder of the table's. */
  public static String ofTable(String location) {
    return location.substring(0, Math.max(0, location.lastIndexOf('/')));
  }

  /**
   * Says that the store lies elsewhere.
   *
   * @param uri where it says that it lies
   */
  public UsageException elsewhere(String uri) {
    return new UsageException(
        "store "
            + root()
            + " is a copy of the store at "
            + uri
            + ", or was moved from there, and its tables name files there; nothing was read or"
            + " written: run lode relocate --store "
            + root()
            + " once, which makes it a store of its own, and then this command again");
  }
}
