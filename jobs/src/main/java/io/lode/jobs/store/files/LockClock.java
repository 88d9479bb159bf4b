package io.lode.jobs.store.files;

import java.io.Closeable;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The time of a lock. The owner of the lock updates it while it works. A lock that was not updated
 * for long was left by a crash.
 */
final class LockClock implements Closeable {

  /** How long an owner must not have touched a lock to have crashed. */
  static final Duration ABANDONED_AFTER = Duration.ofMinutes(3);

  private static final Duration TOUCHED_EVERY = Duration.ofSeconds(20);
  private static final Duration TRIED_EVERY = Duration.ofSeconds(1);
  private static final Duration LONGEST_BRIEF_PAUSE = Duration.ofMillis(50);

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "store-lock");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Does work, touching the lock from time to time meanwhile.
   *
   * @param hold what the work requires before it commits
   */
  <T> T hold(Runnable touch, StoreHold hold, Function<StoreHold, T> work) {
    long period = TOUCHED_EVERY.toMillis();
    var unused = clock.scheduleAtFixedRate(touch, period, period, TimeUnit.MILLISECONDS);
    return work.apply(hold);
  }

  /** Touches the lock no more. */
  @Override
  public void close() {
    clock.shutdownNow();
  }

  /** Waits before the next try to take a lock that another process holds. */
  static void pause() throws InterruptedIOException {
    pause(TRIED_EVERY.toMillis());
  }

  /** Waits for a random time before the next try of what another process does in no time. */
  static void pauseBriefly() throws InterruptedIOException {
    pause(ThreadLocalRandom.current().nextLong(LONGEST_BRIEF_PAUSE.toMillis()));
  }

  private static void pause(long milliseconds) throws InterruptedIOException {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while another process holds the store");
    }
  }
}
