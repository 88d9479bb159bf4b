package io.lode.jobs.store.tables;

import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/**
 * Reads files that a table names at an old place from where they lie now.
 *
 * @param files where they lie now
 * @param from start of the paths at the old place
 * @param to start of the paths now
 */
record MovedFiles(FileIO files, String from, String to) implements FileIO {

  private static final long serialVersionUID = 1L;

  private String moved(String path) {
    return path.startsWith(from + "/") ? to + path.substring(from.length()) : path;
  }

  @Override
  public InputFile newInputFile(String path) {
    return files.newInputFile(moved(path));
  }

  @Override
  public InputFile newInputFile(String path, long length) {
    return files.newInputFile(moved(path));
  }

  @Override
  public OutputFile newOutputFile(String path) {
    return files.newOutputFile(path);
  }

  @Override
  public void deleteFile(String path) {
    throw new UnsupportedOperationException("files of a store that moves are not deleted: " + path);
  }
}
