package io.lode.jobs.store.tables;

import io.lode.jobs.store.files.SetAside;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.jobs.store.files.StoreHold;
import io.lode.jobs.store.tables.SnapshotFiles.Missing;
import io.lode.jobs.store.tables.TableVersions.Found;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DeleteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.FileIO;
import org.apache.spark.sql.SparkSession;

/**
 * Holds a table against its files, and makes it readable again: damaged files of rows are taken out
 * of it; where what names them is damaged, the table goes back to the newest snapshot that can be
 * read. What is lost that way is named, and comes back when the same logs are ingested again.
 *
 * @param spark which reads the files of rows, in tasks
 * @param files of the store
 * @param table to look at
 */
public record TableCheck(SparkSession spark, StoreFiles files, StoreTable table) {

  /** Parquet's property: whether pages of rows are held against their checksums. */
  private static final String VERIFIED = "parquet.page.verify-checksum.enabled";

  /**
   * Damage to a table.
   *
   * @param path of the file, relative to the store
   * @param found what is wrong
   * @param lost what the table is without it, in words
   */
  public record Damage(String path, String found, String lost) {}

  /** The description of the table as it is. */
  private record State(TableVersions versions, Found newest, SnapshotFiles present) {

    List<Missing> missing() {
      Snapshot current = newest.metadata().currentSnapshot();
      return current == null ? List.of() : present.missing(current);
    }
  }

  /** Looks at the table and changes nothing. */
  public List<Damage> look() {
    TableVersions versions = new TableVersions(files, table.name());
    List<Damage> damage = new ArrayList<>();
    Optional<Found> newest = versions.newest(table::isHere);
    if (newest.isEmpty()) {
      if (!files.tree(table.name()).isEmpty()) {
        damage.add(
            new Damage(
                versions.folder(),
                "no version of the table's description can be read",
                "all its rows are lost, the folder is set aside"));
      }
      return damage;
    }
    for (int number : newest.get().damaged()) {
      damage.add(
          new Damage(
              versions.path(number),
              "it cannot be read",
              "the table is as it was at version " + newest.get().number()));
    }
    // Where none is, as after a commit that was cut off, Iceberg lists the versions.
    if (versions.isHintThere() && !isHinted(versions, newest.get())) {
      damage.add(
          new Damage(
              versions.folder() + "/version-hint.text",
              "it does not name a version",
              "it names version " + newest.get().number()));
    }
    State state = state(versions, newest.get());
    Optional<Snapshot> readable = readable(state);
    Snapshot current = newest.get().metadata().currentSnapshot();
    boolean rowsOnly = readable.filter(snapshot -> snapshot.equals(current)).isPresent();
    Map<String, Damage> byPath = new LinkedHashMap<>();
    for (Missing one : state.missing()) {
      String lost =
          rowsOnly
              ? one.rows(newest.get().metadata().schema()) + " are lost"
              : readable
                  .map(snapshot -> "the table goes back to snapshot " + snapshot.snapshotId())
                  .orElse("all its rows are lost, the folder is set aside");
      byPath.put(one.path(), new Damage(table.name() + "/" + one.path(), one.why(), lost));
    }
    for (Snapshot old : unreadable(state)) {
      for (Missing one : state.present().missing(old)) {
        if (!one.isRows()) {
          byPath.putIfAbsent(
              one.path(),
              new Damage(
                  table.name() + "/" + one.path(),
                  one.why(),
                  "snapshot " + old.snapshotId() + " of the table's history is lost"));
        }
      }
    }
    damage.addAll(byPath.values());
    return damage;
  }

  /** Makes the table readable, as {@link #look} said. */
  public void mend(StoreHold hold) {
    TableVersions versions = new TableVersions(files, table.name());
    Optional<Found> found = versions.newest(table::isHere);
    hold.require();
    if (found.isEmpty()) {
      if (!files.tree(table.name()).isEmpty()) {
        SetAside.folder(files, table.name());
      }
      return;
    }
    found.get().damaged().forEach(versions::setAside);
    Found newest = found.get();
    State state = state(versions, newest);
    Optional<Snapshot> readable = readable(state);
    Snapshot current = newest.metadata().currentSnapshot();
    if (current != null && readable.isEmpty()) {
      SetAside.folder(files, table.name());
      return;
    }
    if (current != null && !unreadable(state).isEmpty()) {
      newest = keep(versions, newest, readable.get(), unreadable(state));
      state = state(versions, newest);
    }
    if (!isHinted(versions, newest)) {
      versions.hint(newest.number());
    }
    takeOut(state.missing(), hold);
  }

  private void takeOut(List<Missing> missing, StoreHold hold) {
    if (missing.isEmpty()) {
      return;
    }
    Table existing = table.existing();
    DeleteFiles delete = existing.newDelete();
    missing.forEach(one -> delete.deleteFile(one.file().location()));
    delete.set(StoreTable.DELIVERY, "check");
    hold.require();
    delete.commit();
  }

  /** Publishes the table at a snapshot, and without some others. */
  private static Found keep(
      TableVersions versions, Found newest, Snapshot readable, List<Snapshot> unreadable) {
    TableMetadata metadata = newest.metadata();
    TableMetadata.Builder builder = TableMetadata.buildFrom(metadata);
    if (!readable.equals(metadata.currentSnapshot())) {
      builder.setBranchSnapshot(readable.snapshotId(), SnapshotRef.MAIN_BRANCH);
    }
    TableMetadata kept =
        builder
            .removeSnapshots(
                unreadable.stream().map(Snapshot::snapshotId).collect(Collectors.toSet()))
            .build();
    int number = newest.number() + 1;
    String json = TableMetadataParser.toJson(kept);
    if (!versions.publish(number, json.getBytes(StandardCharsets.UTF_8))) {
      throw new IllegalStateException(
          versions.path(number) + " was written by another process; run lode check again");
    }
    versions.hint(number);
    return new Found(number, TableMetadataParser.fromJson(json), List.of());
  }

  private State state(TableVersions versions, Found newest) {
    Configuration hadoop = spark.sessionState().newHadoopConf();
    hadoop.setBoolean(VERIFIED, true);
    FileIO io = new HadoopFileIO(hadoop);
    SnapshotFiles present = new SnapshotFiles(newest.metadata(), io, files.tree(table.name()));
    Snapshot current = newest.metadata().currentSnapshot();
    if (current != null) {
      present.readRows(spark, current);
    }
    return new State(versions, newest, present);
  }

  /** The newest snapshot that lacks files of rows at most, which can be taken out. */
  private static Optional<Snapshot> readable(State state) {
    return state.newest().metadata().snapshots().stream()
        .filter(one -> state.present().missing(one).stream().allMatch(Missing::isRows))
        .max((a, b) -> Long.compare(a.sequenceNumber(), b.sequenceNumber()));
  }

  /** The snapshots that lack more than files of rows, which nobody can read any more. */
  private static List<Snapshot> unreadable(State state) {
    return state.newest().metadata().snapshots().stream()
        .filter(one -> !state.present().missing(one).stream().allMatch(Missing::isRows))
        .toList();
  }

  private static boolean isHinted(TableVersions versions, Found newest) {
    return versions
        .hinted()
        .filter(number -> number <= newest.number() && versions.numbers().contains(number))
        .isPresent();
  }
}
