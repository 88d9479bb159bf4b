package io.lode.jobs.store;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.spark.util.LongAccumulator;

/** Tells every few seconds how many tasks are done and about how long the others will take. */
public final class TaskProgress {

  private static final long MILLIS = 5000;

  private final Thread thread;

  private TaskProgress(Thread thread) {
    this.thread = thread;
  }

  /**
   * Starts to tell.
   *
   * @param what is done, such as {@code train}
   * @param unit what is counted, such as {@code groups}
   * @param total how many there are
   * @param done how many are done
   * @param progress takes one line at a time
   */
  public static TaskProgress start(
      String what, String unit, int total, LongAccumulator done, Consumer<String> progress) {
    long start = System.nanoTime();
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  Thread.sleep(MILLIS);
                  long nanos = System.nanoTime() - start;
                  progress.accept(line(what, unit, total, done.value(), nanos));
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "progress-" + what);
    thread.setDaemon(true);
    thread.start();
    return new TaskProgress(thread);
  }

  private static String line(String what, String unit, int total, long done, long nanos) {
    String left =
        done == 0
            ? ""
            : ", about " + Duration.ofNanos(nanos / done * (total - done)).toSeconds() + " s left";
    return what + ": " + done + " of " + total + " " + unit + " done" + left;
  }

  /** Tells no more. */
  public void stop() {
    thread.interrupt();
  }
}
