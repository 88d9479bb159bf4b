package io.lode.jobs.progress;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A piece of work that tells every second how far it is and about how long the rest takes. */
public final class Stage implements AutoCloseable {

  private static final long EVERY_MILLIS = 1000;

  private final Progress progress;
  private final String what;
  private final String unit;
  private final long total;
  private final LongSupplier done;
  private final long start = System.nanoTime();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Supplier<String> detail = () -> "";

  Stage(Progress progress, String what, String unit, long total, LongSupplier done) {
    this.progress = progress;
    this.what = what;
    this.unit = unit;
    this.total = total;
    this.done = done;
    Thread reporter = new Thread(this::report, "progress-" + what);
    reporter.setDaemon(true);
    reporter.start();
  }

  /**
   * Adds what else there is to tell.
   *
   * @param text asked from another thread, such as {@code 1200 rows/s}
   */
  public Stage telling(Supplier<String> text) {
    detail = text;
    return this;
  }

  /** How far the work is now, as one line. */
  public String line() {
    return line(what, unit, done.getAsLong(), total, System.nanoTime() - start, detail.get());
  }

  /**
   * A line such as {@code train: 12 of 200 groups (6%), 14 s, about 3 min left}.
   *
   * @param nanos since the work began
   * @param detail what else there is to tell, or nothing
   */
  static String line(String what, String unit, long done, long total, long nanos, String detail) {
    StringBuilder line = new StringBuilder();
    line.append(what).append(": ").append(done).append(" of ").append(total).append(' ');
    line.append(unit);
    if (total > 0) {
      line.append(String.format(Locale.ROOT, " (%d%%)", 100 * Math.min(done, total) / total));
    }
    if (!detail.isEmpty()) {
      line.append(", ").append(detail);
    }
    line.append(", ").append(span(nanos));
    if (done > 0 && done < total) {
      long left = (long) ((double) nanos / done * (total - done));
      line.append(", about ").append(span(left)).append(" left");
    }
    return line.toString();
  }

  private static String span(long nanos) {
    Duration span = Duration.ofNanos(nanos);
    if (span.toSeconds() < 100) {
      return span.toSeconds() + " s";
    }
    return span.toMinutes() < 100
        ? Math.round(span.toSeconds() / 60.0) + " min"
        : String.format(Locale.ROOT, "%.1f h", span.toMinutes() / 60.0);
  }

  private void report() {
    try {
      while (!closed.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        progress.update(line());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops telling. */
  @Override
  public void close() {
    closed.countDown();
  }
}
