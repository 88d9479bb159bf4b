package io.lode.jobs.store.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * What processes that were killed had half written: files and folders under the temporary names of
 * {@link StoreFiles} and of the Python client. Tables are left alone: they know their own files.
 *
 * @param root the store's URI
 * @param configuration of Hadoop
 */
public record Leftovers(String root, Configuration configuration) {

  private static final String TEMPORARY = ".tmp-";

  /** A folder of an Iceberg table has one of this name. */
  private static final String OF_TABLE = "metadata";

  /**
   * Deletes what was last written before an instant: what is written just now is in use.
   *
   * @return how many files and folders were deleted
   */
  public int deleteBefore(Instant before) {
    int deleted = 0;
    try {
      Path store = new Path(root);
      FileSystem files = store.getFileSystem(configuration);
      Deque<Path> folders = new ArrayDeque<>();
      folders.add(store);
      while (!folders.isEmpty()) {
        List<FileStatus> entries = entries(files, folders.remove());
        if (entries.stream().anyMatch(one -> one.getPath().getName().equals(OF_TABLE))) {
          continue;
        }
        for (FileStatus entry : entries) {
          if (entry.getPath().getName().startsWith(TEMPORARY)) {
            boolean old = entry.getModificationTime() < before.toEpochMilli();
            deleted += old && files.delete(entry.getPath(), true) ? 1 : 0;
          } else if (entry.isDirectory() && !entry.isSymlink()) {
            folders.add(entry.getPath());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return deleted;
  }

  /** The entries of a folder; none where it is gone, as another process may have made it go. */
  private static List<FileStatus> entries(FileSystem files, Path folder) throws IOException {
    List<FileStatus> entries = new ArrayList<>();
    try {
      RemoteIterator<FileStatus> listed = files.listStatusIterator(folder);
      while (listed.hasNext()) {
        entries.add(listed.next());
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    return entries;
  }
}
