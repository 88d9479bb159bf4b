package io.lode.jobs.ingest.rows;

import java.util.HashMap;
import java.util.Map;

/** Counts the rows of each run of a file, and of each metric where a row holds one. */
final class RowOrder {

  private record Counted(int run, String metric) {}

  private final Map<Counted, Integer> counts = new HashMap<>();

  /**
   * The place of the next row; the first is 1.
   *
   * @param run the number of the run among those of its file
   * @param metric the metric, empty where a row holds all
   */
  double next(int run, String metric) {
    return counts.merge(new Counted(run, metric), 1, Integer::sum);
  }
}
