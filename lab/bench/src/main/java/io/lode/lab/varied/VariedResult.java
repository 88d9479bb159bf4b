package io.lode.lab.varied;

import java.util.List;

/**
 * What one loop of nights led to. All values are true objectives, smaller is better.
 *
 * @param cell what was measured
 * @param bestHeld of the best run's schedule, of the same sweep with the settings held at their
 *     best
 * @param bestRun of the sweep's own best run under its own settings
 * @param nights what was published, by night
 */
record VariedResult(VariedCell cell, double bestHeld, double bestRun, List<Night> nights) {

  /**
   * What one night published under the policy planned, and under proven.
   *
   * @param schedule true objective of the schedule, with the settings at their best
   * @param whole true objective of the schedule under the settings that it was published for
   * @param proven as {@code schedule}, of what the policy proven published
   */
  record Night(double schedule, double whole, double proven) {}
}
