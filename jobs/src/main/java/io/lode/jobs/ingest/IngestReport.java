package io.lode.jobs.ingest;

import java.util.List;
import java.util.Map;

/**
 * What a delivery of logs came to.
 *
 * @param delivery its identity
 * @param files log files read
 * @param rows rows read: observations and rejected rows together
 * @param runs runs with at least one observation
 * @param observations rows that are observations
 * @param rejected rows that are not
 * @param rejectedByReason the same by reason
 * @param groups groups that the observations belong to, sorted
 */
public record IngestReport(
    String delivery,
    long files,
    long rows,
    long runs,
    long observations,
    long rejected,
    Map<String, Long> rejectedByReason,
    List<GroupCount> groups) {

  /**
   * A group of a delivery.
   *
   * @param model the model
   * @param dataset the dataset
   * @param optimizer the optimizer
   * @param runs its runs in this delivery
   */
  public record GroupCount(String model, String dataset, String optimizer, long runs) {}
}
