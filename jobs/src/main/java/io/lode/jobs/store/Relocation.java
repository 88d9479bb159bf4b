package io.lode.jobs.store;

import io.lode.jobs.NothingUsableException;
import io.lode.jobs.store.artifacts.WatchCheckpoints;
import io.lode.jobs.store.files.CommitGap;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.jobs.store.files.StoreHold;
import io.lode.jobs.store.tables.StoreTable;
import io.lode.jobs.store.tables.TableRelocation;
import io.lode.jobs.store.tables.TableRelocation.Relocated;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Makes a store whole where it lies now, after it was copied or moved there.
 *
 * <p>The marker is written last: a relocation that was cut off is refused by every other command,
 * and finished by the next one. Only files of this store are written or deleted.
 *
 * @param store at its new place
 * @param configuration by which its file system is reached
 */
public record Relocation(Store store, Configuration configuration) {

  private static final String DELIVERED = "deliveries/latest.json";

  /**
   * What became of a store.
   *
   * @param before what it said of itself; null where it said nothing
   * @param now what it says now
   * @param tables one entry a table that was relocated
   * @param notices what was lost, one a line
   */
  public record Moved(
      StoreMarker before, StoreMarker now, List<Relocated> tables, List<String> notices) {

    /** Whether anything had to be done. */
    public boolean changed() {
      return !tables.isEmpty() || !now.equals(before);
    }
  }

  /**
   * Relocates, while no other process commits to the store.
   *
   * @throws NothingUsableException if there is no store
   * @throws io.lode.jobs.DamagedStoreException if a table cannot be made whole
   */
  public Moved run() {
    StoreFiles files = store.files();
    boolean filled =
        files.read(StoreMarker.FILE).isPresent()
            || store.tables().stream()
                .anyMatch(table -> !files.list(table.name() + "/metadata").isEmpty());
    if (!filled) {
      throw new NothingUsableException(
          "there is no store with tables at " + store.root() + ", expected a copy of one");
    }
    return files.exclusively(this::run);
  }

  private Moved run(StoreHold hold) {
    StoreFiles files = store.files();
    Optional<StoreMarker> before = store.marker();
    TableRelocation relocation = new TableRelocation(files, store.place(), configuration);
    List<Relocated> tables = new ArrayList<>();
    List<String> notices = new ArrayList<>();
    for (StoreTable table : store.tables()) {
      relocation.run(table.name(), hold).ifPresent(tables::add);
      CommitGap.pass("a table was relocated");
    }
    tables.forEach(one -> notices.addAll(one.notices()));
    boolean here = before.filter(said -> store.place().isHere(said.location())).isPresent();
    if (here && tables.isEmpty()) {
      return new Moved(before.get(), before.get(), tables, notices);
    }
    // Which deliveries are known is newer or older than the tables where the copy took a while.
    files.delete(DELIVERED);
    // A watch remembers the logs of runs by their old addresses; a new one reads them again.
    if (!files.tree(WatchCheckpoints.FOLDER).isEmpty()) {
      files.move(
          WatchCheckpoints.FOLDER,
          WatchCheckpoints.FOLDER + ".before-" + System.currentTimeMillis());
    }
    StoreMarker now =
        before
            .map(said -> said.movedTo(store.root()))
            .orElseGet(() -> StoreMarker.of(store.root()));
    hold.require();
    files.replace(StoreMarker.FILE, now.write());
    return new Moved(before.orElse(null), now, tables, notices);
  }
}
