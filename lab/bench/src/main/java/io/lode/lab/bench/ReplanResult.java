package io.lode.lab.bench;

/**
 * What replanning did to one run.
 *
 * @param cell what was measured
 * @param without true objective at the end under the schedule that it started with, NaN where it
 *     diverged
 * @param with true objective at the end under LODE, NaN where it diverged
 * @param divergedBefore whether it diverged before the first replanning, which no replanning helps
 * @param replannings how often it was replanned
 * @param revisions replannings that revised
 * @param forced revisions that the safety limits made
 * @param pace estimated at the last replanning, 1 where there was none
 * @param seconds wall clock of the replannings
 */
public record ReplanResult(
    ReplanCell cell,
    double without,
    double with,
    boolean divergedBefore,
    int replannings,
    int revisions,
    int forced,
    double pace,
    double seconds) {

  /** Relative change of the true objective; NaN where either diverged. */
  public double change() {
    return with / without - 1;
  }
}
