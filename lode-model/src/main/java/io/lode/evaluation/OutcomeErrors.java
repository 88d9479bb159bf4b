package io.lode.evaluation;

import io.lode.statistics.Median;
import java.util.List;
import java.util.Optional;

/**
 * How well the ends of held-out runs near the best one were forecast. Decisions are between such
 * runs: what became of hopeless ones says nothing of them, and a run at the edge of stability can
 * be off by more than all others together. So medians are compared, over runs within reach of the
 * best.
 *
 * @param forecast median absolute error of the chosen forecaster, in the transformed objective
 * @param repeated the same of repeating the run with the nearest schedule
 * @param runs that were compared
 */
public record OutcomeErrors(double forecast, double repeated, int runs) {

  /** Fewest runs whose median says anything. */
  static final int FEWEST_RUNS = 4;

  /**
   * Compares the runs that end within reach of the best one.
   *
   * @param reach in the transformed objective
   * @return empty where fewer than four do
   */
  public static Optional<OutcomeErrors> of(List<HeldOutOutcome> outcomes, double reach) {
    List<HeldOutOutcome> near =
        outcomes.stream().filter(outcome -> outcome.behind() <= reach).toList();
    return near.size() < FEWEST_RUNS
        ? Optional.empty()
        : Optional.of(
            new OutcomeErrors(
                Median.of(near.stream().mapToDouble(HeldOutOutcome::error).toArray()),
                Median.of(near.stream().mapToDouble(HeldOutOutcome::repeatedError).toArray()),
                near.size()));
  }
}
