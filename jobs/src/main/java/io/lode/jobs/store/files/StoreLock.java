package io.lode.jobs.store.files;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options.CreateOpts;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;

/**
 * A lock: a file that only one process at a time can create. The owner touches the file while it
 * works. A file that is old was left by a crash, and another process takes it over.
 */
final class StoreLock implements Closeable {

  private final FileContext files;
  private final Path path;
  private final byte[] owner;
  private final LockClock clock = new LockClock();

  private StoreLock(FileContext files, Path path, byte[] owner) {
    this.files = files;
    this.path = path;
    this.owner = owner;
  }

  /** Waits for the lock and takes it. */
  static StoreLock take(FileContext files, Path path) throws IOException {
    while (true) {
      Path mine = new Path(path.getParent(), StoreFiles.temporaryName());
      byte[] owner = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
      HadoopFiles.write(files, mine, owner, CreateOpts.createParent());
      try {
        // Two that create the same file at once may both fail; of two renames one succeeds.
        files.rename(mine, path, Rename.NONE);
        return new StoreLock(files, path, owner);
      } catch (FileAlreadyExistsException e) {
        files.delete(mine, false);
        if (!removeAbandoned(files, path)) {
          LockClock.pause();
        }
      }
    }
  }

  /** Does work while the lock is held. */
  <T> T hold(Function<StoreHold, T> work) {
    return clock.hold(this::touch, StoreHold.of(path.toString(), this::isMine), work);
  }

  @Override
  public void close() throws IOException {
    clock.close();
    if (isMine()) {
      files.delete(path, false);
    }
  }

  private boolean isMine() throws IOException {
    try (FSDataInputStream in = files.open(path)) {
      return Arrays.equals(in.readAllBytes(), owner);
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private void touch() {
    try {
      if (!isMine()) {
        return;
      }
      files.setTimes(path, System.currentTimeMillis(), -1);
    } catch (IOException e) {
      // A touch that fails once is made up for by the next; the lock outlives several.
      return;
    }
  }

  /** Moves an abandoned lock aside, which only one of several waiting processes can do. */
  private static boolean removeAbandoned(FileContext files, Path path) throws IOException {
    try {
      if (!isAbandoned(files, path)) {
        return false;
      }
      Path aside = new Path(path.getParent(), StoreFiles.temporaryName());
      files.rename(path, aside, Rename.NONE);
      if (!isAbandoned(files, aside)) {
        // Another process was faster, and this is the lock that it holds now.
        files.rename(aside, path, Rename.NONE);
        return false;
      }
      files.delete(aside, false);
      return true;
    } catch (FileNotFoundException e) {
      return true;
    }
  }

  private static boolean isAbandoned(FileContext files, Path path) throws IOException {
    long touched = files.getFileStatus(path).getModificationTime();
    return System.currentTimeMillis() - touched > LockClock.ABANDONED_AFTER.toMillis();
  }
}
