package io.lode.jobs.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  @Override
  public String root() {
    // As Hadoop reads it: nothing is escaped.
    return "file:" + folder;
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
      write(temporary, content);
      try {
        // A link, unlike a rename, refuses to replace what is there.
        Files.createLink(target, temporary);
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
      write(temporary, content);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean createFolder(String path, Map<String, byte[]> files) {
    Path target = resolve(path);
    Path temporary = target.resolveSibling(StoreFiles.temporaryName());
    try {
      Files.createDirectories(temporary);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path inside = temporary.resolve(StoreFiles.requireBelow(file.getKey()));
        Files.createDirectories(inside.getParent());
        write(inside, file.getValue());
      }
      try {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        return true;
      } catch (FileSystemException e) {
        FileUtils.deleteDirectory(temporary.toFile());
        if (Files.exists(target)) {
          return false;
        }
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
  public <T> T exclusively(Supplier<T> work) {
    synchronized (LocalFiles.class) {
      try {
        Files.createDirectories(Path.of(folder));
        // The operating system lets go of the lock when the process ends, however it ends.
        try (FileChannel channel =
                FileChannel.open(
                    Path.of(folder, ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.lock()) {
          return lock.isValid() ? work.get() : null;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
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
