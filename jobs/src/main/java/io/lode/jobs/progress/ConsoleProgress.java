package io.lode.jobs.progress;

import io.lode.jobs.SafeText;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/** Shows progress to who runs a command. */
public final class ConsoleProgress implements Progress, AutoCloseable {

  /** How much is shown. */
  public enum Detail {
    /** Nothing. */
    QUIET,
    /** Every line that is worth keeping; how far work is, once a minute. */
    LINES,
    /** The same, how far work is every five seconds. */
    VERBOSE,
    /** Every line that is worth keeping; below them one that is redrawn, how far work is. */
    TERMINAL
  }

  private static final long MINUTE = 60_000_000_000L;
  private static final long FIVE_SECONDS = 5_000_000_000L;
  private static final String CLEAR = "\r\u001b[K";
  private static final int WIDEST = 110;

  private final PrintStream err;
  private final Detail detail;
  private final LongSupplier nanoTime;
  private long lastUpdate;
  private boolean drawn;

  /**
   * Shows progress on a stream.
   *
   * @param err takes the lines
   */
  public ConsoleProgress(PrintStream err, Detail detail) {
    this(err, detail, System::nanoTime);
  }

  ConsoleProgress(PrintStream err, Detail detail, LongSupplier nanoTime) {
    this.err = err;
    this.detail = detail;
    this.nanoTime = nanoTime;
    lastUpdate = nanoTime.getAsLong();
  }

  @Override
  public synchronized void accept(String line) {
    if (detail != Detail.QUIET) {
      clear();
      err.println(SafeText.escaped(line));
      lastUpdate = nanoTime.getAsLong();
    }
  }

  @Override
  public synchronized void update(String line) {
    long now = nanoTime.getAsLong();
    switch (detail) {
      case QUIET -> {}
      case TERMINAL -> {
        String safe = SafeText.escaped(line);
        err.print(CLEAR + (safe.length() > WIDEST ? safe.substring(0, WIDEST) : safe));
        err.flush();
        drawn = true;
      }
      case LINES, VERBOSE -> {
        if (now - lastUpdate >= (detail == Detail.LINES ? MINUTE : FIVE_SECONDS)) {
          lastUpdate = now;
          err.println(SafeText.escaped(line));
        }
      }
    }
  }

  /** The same as {@link #clear}. */
  @Override
  public void close() {
    clear();
  }

  /** Takes the redrawn line away, so that something else may be printed. */
  public synchronized void clear() {
    if (drawn) {
      err.print(CLEAR);
      err.flush();
      drawn = false;
    }
  }
}
