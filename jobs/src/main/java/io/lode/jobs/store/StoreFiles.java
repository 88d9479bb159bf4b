package io.lode.jobs.store;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Files below a store, written so that a reader sees a whole file or none.
 *
 * <p>Paths are relative to the store, with {@code /} between names. Serializable, so that tasks on
 * executors write, too.
 */
public sealed interface StoreFiles extends Serializable permits LocalFiles, HadoopFiles {

  /**
   * The files of a store.
   *
   * @param root the store's URI or path
   */
  static StoreFiles at(String root, Configuration configuration) {
    try {
      Path path = new Path(root);
      Path qualified = path.getFileSystem(configuration).makeQualified(path);
      return "file".equals(qualified.toUri().getScheme())
          ? new LocalFiles(qualified.toUri().getPath())
          : new HadoopFiles(qualified.toUri(), configuration);
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
   * Writes a new folder with all its files in one step.
   *
   * @param files content by name, which may hold {@code /}
   * @return whether it was written; false where the folder exists, which is left as it is
   */
  boolean createFolder(String folder, Map<String, byte[]> files);

  /** Makes sure that a folder exists, for readers that need one before anything is in it. */
  void createEmptyFolder(String folder);

  /**
   * Does work that commits to tables, one process at a time where the file system could not tell
   * two of them apart.
   */
  <T> T exclusively(Supplier<T> work);

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
