package io.lode.jobs.ingest.format;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
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
 * <p>What must not be read is neither listed nor opened: pipes and devices, whose reading may never
 * end, links that lead out of the input, and links to a folder that they lie in. A folder below a
 * link is listed, a folder below two is not, so that a listing ends.
 *
 * <p>Owners and permissions are left out of listings: without native code Hadoop starts a process
 * for each file to learn them, which took over a quarter of an hour for 100,000 files.
 */
final class LocalLogFileSystem extends RawLocalFileSystem {

  private static final String INPUT = "lode.ingest.input";

  private final List<String> refused = Collections.synchronizedList(new ArrayList<>());
  private boolean followsLinks;

  /** The input folder as it is named, and where it is; null where none was said. */
  private java.nio.file.Path named;

  private java.nio.file.Path real;

  /**
   * Says below which folder a link must stay, for file systems that are made afterwards.
   *
   * @param folder a local folder
   */
  static void stayBelow(Path folder, Configuration configuration) {
    configuration.set(INPUT, folder.toUri().getPath());
  }

  @Override
  public void initialize(URI uri, Configuration configuration) throws IOException {
    super.initialize(uri, configuration);
    followsLinks = Bounds.of(configuration).followLinks();
    String input = configuration.get(INPUT);
    if (input != null) {
      named = java.nio.file.Path.of(input).toAbsolutePath().normalize();
      real = Files.exists(named) ? named.toRealPath() : null;
    }
  }

  /** What was not listed and why, a line each. */
  List<String> refused() {
    return List.copyOf(refused);
  }

  /** Where a file of the input is, whatever links lead to it. */
  java.nio.file.Path whereIs(Path file) throws IOException {
    return local(file).toRealPath();
  }

  private java.nio.file.Path local(Path file) {
    return pathToFile(file).toPath().toAbsolutePath().normalize();
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    java.nio.file.Path path = local(file);
    if (Files.exists(path)) {
      String why = whyNot(path, path.toRealPath());
      if (why != null) {
        throw new RefusedFileException(path + why);
      }
    }
    return super.open(file, bufferSize);
  }

  /** Why a path must not be read, as the end of a sentence; null where it may be. */
  private String whyNot(java.nio.file.Path path, java.nio.file.Path target) {
    if (!Files.isRegularFile(target) && !Files.isDirectory(target)) {
      return " is neither a file nor a folder";
    }
    if (!followsLinks && real != null && path.startsWith(named) && !target.startsWith(real)) {
      return " is a link that leads out of the input, to "
          + target
          + " (ingest.follow-links = true would read it)";
    }
    return null;
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    List<FileStatus> kept = new ArrayList<>();
    for (FileStatus entry : super.listStatus(folder)) {
      java.nio.file.Path path = local(entry.getPath());
      if (Files.isRegularFile(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)
          || Files.isDirectory(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
        kept.add(entry);
        continue;
      }
      String why = Files.exists(path) ? whyNotListed(path) : " leads nowhere";
      if (why == null) {
        kept.add(entry);
      } else {
        refused.add(path + why);
      }
    }
    return kept.toArray(FileStatus[]::new);
  }

  private String whyNotListed(java.nio.file.Path path) throws IOException {
    java.nio.file.Path target = path.toRealPath();
    java.nio.file.Path within = path.getParent().toRealPath();
    if (Files.isDirectory(target) && within.startsWith(target)) {
      return " is a link to a folder that it lies in";
    }
    boolean below = named == null ? false : path.startsWith(named);
    if (Files.isDirectory(target)
        && below
        && !real.resolve(named.relativize(path.getParent())).equals(within)) {
      return " is a link below another one";
    }
    return whyNot(path, target);
  }

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
