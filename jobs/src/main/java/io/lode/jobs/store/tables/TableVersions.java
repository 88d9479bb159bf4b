package io.lode.jobs.store.tables;

import io.lode.jobs.store.files.StoreFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;

/**
 * The versions of a table's description, {@code metadata/v1.metadata.json} and so on, as files:
 * they can be read where the table cannot be loaded.
 *
 * @param files of the store
 * @param table its folder in the store
 */
record TableVersions(StoreFiles files, String table) {

  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.metadata\\.json");
  private static final String HINT = "version-hint.text";

  /**
   * A version that can be read.
   *
   * @param number of it
   * @param metadata what it says
   * @param damaged newer versions that cannot be read, the newest first
   */
  record Found(int number, TableMetadata metadata, List<Integer> damaged) {}

  /** The numbers, the newest first. */
  List<Integer> numbers() {
    List<Integer> numbers = new ArrayList<>();
    for (String name : files.list(folder())) {
      Matcher matcher = VERSION.matcher(name);
      if (matcher.matches()) {
        numbers.add(Integer.valueOf(matcher.group(1)));
      }
    }
    numbers.sort((a, b) -> b - a);
    return numbers;
  }

  /** The newest sound version, whatever place it names; empty where none is sound. */
  Optional<Found> newest() {
    return newest(location -> true);
  }

  /**
   * The newest sound version; empty where none is. A version is damaged where it cannot be read,
   * where it holds what belongs in an earlier or a later one, where it names another place than
   * here although the version before it names this one, and where it says of a schema or a snapshot
   * what the two versions before it both say otherwise.
   *
   * @param isHere whether a location is where the table lies
   */
  Optional<Found> newest(Predicate<String> isHere) {
    List<Integer> damaged = new ArrayList<>();
    List<Version> sound = new ArrayList<>();
    // Each is held against the one before it.
    for (int number : numbers()) {
      Optional<Version> read = read(number);
      if (read.isEmpty()) {
        if (sound.isEmpty()) {
          damaged.add(number);
        }
        continue;
      }
      sound.add(read.get());
      if (sound.size() == 2) {
        Version newer = sound.get(0);
        Version older = sound.get(1);
        if (!newer.contradicts(older, isHere) && !isOutvoted(newer, older)) {
          return Optional.of(new Found(newer.number(), newer.metadata(), damaged));
        }
        damaged.add(newer.number());
        sound.remove(0);
      }
    }
    return sound.stream()
        .findFirst()
        .map(last -> new Found(last.number(), last.metadata(), damaged));
  }

  /** Whether the two versions before one agree on what it says otherwise. */
  private boolean isOutvoted(Version newer, Version older) {
    if (!newer.differs(older)) {
      return false;
    }
    for (int number : numbers()) {
      Optional<Version> third = number < older.number() ? read(number) : Optional.empty();
      if (third.isPresent()) {
        return newer.differs(third.get()) && !older.differs(third.get());
      }
    }
    return false;
  }

  /** A version as it lies in its file. */
  private record Version(int number, byte[] json, TableMetadata metadata) {

    /** Whether this one cannot have been written after another. */
    boolean contradicts(Version older, Predicate<String> isHere) {
      return Arrays.equals(json, older.json)
          || metadata.lastSequenceNumber() < older.metadata.lastSequenceNumber()
          || (!isHere.test(metadata.location()) && isHere.test(older.metadata.location()));
    }

    /** Whether it says something else of what never changes; places do where a table is moved. */
    boolean differs(Version other) {
      Map<Integer, Schema> schemas = other.metadata.schemasById();
      boolean sameSchemas =
          metadata.schemas().stream()
              .filter(schema -> schemas.containsKey(schema.schemaId()))
              .allMatch(schema -> schema.sameSchema(schemas.get(schema.schemaId())));
      return !sameSchemas
          || !metadata.snapshots().stream()
              .allMatch(one -> isSame(one, other.metadata.snapshot(one.snapshotId())));
    }

    private static boolean isSame(Snapshot one, Snapshot other) {
      return other == null
          || (one.sequenceNumber() == other.sequenceNumber()
              && one.timestampMillis() == other.timestampMillis()
              && Objects.equals(one.parentId(), other.parentId()));
    }
  }

  private Optional<Version> read(int number) {
    try {
      return files
          .read(path(number))
          .map(
              bytes ->
                  new Version(
                      number,
                      bytes,
                      TableMetadataParser.fromJson(new String(bytes, StandardCharsets.UTF_8))))
          // That of another table is no version of this one, and none follows itself.
          .filter(version -> version.metadata().location().endsWith("/" + table))
          .filter(version -> lastLogged(version.metadata()) < number);
    } catch (RuntimeException e) {
      // Whatever a parser throws at bytes that were written by something else.
      return Optional.empty();
    }
  }

  /** The number of the last version before that a version names; 0 where it names none. */
  private static int lastLogged(TableMetadata metadata) {
    return metadata.previousFiles().stream()
        .map(entry -> entry.file().substring(entry.file().lastIndexOf('/') + 1))
        .map(VERSION::matcher)
        .filter(Matcher::matches)
        .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
        .max()
        .orElse(0);
  }

  /**
   * Publishes a version, whole or not at all.
   *
   * @return whether it was written; false where there is one of this number
   */
  boolean publish(int number, byte[] json) {
    return files.create(path(number), json);
  }

  /** Gives a version a name that Iceberg does not take for one. */
  void setAside(int number) {
    String name = "v" + number + ".metadata.json";
    // Hadoop's local file system keeps a checksum, which does not fit what is written there next.
    files.delete(folder() + "/." + name + ".crc");
    files.move(path(number), folder() + "/damaged-" + System.currentTimeMillis() + "-" + name);
  }

  /** Says which version is the newest, which Iceberg otherwise finds by listing them. */
  void hint(int number) {
    // Hadoop's local file system keeps the checksum of the text that is replaced.
    files.delete(folder() + "/." + HINT + ".crc");
    files.replace(folder() + "/" + HINT, Integer.toString(number).getBytes(StandardCharsets.UTF_8));
  }

  /** Whether there is a hint, whatever it says. */
  boolean isHintThere() {
    return files.read(folder() + "/" + HINT).isPresent();
  }

  /** The version that the hint names; empty where it names none. */
  Optional<Integer> hinted() {
    try {
      return files
          .read(folder() + "/" + HINT)
          .map(bytes -> Integer.valueOf(new String(bytes, StandardCharsets.UTF_8).strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The folder, relative to the store. */
  String folder() {
    return table + "/metadata";
  }

  /** Where a version lies, relative to the store. */
  String path(int number) {
    return folder() + "/v" + number + ".metadata.json";
  }
}
