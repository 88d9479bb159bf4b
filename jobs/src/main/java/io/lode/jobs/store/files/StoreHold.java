package io.lode.jobs.store.files;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A process's lock on the tables of a store. Another process takes the lock over if its owner
 * stopped updating it.
 */
@FunctionalInterface
public interface StoreHold {

  /**
   * Checks that this process still holds the store: what a commit does first.
   *
   * @throws IllegalStateException if another process has taken it over
   */
  void require();

  /** Whether a lock is still this process's. */
  @FunctionalInterface
  interface Ownership {

    /** Looks at the lock. */
    boolean isMine() throws IOException;
  }

  /** The hold of whoever owns a lock. */
  static StoreHold of(String lock, Ownership ownership) {
    return () -> {
      try {
        if (!ownership.isMine()) {
          throw lost(lock);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /** What {@link #require()} throws. */
  static IllegalStateException lost(String lock) {
    return new IllegalStateException(
        lock
            + " was taken over by another process, since this one did not touch it for "
            + LockClock.ABANDONED_AFTER.toMinutes()
            + " minutes; nothing was committed, run the command again");
  }
}
