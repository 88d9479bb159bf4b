package io.lode.jobs.ingest.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;

/**
 * A decompressed copy of a log file on the local disk, for formats that are not read from front to
 * back.
 *
 * @param folder a folder of its own, deleted when the copy is closed
 * @param file the copy
 */
public record LocalCopy(Path folder, Path file) implements Closeable {

  /**
   * Copies a file.
   *
   * @throws DamagedDataException if what it holds cannot be decompressed
   * @throws IOException if a file system fails
   */
  public static LocalCopy of(org.apache.hadoop.fs.Path source, Configuration configuration)
      throws IOException {
    Path folder = Files.createTempDirectory("lode-log-");
    LocalCopy copy = new LocalCopy(folder, folder.resolve("log"));
    try (InputStream in = LogStreams.open(source, configuration)) {
      Files.copy(in, copy.file(), StandardCopyOption.REPLACE_EXISTING);
      return copy;
    } catch (IOException | RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  /**
   * Copies another file beside the copy, where it exists.
   *
   * @throws IOException if a file system fails
   */
  public void addBeside(
      org.apache.hadoop.fs.Path source, String suffix, Configuration configuration)
      throws IOException {
    if (LogFiles.fileSystem(source, configuration).exists(source)) {
      try (InputStream in = LogFiles.fileSystem(source, configuration).open(source)) {
        Files.copy(in, file.resolveSibling(file.getFileName() + suffix));
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (var entries = Files.list(folder)) {
      for (Path entry : entries.toList()) {
        Files.deleteIfExists(entry);
      }
    }
    Files.deleteIfExists(folder);
  }
}
