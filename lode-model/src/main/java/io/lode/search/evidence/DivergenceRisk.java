package io.lode.search.evidence;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.IntervalRates;
import io.lode.forecast.Outcomes;
import io.lode.forecast.SweepOutcomes;
import java.util.Arrays;
import java.util.List;

/**
 * Whether a schedule may diverge by chance.
 *
 * <p>Where a run diverged and its repeat survived, the edge of stability is a matter of seeds, and
 * who survived twice below it may have been lucky. So such a divergence speaks against every
 * schedule that holds almost the same rates as long, until enough of them survived. Where no repeat
 * survived the edge is taken for sharp, and what survived below it is safe.
 */
final class DivergenceRisk {

  /** How far below the rates of a run that diverged by chance a schedule may do so, too. */
  private static final double ALMOST_AS_BOLD = 0.25;

  /** Survivors for each run that diverged by chance from which a schedule is safe. */
  private static final int SURVIVORS = 4;

  private final List<EvaluatedRun> byChance;
  private final double horizonStep;

  /** Learns from the runs of a sweep. */
  DivergenceRisk(List<EvaluatedRun> runs, double horizonStep) {
    this.horizonStep = horizonStep;
    byChance =
        runs.stream()
            .filter(EvaluatedRun::diverged)
            .filter(run -> repeatSurvived(run, runs))
            .filter(run -> survivors(run, runs) < SURVIVORS * alike(run, runs))
            .toList();
  }

  /** Whether rates are almost as bold as a run that diverged by chance. */
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

  /** Runs that diverged at about the same rates, itself among them: bolder ones say nothing. */
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

  private static boolean asBold(double[] logLearningRate, EvaluatedRun other, int intervals) {
    double[] rates = Exposure.largestFirst(logLearningRate);
    double[] held = Exposure.largestFirst(Arrays.copyOf(other.logLearningRate(), intervals));
    for (int t = 0; t < intervals; t++) {
      if (rates[t] < held[t] - ALMOST_AS_BOLD) {
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
