package io.lode.jobs.store.files;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file in versions: {@code v000001.json}, {@code v000002.json}, ..., never changed, and {@code
 * latest.json}, a copy of one of them that is replaced in one step. It goes from older versions to
 * newer ones, and back only by {@link #makeLatest(int)}.
 *
 * @param files the store's files
 * @param folder where the versions lie, relative to the store
 */
public record VersionedFolder(StoreFiles files, String folder) implements Serializable {

  private static final Pattern VERSION = Pattern.compile("v(\\d{6,9})\\.json");
  private static final String LATEST = "latest.json";

  /**
   * Publishes a new version and makes it the latest one. Two publishers at once make two versions.
   *
   * @param content the bytes of a version by its number; called again where another publisher took
   *     the number
   * @return the version that was written
   */
  public int publish(IntFunction<byte[]> content) {
    return publishAfter(newest(), content);
  }

  /**
   * Publishes as {@link #publish(IntFunction)} does, unless the newest version has the same
   * content. That version is then made the latest one: its publisher may have ended before it did
   * so.
   *
   * @param same whether a version says the same
   * @return the version that says it
   */
  public int publish(IntPredicate same, IntFunction<byte[]> content) {
    int newest = newest();
    if (newest == 0 || !same.test(newest)) {
      return publishAfter(newest, content);
    }
    makeNewestLatest();
    return newest;
  }

  private int publishAfter(int newest, IntFunction<byte[]> content) {
    int version = newest + 1;
    while (!files.create(path(version), content.apply(version))) {
      version = Math.max(version, newest()) + 1;
    }
    makeNewestLatest();
    return version;
  }

  private void makeNewestLatest() {
    // Asked for in turn: another publisher may have made a newer one since.
    files.update(folder + "/" + LATEST, () -> require(newest()));
  }

  /**
   * Makes an existing version the latest one.
   *
   * @throws IllegalArgumentException if there is no such version
   */
  public void makeLatest(int version) {
    byte[] content = require(version);
    files.update(folder + "/" + LATEST, () -> content);
  }

  /** The published versions, ascending. */
  public List<Integer> versions() {
    return files.list(folder).stream()
        .map(VERSION::matcher)
        .filter(Matcher::matches)
        .map(matcher -> Integer.valueOf(matcher.group(1)))
        .sorted()
        .toList();
  }

  /** The content of a version; empty where there is none. */
  public Optional<byte[]> read(int version) {
    return files.read(path(version));
  }

  /** The content of the latest version; empty where nothing was published. */
  public Optional<byte[]> latest() {
    return files.read(folder + "/" + LATEST);
  }

  /** The number of the latest version, which after a rollback is not the newest. */
  public Optional<Integer> latestVersion() {
    Optional<byte[]> latest = latest();
    if (latest.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> versions = versions();
    for (int i = versions.size() - 1; i >= 0; i--) {
      int version = versions.get(i);
      if (read(version).filter(content -> Arrays.equals(content, latest.get())).isPresent()) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  /** Where a version lies, relative to the store. */
  public String path(int version) {
    return String.format("%s/v%06d.json", folder, version);
  }

  private int newest() {
    List<Integer> versions = versions();
    return versions.isEmpty() ? 0 : versions.get(versions.size() - 1);
  }

  private byte[] require(int version) {
    return read(version)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    folder + " has no version " + version + ", found " + versions()));
  }
}
