package io.lode.search.evidence;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.IntervalRates;
import io.lode.forecast.Outcomes;
import io.lode.forecast.SweepOutcomes;
import io.lode.search.EvidenceConfig;
import java.util.Arrays;
import java.util.List;

/**
 * Whether a schedule may diverge with another seed.
 *
 * <p>A run diverged by chance if it diverged and a run with the same schedule survived. A schedule
 * is near that run if it holds almost the same rates for as long. Such a schedule counts as risky
 * until enough runs near the diverged one have survived.
 *
 * <p>Where no repeat survived, divergence does not depend on the seed. Schedules below the rates
 * that diverged then count as safe.
 */
final class DivergenceRisk {

  private final EvidenceConfig config;
  private final List<EvaluatedRun> byChance;
  private final double horizonStep;

  /**
   * Finds the runs that diverged by chance and have too few survivors near them.
   *
   * @param runs all runs of a sweep
   * @param horizonStep end of the last interval, in steps
   */
  DivergenceRisk(List<EvaluatedRun> runs, double horizonStep, EvidenceConfig config) {
    this.config = config;
    this.horizonStep = horizonStep;
    byChance =
        runs.stream()
            .filter(EvaluatedRun::diverged)
            .filter(run -> repeatSurvived(run, runs))
            .filter(
                run -> survivors(run, runs) < config.survivorsPerDivergence() * alike(run, runs))
            .toList();
  }

  /**
   * Whether a schedule is near a run that diverged by chance.
   *
   * @param logLearningRate its log rates, (interval)
   */
  boolean near(double[] logLearningRate) {
    return byChance.stream().anyMatch(run -> asBold(logLearningRate, run, until(run)));
  }

  private boolean repeatSurvived(EvaluatedRun diverged, List<EvaluatedRun> runs) {
    int intervals = until(diverged);
    double[] rates = Arrays.copyOf(diverged.logLearningRate(), intervals);
    return runs.stream()
        .filter(EvaluatedRun::finished)
        .map(run -> Arrays.copyOf(run.logLearningRate(), intervals))
        .anyMatch(other -> IntervalRates.distance(rates, other) < SweepOutcomes.REPEAT_DISTANCE);
  }

  private long survivors(EvaluatedRun diverged, List<EvaluatedRun> runs) {
    return runs.stream().filter(run -> run.finished() && asBold(run, diverged)).count();
  }

  /**
   * Counts the runs that diverged at about the same rates, the run itself included. A run that
   * diverged at higher rates does not count: it says nothing about these.
   */
  private long alike(EvaluatedRun diverged, List<EvaluatedRun> runs) {
    return runs.stream()
        .filter(EvaluatedRun::diverged)
        .filter(run -> asBold(run, diverged))
        .filter(run -> asBold(diverged, run))
        .count();
  }

  private boolean asBold(EvaluatedRun run, EvaluatedRun other) {
    double[] rates = Arrays.copyOf(run.logLearningRate(), until(run));
    return asBold(rates, other, Math.min(rates.length, until(other)));
  }

  private boolean asBold(double[] logLearningRate, EvaluatedRun other, int intervals) {
    double[] rates = Exposure.largestFirst(logLearningRate);
    double[] held = Exposure.largestFirst(Arrays.copyOf(other.logLearningRate(), intervals));
    for (int t = 0; t < intervals; t++) {
      if (rates[t] < held[t] - config.almostAsBold()) {
        return false;
      }
    }
    return true;
  }

  /** Intervals up to a divergence, all where there was none. */
  private int until(EvaluatedRun run) {
    if (!run.diverged()) {
      return Outcomes.INTERVALS;
    }
    double part = run.run().trajectory().lastStep() / horizonStep;
    return (int) Math.min(Outcomes.INTERVALS, Math.max(1, Math.ceil(part * Outcomes.INTERVALS)));
  }
}
