package io.lode.lab.bench;

import java.util.List;

/**
 * What one loop of nights led to.
 *
 * @param cell what was measured
 * @param bestRun true objective of the first sweep's best run
 * @param optimum true objective of the best known schedule, NaN where none is known
 * @param nights one entry for each search, the first before any proposal was run
 * @param divergedProposals proposals that diverged, of all nights
 * @param seconds wall clock of the searches alone, without training
 */
public record RegretResult(
    RegretCell cell,
    double bestRun,
    double optimum,
    List<PublishedNight> nights,
    int divergedProposals,
    double seconds) {

  /**
   * What would have been published after a night.
   *
   * @param planned under the policy planned
   * @param proven under the policy proven
   */
  public record PublishedNight(Published planned, Published proven) {}

  /**
   * A published schedule's truth.
   *
   * @param objective true objective, NaN where it diverged
   * @param diverged repeats that diverged
   * @param revised whether it differs from the sweep's runs
   */
  public record Published(double objective, int diverged, boolean revised) {}

  /**
   * The score of a published schedule: the gap closed between the first sweep's best run (0) and
   * the optimum (1), or, where no optimum is known, the relative gain over the best run.
   *
   * @return larger is better; negative infinity where it diverged
   */
  public double score(Published published) {
    if (Double.isNaN(published.objective())) {
      return Double.NEGATIVE_INFINITY;
    }
    double gain = bestRun - published.objective();
    return Double.isNaN(optimum) ? gain / bestRun : gain / (bestRun - optimum);
  }

  /** The relative change of the true objective against the first sweep's best run. */
  public double change(Published published) {
    return Double.isNaN(published.objective())
        ? Double.POSITIVE_INFINITY
        : published.objective() / bestRun - 1;
  }
}
