package io.lode.jobs.store.files;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The gaps between the steps of a write. A test can tell a process to end in one of them, as if it
 * was killed there; nothing else happens in them.
 */
public final class CommitGap {

  /**
   * A property of the JVM: the number of the gap, from 1 and in the order in which the process
   * passes them, in which the process ends at once; none where it is not set.
   */
  public static final String HALT_AT = "lode.faults.halt-at-gap";

  /** The exit status of a process that ended in a gap: that of a killed one. */
  public static final int HALTED = 137;

  private static final int CHOSEN = Integer.getInteger(HALT_AT, 0);
  private static final AtomicInteger PASSED = new AtomicInteger();

  private CommitGap() {}

  /**
   * Passes a gap.
   *
   * @param after the step before it, such as {@code new version written}
   */
  public static void pass(String after) {
    if (CHOSEN > 0 && PASSED.incrementAndGet() == CHOSEN) {
      System.err.println("halted in gap " + CHOSEN + ": after " + after);
      System.err.flush();
      Runtime.getRuntime().halt(HALTED);
    }
  }
}
