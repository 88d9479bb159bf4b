package io.lode.jobs.pipeline;

import io.lode.jobs.NothingUsableException;
import io.lode.jobs.ingest.delivery.IngestReport;

/**
 * A delivery that was read into a store.
 *
 * @param source the source file, as it was named
 * @param input where the logs lie
 * @param report what was read
 * @param snapshot id of the trajectories' snapshot afterwards; null where the store has none
 */
public record Ingested(String source, String input, IngestReport report, Long snapshot)
    implements JobReport {

  /** A delivery without one observation is a failure: its message says what to change. */
  @Override
  public NothingUsableException failure() {
    if (report.observations() > 0) {
      return null;
    }
    return new NothingUsableException(
        "none of the "
            + report.rows()
            + " rows below "
            + input
            + " is an observation: "
            + report.rejectedByReason()
            + "; "
            + advice());
  }

  /** What to change so that rows of these logs are used. */
  private String advice() {
    boolean rate =
        report.rejectedByReason().keySet().stream()
            .anyMatch(reason -> reason.startsWith("no column") && reason.contains("rate"));
    return (rate
            ? "where the learning rate was not logged, say its shape with learning-rate { derive ="
                + " ... } in source "
            : "make columns and objective name what the logs have, in source ")
        + source
        + " (conf/sources/csv.conf explains every key); lode show rejected lists rows";
  }
}
