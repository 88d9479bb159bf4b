package io.lode.lab.fault;

import io.lode.jobs.store.files.CommitGap;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The file system of a scheme, with a gap after every call that changes something: also those that
 * libraries make, such as Iceberg in the middle of a commit.
 */
public final class GapFileSystem extends FilterFileSystem {

  private static final Map<String, String> CLASSES =
      Map.of(
          "hdfs", "org.apache.hadoop.hdfs.DistributedFileSystem",
          "s3a", "org.apache.hadoop.fs.s3a.S3AFileSystem");

  /**
   * Spark's properties by which a process has a gap after every change that goes through Hadoop.
   *
   * @param scheme of the store
   */
  static Map<String, String> properties(String scheme) {
    Class<?> files = "file".equals(scheme) ? GapLocalFileSystem.class : GapFileSystem.class;
    return Map.of("spark.hadoop.fs." + scheme + ".impl", files.getName());
  }

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    String wrapped = CLASSES.get(name.getScheme());
    if (wrapped == null) {
      throw new IOException(
          "gaps are known of stores on file:, " + CLASSES.keySet() + ", found " + name);
    }
    try {
      fs =
          Class.forName(wrapped)
              .asSubclass(FileSystem.class)
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IOException(wrapped + " is not on the class path", e);
    }
    super.initialize(name, configuration);
  }

  @Override
  public String getScheme() {
    return fs.getScheme();
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
    return closing(
        super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress),
        file);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    boolean done = super.rename(from, to);
    CommitGap.pass("rename of " + name(from) + " to " + name(to));
    return done;
  }

  @Override
  public boolean delete(Path file, boolean recursive) throws IOException {
    boolean done = super.delete(file, recursive);
    CommitGap.pass("delete of " + name(file));
    return done;
  }

  /** A stream with a gap after it was closed, when its file is there. */
  static FSDataOutputStream closing(FSDataOutputStream stream, Path file) throws IOException {
    return new FSDataOutputStream(new Closing(stream, file), null);
  }

  /** The end of a path: its folder and its name. */
  static String name(Path file) {
    Path parent = file.getParent();
    return (parent == null ? "" : parent.getName() + "/") + file.getName();
  }

  private static final class Closing extends FilterOutputStream {

    private final Path file;
    private boolean closed;

    Closing(OutputStream out, Path file) {
      super(out);
      this.file = file;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      super.close();
      if (!closed) {
        closed = true;
        CommitGap.pass("write of " + name(file));
      }
    }
  }
}
