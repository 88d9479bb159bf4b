package io.lode.jobs.store.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * A store on a mounted file system, by way of the operating system: Hadoop's local file system
 * leaves checksum files beside what it writes and does not rename atomically.
 *
 * @param folder absolute path of the store
 */
record LocalFiles(String folder) implements StoreFiles {

  private static final long serialVersionUID = 1L;

  private static final String SCHEME = "file:";

  /** A process's threads take turns: locks of the operating system keep processes apart only. */
  private static final Object COMMITS = new Object();

  private static final Object UPDATES = new Object();

  @Override
  public String root() {
    // As Hadoop reads it: nothing is escaped.
    return SCHEME + folder;
  }

  @Override
  public Optional<byte[]> read(String path) {
    try {
      return Optional.of(Files.readAllBytes(resolve(path)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> list(String path) {
    try (Stream<Path> entries = Files.list(resolve(path))) {
      return StoreFiles.visible(entries.map(entry -> entry.getFileName().toString()));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean create(String path, byte[] content) {
    Path target = resolve(path);
    Path temporary = target.resolveSibling(StoreFiles.temporaryName());
    try {
      Files.createDirectories(target.getParent());
      try {
        write(temporary, content);
        CommitGap.pass("a temporary file was written for " + path);
        // A link, unlike a rename, refuses to replace what is there.
        Files.createLink(target, temporary);
        CommitGap.pass("a link made " + path);
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void replace(String path, byte[] content) {
    Path target = resolve(path);
    Path temporary = target.resolveSibling(StoreFiles.temporaryName());
    try {
      Files.createDirectories(target.getParent());
      try {
        write(temporary, content);
        CommitGap.pass("a temporary file was written for " + path);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        CommitGap.pass("a rename replaced " + path);
      } finally {
        // Still there where the disk is full.
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void update(String path, Supplier<byte[]> content) {
    // One file for all, which updates of different paths lock at different positions.
    long position = Integer.toUnsignedLong(path.hashCode());
    synchronized (UPDATES) {
      locked(
          ".updates",
          position,
          1,
          hold -> {
            replace(path, content.get());
            return path;
          });
    }
  }

  @Override
  public boolean createFolder(String path, Map<String, byte[]> files) {
    Path target = resolve(path);
    Path temporary = target.resolveSibling(StoreFiles.temporaryName());
    try {
      try {
        Files.createDirectories(temporary);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
          Path inside = temporary.resolve(StoreFiles.requireBelow(file.getKey()));
          Files.createDirectories(inside.getParent());
          write(inside, file.getValue());
          CommitGap.pass("a file of the temporary folder was written for " + path);
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        CommitGap.pass("a rename made the folder " + path);
        return true;
      } catch (FileSystemException e) {
        if (Files.exists(target)) {
          return false;
        }
        throw e;
      } finally {
        // Still there where the name is taken, or the disk is full.
        FileUtils.deleteDirectory(temporary.toFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void move(String from, String to) {
    try {
      Files.move(resolve(from), resolve(to), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public SortedMap<String, Long> tree(String path) {
    Path top = resolve(path);
    SortedMap<String, Long> lengths = new TreeMap<>();
    if (!Files.isDirectory(top)) {
      return lengths;
    }
    try {
      Files.walkFileTree(
          top,
          // A folder of the store may lie on another disk, behind a link.
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              lengths.put(top.relativize(file).toString(), attributes.size());
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
              if (e instanceof NoSuchFileException || e instanceof FileSystemLoopException) {
                // Another process has moved or deleted it meanwhile, or it was seen already.
                return FileVisitResult.CONTINUE;
              }
              throw e;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lengths;
  }

  @Override
  public boolean isAlso(String uri) {
    if (root().equals(uri)) {
      return true;
    }
    if (!uri.startsWith(SCHEME)) {
      return false;
    }
    try {
      return Files.isSameFile(Path.of(folder), Path.of(uri.substring(SCHEME.length())));
    } catch (IOException | InvalidPathException e) {
      // There is no such folder here, so it is another one.
      return false;
    }
  }

  @Override
  public void delete(String path) {
    try {
      Files.deleteIfExists(resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void createEmptyFolder(String path) {
    try {
      Files.createDirectories(resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public <T> T exclusively(Function<StoreHold, T> work) {
    synchronized (COMMITS) {
      return locked(".lock", 0, Long.MAX_VALUE, work);
    }
  }

  private <T> T locked(String name, long position, long size, Function<StoreHold, T> work) {
    Path file = Path.of(folder, name);
    try {
      Files.createDirectories(file.getParent());
      // The operating system lets go of the lock when the process ends, however it ends.
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock(position, size, false)) {
        return work.apply(
            () -> {
              if (!lock.isValid()) {
                throw StoreHold.lost(file.toString());
              }
            });
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path resolve(String path) {
    return Path.of(folder).resolve(StoreFiles.requireBelow(path));
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      // On the disk before the rename is, or a power cut leaves an empty file under the final name.
      channel.force(true);
    }
  }
}
