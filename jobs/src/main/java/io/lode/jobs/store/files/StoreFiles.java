package io.lode.jobs.store.files;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Files below a store, written so that a reader sees a whole file or none.
 *
 * <p>Paths are relative to the store, with {@code /} between names. Serializable, so that tasks on
 * executors write, too.
 */
public sealed interface StoreFiles extends Serializable
    permits LocalFiles, HadoopFiles, ObjectFiles {

  /** Property of Hadoop's that says that renames are atomic where the scheme does not tell. */
  String ATOMIC_RENAME = "lode.store.atomic-rename";

  /** Schemes of file systems whose rename is atomic. */
  Set<String> ATOMIC_RENAME_SCHEMES =
      Set.of("hdfs", "webhdfs", "swebhdfs", "viewfs", "ofs", "abfs", "abfss");

  /**
   * The files of a store.
   *
   * @param root the store's URI or path
   * @throws IllegalArgumentException if the file system has neither an atomic rename nor a
   *     conditional put
   */
  static StoreFiles at(String root, Configuration configuration) {
    try {
      Path path = new Path(root);
      Path qualified = path.getFileSystem(configuration).makeQualified(path);
      String scheme = qualified.toUri().getScheme();
      if ("file".equals(scheme)) {
        return new LocalFiles(qualified.toUri().getPath());
      }
      if (ATOMIC_RENAME_SCHEMES.contains(scheme)
          || configuration.getBoolean(ATOMIC_RENAME, false)) {
        return new HadoopFiles(qualified.toUri(), configuration);
      }
      if (path.getFileSystem(configuration).hasPathCapability(path, Objects.CONDITIONAL_PUT)) {
        return new ObjectFiles(qualified.toUri(), configuration);
      }
      throw new IllegalArgumentException(
          "file system "
              + scheme
              + " offers no conditional put and is not known to rename atomically, one of which is"
              + " expected; where it does rename atomically, say --conf spark.hadoop."
              + ATOMIC_RENAME
              + "=true");
    } catch (IOException e) {
      throw new UncheckedIOException("store " + root + " cannot be reached: " + e.getMessage(), e);
    }
  }

  /** The store's URI. */
  String root();

  /** The content of a file; empty where there is none. */
  Optional<byte[]> read(String path);

  /** Names in a folder, sorted, those that start with a dot left out; none where no folder is. */
  List<String> list(String folder);

  /**
   * Writes a new file.
   *
   * @return whether it was written; false where the file exists, which is left as it is
   */
  boolean create(String path, byte[] content);

  /** Writes a file in one step, whether or not it exists. */
  void replace(String path, byte[] content);

  /**
   * Writes a file in one step, whether or not it exists, such that whoever updates it later sees
   * everything that this one saw: between the moment that the content is asked for and the write,
   * no other process updates the file.
   *
   * @param content may be asked for more than once, the last time counts
   */
  void update(String path, Supplier<byte[]> content);

  /**
   * Writes a new folder with all its files in one step.
   *
   * @param files content by name
   * @return whether it was written; false where the folder exists, which is left as it is
   */
  boolean createFolder(String folder, Map<String, byte[]> files);

  /**
   * A file of a folder as {@link #createFolder} was given it, where the store keeps that apart from
   * the file; empty where it does not.
   */
  default Optional<byte[]> original(String path) {
    return Optional.empty();
  }

  /**
   * Gives a file, or a folder with all its files, another name in the store. On an object store a
   * folder goes file by file, and one that a crash left in between is moved on by the next call.
   *
   * @param to a name that nothing has
   */
  void move(String from, String to);

  /**
   * The length in bytes of every file below a folder, hidden ones too, by its path relative to that
   * folder; none where no folder is.
   */
  SortedMap<String, Long> tree(String folder);

  /**
   * Whether a URI names this very folder: by the same text, or by another name of the same place,
   * such as a symbolic link. A copy is another folder.
   */
  boolean isAlso(String uri);

  /** Deletes a file; nothing happens where there is none. */
  void delete(String path);

  /** Makes sure that a folder exists, for readers that need one before anything is in it. */
  void createEmptyFolder(String folder);

  /**
   * Does work that commits to tables, one process at a time.
   *
   * @param work takes the hold that each of its commits requires
   */
  <T> T exclusively(Function<StoreHold, T> work);

  /** The names that readers look at, sorted: those that do not start with a dot. */
  static List<String> visible(Stream<String> names) {
    return names.filter(name -> !name.startsWith(".")).sorted().toList();
  }

  /** A name that no reader looks at. */
  static String temporaryName() {
    return ".tmp-" + UUID.randomUUID();
  }

  /**
   * Checks that a path stays below the store.
   *
   * @throws IllegalArgumentException if it is absolute, or a name in it is empty, {@code .} or
   *     {@code ..}
   */
  static String requireBelow(String path) {
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        throw new IllegalArgumentException(
            "a path in the store must be names joined by /, found '" + path + "'");
      }
    }
    return path;
  }
}
