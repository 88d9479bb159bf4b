package io.lode.jobs.store.tables;

import io.lode.jobs.store.tables.TableVersions.Found;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.io.FileIO;

/**
 * Which snapshot a list of manifests was written for. The file says so, and Iceberg does not look:
 * with the list of an earlier snapshot in its place a snapshot would lack rows, and nobody would
 * know.
 */
final class ManifestListOwner {

  /** Iceberg's name of it in the head of the file. */
  private static final String SNAPSHOT = "snapshot-id";

  private ManifestListOwner() {}

  /**
   * What is wrong with a snapshot's list, in words; empty where it is its own, or does not say. A
   * list that cannot be read is for its readers to tell of.
   */
  static Optional<String> wrong(Snapshot snapshot, FileIO io) {
    String expected = String.valueOf(snapshot.snapshotId());
    return owner(snapshot.manifestListLocation(), io)
        .filter(found -> !found.equals(expected))
        .map(found -> "is the list of snapshot " + found + ", expected that of " + expected);
  }

  /** The same of a table as it is, or that its newest description is none, in words. */
  static Optional<String> damage(TableVersions versions, Found newest, FileIO io) {
    if (!newest.damaged().isEmpty()) {
      return Optional.of(versions.path(newest.damaged().get(0)) + " is not what was written there");
    }
    return Optional.ofNullable(newest.metadata().currentSnapshot())
        .flatMap(
            current -> wrong(current, io).map(what -> current.manifestListLocation() + " " + what));
  }

  private static Optional<String> owner(String location, FileIO io) {
    try (InputStream in = io.newInputFile(location).newStream();
        DataFileStream<Object> avro = new DataFileStream<>(in, new GenericDatumReader<>())) {
      return Optional.ofNullable(avro.getMetaString(SNAPSHOT));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
