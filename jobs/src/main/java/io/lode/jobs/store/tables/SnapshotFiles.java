package io.lode.jobs.store.tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Holds the snapshots of a table against the files that are there: a copy may have been made while
 * the table changed.
 */
final class SnapshotFiles {

  private static final int MOST_TASKS = 1000;

  private final TableMetadata metadata;
  private final FileIO io;
  private final Map<String, Long> lengths;

  /** What is wrong below a manifest, by its path: each is read once, however many snapshots. */
  private final Map<String, List<Missing>> manifests = new HashMap<>();

  /** The files that manifests name, by the manifest's path. */
  private final Map<String, List<String>> named = new HashMap<>();

  /**
   * Takes a table.
   *
   * @param io that finds the files by the paths that the table says
   * @param lengths of the files that are there, by their paths below the table's folder
   */
  SnapshotFiles(TableMetadata metadata, FileIO io, Map<String, Long> lengths) {
    this.metadata = metadata;
    this.io = io;
    this.lengths = lengths;
  }

  /**
   * A file that a snapshot needs.
   *
   * @param path below the table's folder
   * @param why it does not do, in words
   * @param file what the table says of it; null where it is none of rows
   */
  record Missing(String path, String why, ContentFile<?> file) {

    /** Whether it is a file of rows, which the table can do without. */
    boolean isRows() {
      return file instanceof DataFile;
    }

    /** How many rows of which runs it holds, in words. */
    String rows(Schema schema) {
      return file == null
          ? "all rows that it names"
          : file.recordCount()
              + " rows of runs from "
              + bound(schema, file.lowerBounds())
              + " to "
              + bound(schema, file.upperBounds());
    }

    private static String bound(Schema schema, Map<Integer, ByteBuffer> bounds) {
      List<String> names = new ArrayList<>();
      for (String column : List.of(StoreTable.GROUP_PATH, "run")) {
        Types.NestedField field = schema.findField(column);
        ByteBuffer bytes = field == null || bounds == null ? null : bounds.get(field.fieldId());
        if (bytes != null) {
          names.add(Conversions.fromByteBuffer(Types.StringType.get(), bytes).toString());
        }
      }
      return names.isEmpty() ? "an unknown one" : String.join(" ", names);
    }

    @Override
    public String toString() {
      return path + " " + why;
    }
  }

  /** What a snapshot needs and is not there as it should be. */
  List<Missing> missing(Snapshot snapshot) {
    String list = below(snapshot.manifestListLocation());
    if (!lengths.containsKey(list)) {
      return List.of(new Missing(list, "is missing", null));
    }
    List<ManifestFile> all;
    try {
      all = snapshot.allManifests(io);
    } catch (RuntimeException e) {
      return List.of(new Missing(list, "cannot be read", null));
    }
    Optional<String> wrong = ManifestListOwner.wrong(snapshot, io);
    if (wrong.isPresent()) {
      return List.of(new Missing(list, wrong.get(), null));
    }
    List<Missing> missing = new ArrayList<>();
    for (ManifestFile manifest : all) {
      missing.addAll(manifests.computeIfAbsent(manifest.path(), path -> missing(manifest)));
    }
    missing.addAll(namedTwice(all));
    return missing;
  }

  /** Manifests that name the same file: one of them holds what belongs in the other. */
  private List<Missing> namedTwice(List<ManifestFile> all) {
    List<Missing> twice = new ArrayList<>();
    Map<String, String> owners = new HashMap<>();
    for (ManifestFile manifest : all) {
      for (String file : named.getOrDefault(manifest.path(), List.of())) {
        String other = owners.putIfAbsent(file, manifest.path());
        if (other != null) {
          String why = "names a file that another manifest also names, " + below(file);
          twice.add(new Missing(below(other), why, null));
          twice.add(new Missing(below(manifest.path()), why, null));
          break;
        }
      }
    }
    return twice;
  }

  private List<Missing> missing(ManifestFile manifest) {
    Optional<Missing> wrong = wrong(manifest.path(), manifest.length(), null);
    if (wrong.isPresent()) {
      return List.of(wrong.get());
    }
    List<Missing> missing = new ArrayList<>();
    try {
      List<ContentFile<?>> files = contents(manifest);
      String found = counts(files.size(), files.stream().mapToLong(ContentFile::recordCount).sum());
      String expected = expectedCounts(manifest, found);
      if (!found.equals(expected)) {
        String why = "names " + found + ", expected " + expected;
        return List.of(new Missing(below(manifest.path()), why, null));
      }
      named.put(manifest.path(), files.stream().map(ContentFile::location).toList());
      for (ContentFile<?> file : files) {
        wrong(file.location(), file.fileSizeInBytes(), file).ifPresent(missing::add);
      }
    } catch (RuntimeException e) {
      return List.of(new Missing(below(manifest.path()), "cannot be read", null));
    }
    return missing;
  }

  private static String counts(long files, long rows) {
    return files + " files of " + rows + " rows";
  }

  /** What the list of manifests says of one; what was found, where the list does not say. */
  private static String expectedCounts(ManifestFile manifest, String found) {
    return manifest.addedFilesCount() == null
            || manifest.existingFilesCount() == null
            || manifest.addedRowsCount() == null
            || manifest.existingRowsCount() == null
        ? found
        : counts(
            (long) manifest.addedFilesCount() + manifest.existingFilesCount(),
            manifest.addedRowsCount() + manifest.existingRowsCount());
  }

  private Optional<Missing> wrong(String path, long expected, ContentFile<?> file) {
    Long found = lengths.get(below(path));
    if (found == null) {
      return Optional.of(new Missing(below(path), "is missing", file));
    }
    return found == expected
        ? Optional.empty()
        : Optional.of(
            new Missing(
                below(path), "has " + found + " bytes, expected " + expected + " bytes", file));
  }

  /** Reads every row of a snapshot's files, in tasks, and remembers which files cannot be read. */
  void readRows(SparkSession spark, Snapshot snapshot) {
    if (!missing(snapshot).stream().allMatch(Missing::isRows)) {
      return;
    }
    Set<String> known = missing(snapshot).stream().map(Missing::path).collect(Collectors.toSet());
    List<ContentFile<?>> toRead = new ArrayList<>();
    for (ManifestFile manifest : snapshot.allManifests(io)) {
      contents(manifest).stream()
          .filter(file -> !known.contains(below(file.location())))
          .forEach(toRead::add);
    }
    if (toRead.isEmpty()) {
      return;
    }
    RowFiles reading = new RowFiles(metadata.schema(), io);
    Map<String, String> unreadable =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(toRead, Math.min(toRead.size(), MOST_TASKS))
            .flatMapToPair(file -> reading.damage(file).iterator())
            .collectAsMap();
    for (ManifestFile manifest : snapshot.allManifests(io)) {
      for (ContentFile<?> file : contents(manifest)) {
        String why = unreadable.get(file.location());
        if (why != null) {
          List<Missing> all = new ArrayList<>(manifests.get(manifest.path()));
          all.add(new Missing(below(file.location()), why, file));
          manifests.put(manifest.path(), all);
        }
      }
    }
  }

  private List<ContentFile<?>> contents(ManifestFile manifest) {
    List<ContentFile<?>> files = new ArrayList<>();
    try (ManifestReader<? extends ContentFile<?>> reader = open(manifest)) {
      for (ContentFile<?> file : reader) {
        files.add((ContentFile<?>) file.copy());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private ManifestReader<? extends ContentFile<?>> open(ManifestFile manifest) {
    return manifest.content() == ManifestContent.DATA
        ? ManifestFiles.read(manifest, io, metadata.specsById())
        : ManifestFiles.readDeleteManifest(manifest, io, metadata.specsById());
  }

  /** The snapshots that need nothing that is not there, the newest last. */
  List<Snapshot> whole() {
    List<Snapshot> whole = new ArrayList<>();
    for (Snapshot snapshot : metadata.snapshots()) {
      if (missing(snapshot).isEmpty()) {
        whole.add(snapshot);
      }
    }
    whole.sort((a, b) -> Long.compare(a.sequenceNumber(), b.sequenceNumber()));
    return whole;
  }

  /** The manifests of some snapshots, each once, by their paths. */
  Collection<ManifestFile> manifests(List<Snapshot> snapshots) {
    Map<String, ManifestFile> all = new HashMap<>();
    for (Snapshot snapshot : snapshots) {
      snapshot.allManifests(io).forEach(one -> all.put(one.path(), one));
    }
    return all.values();
  }

  private String below(String path) {
    String start = metadata.location() + "/";
    return path.startsWith(start) ? path.substring(start.length()) : path;
  }
}
