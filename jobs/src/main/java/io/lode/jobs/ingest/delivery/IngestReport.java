package io.lode.jobs.ingest.delivery;

import java.util.List;
import java.util.Map;

/**
 * What a delivery of logs came to.
 *
 * @param delivery its identity
 * @param files log files read
 * @param rows rows read: observations, joined and rejected rows together
 * @param runs runs with at least one observation
 * @param observations rows that are observations
 * @param joined rows that add to the observation of another row of the same run and step, such as a
 *     metric that was logged apart
 * @param rejected rows that are neither
 * @param rejectedByReason the same by reason
 * @param withoutObjective runs that have no value of what they are judged by
 * @param groups groups that the observations belong to, sorted
 * @param notices what there is to tell of the runs, a line each
 */
public record IngestReport(
    String delivery,
    long files,
    long rows,
    long runs,
    long observations,
    long joined,
    long rejected,
    Map<String, Long> rejectedByReason,
    long withoutObjective,
    List<GroupCount> groups,
    List<String> notices) {

  /** Copies the lists; receipts of earlier builds have no notices. */
  public IngestReport {
    groups = List.copyOf(groups);
    notices = notices == null ? List.of() : List.copyOf(notices);
  }

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
