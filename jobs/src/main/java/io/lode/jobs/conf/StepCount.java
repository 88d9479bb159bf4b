package io.lode.jobs.conf;

import io.lode.jobs.UsageException;

/** A number of optimiser steps as an option gives it. */
public final class StepCount {

  /** Most steps of a run: far beyond any training, far below what a double holds exactly. */
  private static final long MOST = 1_000_000_000_000L;

  private StepCount() {}

  /**
   * The steps of an option, with or without {@code _} between digits.
   *
   * @param option its name, for the message
   * @throws UsageException if they are no whole number from 1 to 10^12
   */
  public static long of(String option, String text) {
    try {
      long steps = Long.parseLong(text.strip().replace("_", ""));
      if (steps >= 1 && steps <= MOST) {
        return steps;
      }
    } catch (NumberFormatException e) {
      throw wrong(option, text, e);
    }
    throw wrong(option, text, null);
  }

  private static UsageException wrong(String option, String text, NumberFormatException cause) {
    return new UsageException(
        option + " takes a whole number of steps over 0, such as 50000, found '" + text + "'",
        cause);
  }
}
