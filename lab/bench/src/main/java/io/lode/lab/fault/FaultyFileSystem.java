package io.lode.lab.fault;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system, one of whose calls fails once in every process: the one whose number is
 * {@link #FAIL_AT}.
 */
public final class FaultyFileSystem extends RawLocalFileSystem {

  /** The scheme of its URIs. */
  public static final String SCHEME = "faulty";

  /** Hadoop's property: the number of the call that fails, from 1; 0 for none. */
  public static final String FAIL_AT = "lode.faults.fail-at";

  /** Hadoop's property: the folder in which a process whose call failed leaves a file. */
  public static final String HITS = "lode.faults.hits";

  private static final AtomicLong CALLS = new AtomicLong();

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    count("open", file);
    return super.open(file, bufferSize);
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    count("create", file);
    return super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    count("rename", from);
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path file, boolean recursive) throws IOException {
    count("delete", file);
    return super.delete(file, recursive);
  }

  /** A rename in one step, as HDFS has it. */
  void move(Path from, Path to, boolean overwrite) throws IOException {
    count("rename", from);
    java.nio.file.Path source = pathToFile(from).toPath();
    java.nio.file.Path target = pathToFile(to).toPath();
    try {
      if (overwrite || Files.isDirectory(source)) {
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.createLink(target, source);
        Files.delete(source);
      }
    } catch (NoSuchFileException e) {
      throw new FileNotFoundException(from + " does not exist");
    } catch (IOException e) {
      if (e instanceof FileAlreadyExistsException || (!overwrite && Files.exists(target))) {
        throw new org.apache.hadoop.fs.FileAlreadyExistsException(to + " exists");
      }
      throw e;
    }
  }

  private void count(String call, Path path) throws IOException {
    if (CALLS.incrementAndGet() == getConf().getLong(FAIL_AT, 0)) {
      Files.createTempFile(java.nio.file.Path.of(getConf().get(HITS)), call, "");
      throw new IOException("a " + call + " of the store fails, as asked for: " + path.getName());
    }
  }
}
