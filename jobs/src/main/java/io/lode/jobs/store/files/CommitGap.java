package io.lode.jobs.store.files;

import java.util.function.Consumer;

/**
 * The gaps between the steps of a write. A test can watch them, and end the process in one as if it
 * was killed there; nothing else happens in them.
 */
public final class CommitGap {

  private static volatile Consumer<String> watcher = after -> {};

  private CommitGap() {}

  /**
   * Calls a watcher in every gap from now on, in the thread that passes it.
   *
   * @param every takes the step before the gap
   */
  public static void watch(Consumer<String> every) {
    watcher = every;
  }

  /**
   * Passes a gap.
   *
   * @param after the step before it, such as {@code new version written}
   */
  public static void pass(String after) {
    watcher.accept(after);
  }
}
