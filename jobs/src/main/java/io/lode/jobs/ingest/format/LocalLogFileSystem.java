package io.lode.jobs.ingest.format;

import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.util.functional.RemoteIterators;

/**
 * Local logs as they are: with checksum files Hadoop would refuse names with a colon, and logs that
 * were edited beside an old checksum.
 *
 * <p>Owners and permissions are left out of listings: without native code Hadoop starts a process
 * for each file to learn them, which took over a quarter of an hour for 100,000 files.
 */
final class LocalLogFileSystem extends RawLocalFileSystem {

  @Override
  protected RemoteIterator<LocatedFileStatus> listLocatedStatus(Path folder, PathFilter filter)
      throws IOException {
    return RemoteIterators.mappingRemoteIterator(
        RemoteIterators.remoteIteratorFromArray(listStatus(folder, filter)),
        entry ->
            new LocatedFileStatus(
                withoutOwner(entry), getFileBlockLocations(entry, 0, entry.getLen())));
  }

  private static FileStatus withoutOwner(FileStatus entry) {
    return new FileStatus(
        entry.getLen(),
        entry.isDirectory(),
        entry.getReplication(),
        entry.getBlockSize(),
        entry.getModificationTime(),
        entry.getPath());
  }
}
