package io.lode.jobs.store.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lode.jobs.DamagedStoreException;
import io.lode.jobs.store.files.CommitGap;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.jobs.store.files.StoreHold;
import io.lode.jobs.store.files.StorePlace;
import io.lode.jobs.store.tables.TableVersions.Found;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.RewriteTablePathUtil;
import org.apache.iceberg.RewriteTablePathUtil.RewriteResult;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.FileIO;

/**
 * Makes a table whole at another place than the one that its files name, with all its snapshots.
 *
 * <p>New manifests and lists of manifests are written beside the old ones, in a folder of their
 * own; the last step publishes a new version of the table's description, whole or not at all. Until
 * then the table is as it was copied, and a relocation that was cut off is begun anew.
 *
 * @param files of the store at its new place
 * @param place of the store
 * @param configuration by which Iceberg reaches the files
 */
public record TableRelocation(StoreFiles files, StorePlace place, Configuration configuration) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ID_DIGITS = 8;

  /**
   * What became of a table.
   *
   * @param table its name
   * @param from where it said that it lay
   * @param snapshots that can be read at the new place
   * @param manifests that were written
   * @param notices what was lost, one a line
   */
  public record Relocated(
      String table, String from, int snapshots, int manifests, List<String> notices) {}

  /**
   * Relocates a table.
   *
   * @return empty where there is no such table, or it lies where it says
   * @throws DamagedStoreException if no snapshot of the table is whole here
   */
  public Optional<Relocated> run(String table, StoreHold hold) {
    TableVersions versions = new TableVersions(files, table);
    if (versions.numbers().isEmpty()) {
      return Optional.empty();
    }
    Found newest = versions.newest().orElseThrow(() -> damaged(table, "no version can be read"));
    if (place.isHere(newest.metadata().location(), table)) {
      versions.hint(newest.number());
      return Optional.empty();
    }
    List<String> notices = new ArrayList<>();
    newest
        .damaged()
        .forEach(
            number ->
                notices.add(
                    versions.path(number) + " cannot be read, what it added to the table is lost"));
    String from = newest.metadata().location();
    String to = place.root() + "/" + table;
    FileIO io = new MovedFiles(new HadoopFileIO(configuration), from, to);
    TableMetadata whole = whole(table, newest.metadata(), io, notices);
    String moved = "/metadata/moved-" + UUID.randomUUID().toString().substring(0, ID_DIGITS);
    int manifests = rewrite(whole, io, to, to + moved);
    CommitGap.pass("manifests were written for " + table);
    byte[] json = json(RewriteTablePathUtil.replacePaths(whole, from, to), to + moved);
    int number = versions.numbers().get(0) + 1;
    hold.require();
    if (!versions.publish(number, json)) {
      throw new IllegalStateException(
          versions.path(number)
              + " was written by another process meanwhile; run lode relocate"
              + " again");
    }
    CommitGap.pass("a version was published of " + table);
    versions.hint(number);
    return Optional.of(
        new Relocated(
            table, StorePlace.ofTable(from), whole.snapshots().size(), manifests, notices));
  }

  /** The table without the snapshots whose files are not all there. */
  private TableMetadata whole(
      String table, TableMetadata metadata, FileIO io, List<String> notices) {
    SnapshotFiles present = new SnapshotFiles(metadata, io, files.tree(table));
    List<Snapshot> whole = present.whole();
    if (whole.size() == metadata.snapshots().size()) {
      return metadata;
    }
    if (whole.isEmpty()) {
      throw damaged(
          table,
          "no snapshot is whole, "
              + present.missing(metadata.currentSnapshot()).get(0)
              + "; copy the store again");
    }
    Set<Long> kept = whole.stream().map(Snapshot::snapshotId).collect(Collectors.toSet());
    Set<Long> lost =
        metadata.snapshots().stream()
            .map(Snapshot::snapshotId)
            .filter(id -> !kept.contains(id))
            .collect(Collectors.toSet());
    Snapshot last = whole.get(whole.size() - 1);
    TableMetadata.Builder builder = TableMetadata.buildFrom(metadata);
    if (lost.contains(metadata.currentSnapshot().snapshotId())) {
      builder.setBranchSnapshot(last.snapshotId(), SnapshotRef.MAIN_BRANCH);
      notices.add(
          "table "
              + table
              + ": its newest snapshot is not whole here ("
              + present.missing(metadata.currentSnapshot()).get(0)
              + "), so it is as it was at snapshot "
              + last.snapshotId()
              + "; the next ingest of the same logs adds what is missing");
    }
    notices.add("table " + table + ": " + lost.size() + " snapshots are not whole here, and gone");
    return builder.removeSnapshots(lost).build();
  }

  /** Writes manifests, and lists of them, that name the files where they lie now. */
  private static int rewrite(TableMetadata table, FileIO io, String to, String folder) {
    String from = table.location();
    String oldFolder = from + "/metadata";
    Set<Long> ids =
        table.snapshots().stream().map(Snapshot::snapshotId).collect(Collectors.toSet());
    Map<String, Long> lengths = new HashMap<>();
    SnapshotFiles snapshots = new SnapshotFiles(table, io, Map.of());
    for (ManifestFile manifest : snapshots.manifests(table.snapshots())) {
      String path = RewriteTablePathUtil.newPath(manifest.path(), oldFolder, folder);
      lengths.put(manifest.path(), rewrite(manifest, table, ids, io, path, to));
    }
    for (Snapshot snapshot : table.snapshots()) {
      RewriteTablePathUtil.rewriteManifestList(
          snapshot,
          io,
          table,
          lengths,
          oldFolder,
          folder,
          folder,
          folder + "/" + RewriteTablePathUtil.fileName(snapshot.manifestListLocation()));
    }
    return lengths.size();
  }

  private static long rewrite(
      ManifestFile manifest,
      TableMetadata table,
      Set<Long> ids,
      FileIO io,
      String path,
      String to) {
    try {
      if (manifest.content() == ManifestContent.DATA) {
        RewriteTablePathUtil.rewriteDataManifest(
            manifest,
            ids,
            io.newOutputFile(path),
            io,
            table.formatVersion(),
            table.specsById(),
            table.location(),
            to);
      } else {
        RewriteResult<?> deletes =
            RewriteTablePathUtil.rewriteDeleteManifest(
                manifest,
                ids,
                io.newOutputFile(path),
                io,
                table.formatVersion(),
                table.specsById(),
                table.location(),
                to,
                to,
                Map.of());
        if (!deletes.toRewrite().isEmpty()) {
          throw new DamagedStoreException(
              "table "
                  + table.location()
                  + " has deletes by position, which LODE does not write and cannot relocate;"
                  + " expected deletes by equality only",
              null);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return io.newInputFile(path).getLength();
  }

  /** The description of the table, whose snapshots name the new lists. */
  private static byte[] json(TableMetadata table, String folder) {
    try {
      JsonNode json = JSON.readTree(TableMetadataParser.toJson(table));
      for (JsonNode snapshot : json.path("snapshots")) {
        String old = snapshot.path("manifest-list").textValue();
        ((ObjectNode) snapshot)
            .put("manifest-list", folder + "/" + RewriteTablePathUtil.fileName(old));
      }
      return JSON.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DamagedStoreException damaged(String table, String what) {
    return new DamagedStoreException(
        "table " + table + " of store " + place.root() + " cannot be relocated: " + what, null);
  }
}
