package io.lode.jobs.store.files;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * A lock: an object that only one process at a time can put. The owner puts the object again while
 * it works. An object that is old was left by a crash; a conditional put lets one waiting process
 * take it over.
 */
public final class ObjectLock implements Closeable {

  private final ObjectFiles files;
  private final Path path;
  private final Duration abandonedAfter;
  private final String owner = UUID.randomUUID().toString();
  private final LockClock clock = new LockClock();
  private long touches;
  private String tag;

  private ObjectLock(ObjectFiles files, Path path, Duration abandonedAfter) {
    this.abandonedAfter = abandonedAfter;
    this.files = files;
    this.path = path;
  }

  /**
   * Waits for the lock and takes it.
   *
   * @param abandonedAfter how long its owner must not have touched it to have crashed
   */
  public static ObjectLock take(ObjectFiles files, Path path, Duration abandonedAfter)
      throws IOException {
    ObjectLock lock = new ObjectLock(files, path, abandonedAfter);
    while (!lock.tryTake()) {
      LockClock.pause();
    }
    return lock;
  }

  /** Does work while the lock is held. */
  public <T> T hold(Function<StoreHold, T> work) {
    return clock.hold(this::touch, StoreHold.of(path.toString(), this::isMine), work);
  }

  @Override
  public void close() throws IOException {
    clock.close();
    synchronized (this) {
      if (isMine()) {
        files.fileSystem().delete(path, false);
      }
    }
  }

  private synchronized boolean isMine() throws IOException {
    return files
        .get(path)
        .filter(bytes -> new String(bytes, StandardCharsets.UTF_8).startsWith(owner + " "))
        .isPresent();
  }

  private synchronized boolean tryTake() throws IOException {
    if (!files.putIfAbsent(path, content())) {
      try {
        FileStatus status = files.fileSystem().getFileStatus(path);
        String held = ObjectFiles.tag(status);
        long age = System.currentTimeMillis() - status.getModificationTime();
        if (age <= abandonedAfter.toMillis() || !files.putIfMatch(path, content(), held)) {
          return false;
        }
      } catch (FileNotFoundException e) {
        return false;
      }
    }
    tag = files.tag(path).orElse("");
    return isMine();
  }

  private synchronized void touch() {
    try {
      if (files.putIfMatch(path, content(), tag)) {
        tag = files.tag(path).orElse("");
      }
    } catch (IOException e) {
      // A touch that fails once is made up for by the next; the lock outlives several.
      return;
    }
  }

  /** Other bytes at every put, so that every put has another tag. */
  private byte[] content() {
    touches++;
    return (owner + " " + touches + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
