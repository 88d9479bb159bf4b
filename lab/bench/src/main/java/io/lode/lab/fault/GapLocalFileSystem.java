package io.lode.lab.fault;

import io.lode.jobs.store.files.CommitGap;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system as {@link GapFileSystem} has others; a file and its checksums are two
 * writes.
 */
public final class GapLocalFileSystem extends LocalFileSystem {

  /** As Hadoop makes it. */
  public GapLocalFileSystem() {
    super(new Raw());
  }

  private static final class Raw extends RawLocalFileSystem {

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
      return GapFileSystem.closing(
          super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress),
          file);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
      boolean done = super.rename(from, to);
      CommitGap.pass("rename of " + GapFileSystem.name(from) + " to " + GapFileSystem.name(to));
      return done;
    }

    @Override
    public boolean delete(Path file, boolean recursive) throws IOException {
      boolean done = super.delete(file, recursive);
      CommitGap.pass("delete of " + GapFileSystem.name(file));
      return done;
    }
  }
}
